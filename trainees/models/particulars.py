"""What only the Italian training plan wants to know of a trainee."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Viewer
from imyportal.tax_numbers import check_person

from .people import Trainee


class ParticularsQuerySet(models.QuerySet["Particulars"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the trainee, to people with an account: the trainee, their school, their agency tutors."""
        if not isinstance(viewer, User):
            return self.none()
        return self.filter(trainee__in=Trainee.objects.visible_to(viewer))


class Particulars(models.Model):
    """Where somebody was born and lives, and their tax number."""

    trainee = models.OneToOneField(
        Trainee, on_delete=models.CASCADE, related_name="particulars", verbose_name=_("trainee")
    )
    birth_place = models.CharField(_("place of birth"), max_length=120)
    street = models.CharField(_("street and number"), max_length=200)
    town = models.CharField(_("postcode and town"), max_length=120)
    country = models.CharField(_("country"), max_length=2)
    tax_number = models.CharField(
        _("tax number"), max_length=40, blank=True, validators=[check_person]
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("written"), default=timezone.now)

    objects = ParticularsQuerySet.as_manager()

    class Meta:
        verbose_name = _("data for the training plan")
        verbose_name_plural = _("data for training plans")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="trainees_particulars_are_whole",
                condition=~Q(birth_place="") & ~Q(street="") & ~Q(town="") & ~Q(country=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.trainee)
