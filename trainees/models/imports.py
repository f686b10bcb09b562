from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Viewer

from .groups import Group


class GroupImportQuerySet(models.QuerySet["GroupImport"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the group, to agency tutors only."""
        if not isinstance(viewer, User) or not viewer.is_staff:
            return self.none()
        return self.filter(group__in=Group.objects.visible_to(viewer))


class HandedInList(models.Model):
    """A list that was handed in: kept until somebody has confirmed the preview.

    The file's content is emptied as soon as it was applied.
    """

    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("handed in"), auto_now_add=True)
    file_name = models.CharField(_("file"), max_length=200)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    applied_at = models.DateTimeField(_("brought in"), null=True, editable=False)
    result = models.JSONField(default=dict)

    class Meta:
        abstract = True
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_content_goes_when_applied",
                condition=Q(applied_at=None) | Q(content=b""),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class GroupImport(HandedInList):
    """A school's participant list for one group."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="imports")

    objects = GroupImportQuerySet.as_manager()

    class Meta(HandedInList.Meta):
        verbose_name = _("participant list")
        verbose_name_plural = _("participant lists")
