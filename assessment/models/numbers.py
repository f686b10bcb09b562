from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessLink, User, Viewer
from placements.models import Placement


class MobilityNumbersQuerySet(models.QuerySet["MobilityNumbers"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the placement, to people with an account."""
        if isinstance(viewer, AccessLink):
            return self.none()
        return self.filter(placement__in=Placement.objects.visible_to(viewer))


def _shape(name: str) -> models.CheckConstraint:
    """Empty, or what `numbering.is_number` takes; the field itself holds the length."""
    return models.CheckConstraint(
        name=f"assessment_mobilitynumbers_{name}_shape",
        condition=Q(**{name: ""})
        | Q(**{f"{name}__regex": r"^[A-Za-z0-9/. -]{4,}$"}) & Q(**{f"{name}__regex": "[0-9]"}),
    )


class MobilityNumbers(models.Model):
    """What others call a placement; the certificate prints it.

    A Europass Mobility number is one that a National Europass Centre or the sending organisation gave.
    """

    placement = models.OneToOneField(
        Placement, on_delete=models.CASCADE, related_name="numbers", verbose_name=_("placement")
    )
    europass_number = models.CharField(_("Europass Mobility number"), max_length=40, blank=True)
    mobility_id = models.CharField(_("mobility ID"), max_length=60, blank=True)
    entered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered"), default=timezone.now)

    objects = MobilityNumbersQuerySet.as_manager()

    class Meta:
        verbose_name = _("numbers of a mobility")
        verbose_name_plural = _("numbers of mobilities")
        ordering = ["placement", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["europass_number"],
                condition=~Q(europass_number=""),
                name="assessment_mobilitynumbers_europass_number_once",
                violation_error_message=_("Another trainee has this number."),
            ),
            _shape("europass_number"),
            _shape("mobility_id"),
        ]

    def __str__(self) -> str:
        return self.europass_number or self.mobility_id or "–"
