from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessLink, Viewer
from placements.models import Placement

from ..enums import ConfirmationAnswer


class CompanyConfirmationQuerySet(models.QuerySet["CompanyConfirmation"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the placement, to agency tutors and to the company itself."""
        if not isinstance(viewer, AccessLink) and not getattr(viewer, "is_staff", False):
            return self.none()
        return self.filter(placement__in=Placement.objects.visible_to(viewer))


class CompanyConfirmation(models.Model):
    """A company's answer to what the certificate of its trainee will say of it. Never changed."""

    placement = models.ForeignKey(
        Placement,
        on_delete=models.PROTECT,
        related_name="confirmations",
        verbose_name=_("placement"),
    )
    answer = models.CharField(_("answer"), max_length=10, choices=ConfirmationAnswer)
    text = models.CharField(_("what is wrong"), max_length=1000, blank=True)
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(_("role"), max_length=200)
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    ip = models.GenericIPAddressField(_("address"), null=True, blank=True)
    link = models.ForeignKey(AccessLink, on_delete=models.PROTECT, null=True, related_name="+")
    button = models.CharField(_("button"), max_length=100)
    # SHA-256 of what was shown, hex: the answer holds only as long as the same would be shown again.
    digest = models.CharField(max_length=64)

    objects = CompanyConfirmationQuerySet.as_manager()

    class Meta:
        verbose_name = _("company’s confirmation")
        verbose_name_plural = _("companies’ confirmations")
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="assessment_companyconfirmation_wrong_says_what",
                condition=~Q(answer=ConfirmationAnswer.WRONG) | ~Q(text=""),
            ),
            models.CheckConstraint(
                name="assessment_companyconfirmation_answer_known",
                condition=Q(answer__in=ConfirmationAnswer.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement}: {self.get_answer_display()}"
