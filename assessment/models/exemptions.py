"""What of the evaluation does not apply to one learner: proposed in the support plan, and in force."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Viewer
from placements.models import Placement
from trainees.models import SupportEntry

from .objectives import Indicator


class WantedExemptionQuerySet(models.QuerySet["WantedExemption"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the entry of the plan."""
        return self.filter(entry__in=SupportEntry.objects.visible_to(viewer))


class WantedExemption(models.Model):
    """An indicator that a support plan leaves out, beside the entry that says why; it goes with the entry."""

    entry = models.ForeignKey(SupportEntry, on_delete=models.CASCADE, related_name="exemptions")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")

    objects = WantedExemptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("exemption in a support plan")
        verbose_name_plural = _("exemptions in support plans")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "indicator"], name="assessment_wantedexemption_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.indicator)


class ExemptionQuerySet(models.QuerySet["Exemption"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The learner, and agency tutors with the placement; whoever else evaluates is just not asked."""
        if not isinstance(viewer, User) or not viewer.is_active:
            return self.none()
        seen = self.filter(placement__in=Placement.objects.visible_to(viewer))
        return seen if viewer.is_staff else seen.filter(Q(placement__trainee__user=viewer))


class Exemption(models.Model):
    """An indicator that nobody is asked about in the evaluations of a placement that are not given yet.

    The reason stays in the support plan. Triggers see to it that the placement observes the indicator,
    that another one stays, and that rows are only added and removed.
    """

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="exemptions")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")

    objects = ExemptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("exemption")
        verbose_name_plural = _("exemptions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "indicator"], name="assessment_exemption_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.indicator)
