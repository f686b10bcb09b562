import uuid
from typing import Any, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Viewer
from trainees.models import Group


class CertificateBatchQuerySet(models.QuerySet["CertificateBatch"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the group, to agency tutors."""
        if not isinstance(viewer, User) or not viewer.is_staff:
            return self.none()
        return self.filter(group__in=Group.objects.visible_to(viewer))


class CertificateBatch(models.Model):
    """Certificates of a group that somebody asked for with one button."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, related_name="+", verbose_name=_("group")
    )
    asked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked for by")
    )
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)

    objects = CertificateBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("batch of certificates")
        verbose_name_plural = _("batches of certificates")
        ordering = ["-asked_at", "pk"]

    def __str__(self) -> str:
        return f"{self.group}, {timezone.localtime(self.asked_at):%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        """How far it is."""
        arguments: list[Any] = [self.group_id, self.public_id]
        return reverse("admin:trainees_group_certificate_batch", args=arguments)
