from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Viewer
from imyportal.db import PeriodsDoNotOverlap


class StandInQuerySet(models.QuerySet["StandIn"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Coordinators: all. Agency tutors: where they are away or stand in."""
        if not isinstance(viewer, User) or not (viewer.is_active and viewer.is_staff):
            return self.none()
        if viewer.has_perm("trainees.view_all_trainees"):
            return self.all()
        return self.filter(Q(tutor=viewer) | Q(colleague=viewer))

    def holding(self, day: date) -> Self:
        """Those whose days hold `day`."""
        return self.filter(first_day__lte=day, last_day__gte=day)


class StandIn(models.Model):
    """An agency tutor is away, and a colleague does their work on these days, the last one included."""

    tutor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"is_staff": True, "is_active": True},
        verbose_name=_("who is away"),
    )
    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"is_staff": True, "is_active": True},
        verbose_name=_("who stands in"),
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    objects = StandInQuerySet.as_manager()

    class Meta:
        verbose_name = _("stand-in")
        verbose_name_plural = _("stand-ins")
        ordering = ["-first_day", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="trainees_standin_by_somebody_else",
                condition=~Q(tutor=F("colleague")),
                violation_error_message=_("Choose a colleague, not the person who is away."),
            ),
            models.CheckConstraint(
                name="trainees_standin_last_after_first",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message=_("The last day is before the first day."),
            ),
            PeriodsDoNotOverlap(
                name="trainees_standin_one_at_a_time",
                who="tutor",
                start="first_day",
                end="last_day",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message=_("Somebody stands in on one of these days already."),
            ),
        ]

    def __str__(self) -> str:
        first, last = date_format(self.first_day, "j F"), date_format(self.last_day, "j F Y")
        return f"{self.colleague}, {first}–{last}"

    def get_absolute_url(self) -> str:
        return reverse("admin:trainees_standin_change", args=[self.pk])


def away(viewer: User) -> QuerySet[StandIn, Any]:
    """Keys of the tutors for whom `viewer` stands in today."""
    today = timezone.localdate()
    return StandIn.objects.holding(today).filter(colleague=viewer).values("tutor")


def falls_to(viewer: User, *paths: str) -> Q:
    """The condition that one of `paths`, to an agency tutor, leads to `viewer` or to whom they stand in for.

    The only place that knows of stand-ins among all that decides what an agency tutor sees.
    """
    found = Q()
    for path in paths:
        found |= Q(**{path: viewer}) | Q(**{f"{path}__in": away(viewer)})
    return found


def answered_by(viewer: User, prefix: str = "") -> Q:
    """The condition that the one responsible tutor of a trainee is `viewer`, or away with `viewer` standing in.

    `prefix` is the path to the trainee, like `trainee__`.
    """
    is_lead = falls_to(viewer, f"{prefix}group__lead_tutor")
    return falls_to(viewer, f"{prefix}tutor") | (Q(**{f"{prefix}tutor": None}) & is_lead)


def standing_in(tutor: User, day: date) -> StandIn | None:
    """Who stands in for `tutor` on `day`, and until when; None while they are there; one query."""
    found = StandIn.objects.holding(day).filter(tutor=tutor, colleague__is_active=True)
    return found.select_related("colleague").first()


def on_duty(tutor: User, day: date) -> User:
    """Who does the work of `tutor` on `day`: the stand-in, else `tutor`; one query."""
    row = standing_in(tutor, day)
    return row.colleague if row is not None else tutor
