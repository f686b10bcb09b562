from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Viewer
from trainees.models import Group

from ..enums import RequirementKind


class CertificateRequirementQuerySet(models.QuerySet["CertificateRequirement"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Agency tutors: the agency's, and those of groups they see."""
        if not isinstance(viewer, User) or not viewer.is_active or not viewer.is_staff:
            return self.none()
        return self.filter(Q(group=None) | Q(group__in=Group.objects.visible_to(viewer)))


class CertificateRequirement(models.Model):
    """What must be there before a certificate is issued.

    Without a group it holds for everybody; a row of a group goes before the agency's of its kind. A kind
    without any row is asked for as `assessment/requirements.py` says.
    """

    group = models.ForeignKey(
        Group,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="certificate_requirements",
        verbose_name=_("group"),
    )
    kind = models.CharField(_("what"), max_length=12, choices=RequirementKind)
    percent = models.PositiveSmallIntegerField(
        _("percent"), null=True, blank=True, help_text=_("Of the agreed hours, from 1 to 100.")
    )
    is_active = models.BooleanField(_("needed"), default=True)

    objects = CertificateRequirementQuerySet.as_manager()

    class Meta:
        verbose_name = _("requirement for certificates")
        verbose_name_plural = _("requirements for certificates")
        ordering = ["group_id", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "kind"], name="assessment_certificaterequirement_once_in_group"
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(group=None),
                name="assessment_certificaterequirement_once_for_all",
            ),
            models.CheckConstraint(
                name="assessment_certificaterequirement_percent_of_hours",
                # Said to be there besides: a comparison with nothing does not break a constraint.
                condition=Q(
                    kind=RequirementKind.HOURS, percent__isnull=False, percent__range=(1, 100)
                )
                | ~Q(kind=RequirementKind.HOURS) & Q(percent=None),
                violation_error_message=_("Enter a whole number from 1 to 100."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
