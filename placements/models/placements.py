import uuid
from datetime import date, time, timedelta
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessLink, User, Viewer
from imyportal import weeks
from imyportal.db import PeriodsDoNotOverlap
from trainees.models import Trainee

from ..enums import LIVE_STATUSES, PlacementStatus, Weekday, WeekStatus
from .companies import CompanyTutor, HostCompany

COMPANY_SEES = timedelta(days=60)  # after the last day
JUST_SIGNED = timedelta(days=7)


class PlacementQuerySet(models.QuerySet["Placement"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the trainee; tutors in charge: theirs.

        Company tutors by link: their trainees', until `COMPANY_SEES` after the last day; longer while a week
        waits for its signature or was signed a moment ago.
        """
        if isinstance(viewer, AccessLink):
            tutors, now = CompanyTutor.objects.visible_to(viewer), timezone.now()
            waiting = Placement.objects.filter(
                Q(weeks__status=WeekStatus.DECLARED)
                | Q(weeks__signature__signed_at__gte=now - JUST_SIGNED),
                company_tutor__in=tutors,
            )
            return self.filter(
                Q(ends_on__gte=timezone.localdate() - COMPANY_SEES)
                | Q(pk__in=waiting.values("pk")),
                company_tutor__in=tutors,
                status__in=LIVE_STATUSES,
            )
        if not isinstance(viewer, User) or not viewer.is_active:
            return self.none()
        if viewer.is_staff and viewer.has_perm("trainees.view_all_trainees"):
            return self.all()  # the same, said so that the database need not look
        seen = self.filter(trainee__in=Trainee.objects.visible_to(viewer))
        if viewer.is_staff:
            return seen
        return seen.filter(status__in=LIVE_STATUSES)

    def live(self) -> Self:
        """Agreed and not cancelled, whatever their dates."""
        return self.filter(status__in=LIVE_STATUSES)

    def underway(self, day: date) -> Self:
        """Live, and `day` lies between first and last day."""
        return self.live().filter(starts_on__lte=day, ends_on__gte=day)

    def nearest_first(self, day: date) -> Self:
        """Underway on `day`, then the next ones, then those that are over, the last of them first."""
        is_coming = Q(starts_on__gt=day)
        return self.order_by(
            Case(When(is_coming, then=Value(1)), When(ends_on__lt=day, then=Value(2)), default=0),
            Case(When(is_coming, then=F("starts_on"))),
            "-ends_on",
            "-pk",
        )


class Placement(models.Model):
    """One trainee's stay with one host company."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    trainee = models.ForeignKey(
        Trainee,
        on_delete=models.PROTECT,
        related_name="placements",
        verbose_name=_("trainee"),
    )
    company = models.ForeignKey(
        HostCompany,
        on_delete=models.PROTECT,
        related_name="placements",
        verbose_name=_("company"),
    )
    company_tutor = models.ForeignKey(
        CompanyTutor,
        on_delete=models.PROTECT,
        related_name="placements",
        verbose_name=_("company tutor"),
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))  # inclusive
    status = models.CharField(
        _("state"), max_length=12, choices=PlacementStatus, default=PlacementStatus.PROPOSED
    )
    tasks = models.TextField(_("tasks"), blank=True, help_text=_("One task a line."))
    objective = models.TextField(_("objective"), blank=True)
    working_language = models.CharField(
        _("working language"), max_length=60, blank=True, help_text=_("Like: Italian, English")
    )
    # Arranged with one trainee, as `Arrangement` is.
    evaluation_days = models.PositiveSmallIntegerField(
        _("days more for evaluations"), null=True, editable=False
    )
    cancelled_at = models.DateTimeField(null=True, editable=False)
    cancelled_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    cancel_reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="placements_placement_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day is before the first day."),
            ),
            models.CheckConstraint(
                name="placements_placement_cancelled_has_a_time",
                condition=(Q(status=PlacementStatus.CANCELLED) & Q(cancelled_at__isnull=False))
                | (~Q(status=PlacementStatus.CANCELLED) & Q(cancelled_at__isnull=True)),
            ),
            PeriodsDoNotOverlap(
                name="placements_placement_one_at_a_time",
                who="trainee",
                start="starts_on",
                end="ends_on",
                condition=~Q(status=PlacementStatus.CANCELLED),
                violation_error_message=_(
                    "This trainee already has a placement on some of these days."
                ),
            ),
        ]
        indexes = [
            # What is underway or not long over, among years of what is past.
            models.Index(
                fields=["ends_on", "starts_on"],
                condition=Q(status__in=LIVE_STATUSES),
                name="placements_placement_live",
            ),
            # The order of the desk's list.
            models.Index(fields=["-starts_on", "id"], name="placements_placement_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.trainee}, {self.company}"

    def get_absolute_url(self) -> str:
        return reverse("admin:placements_placement_change", args=[self.pk])

    def clean(self) -> None:
        """Refuse a company tutor of another company, in words; below, a trigger does."""
        if not (self.company_id and self.company_tutor_id):
            return
        if self.company_tutor.company_id != self.company_id:
            text = gettext(
                "%(tutor)s works for %(company)s, not here. Choose somebody of this company."
            )
            names = {"tutor": self.company_tutor, "company": self.company_tutor.company}
            raise ValidationError({"company_tutor": text % names})

    @property
    def week_count(self) -> int:
        """How many weeks the placement touches."""
        return len(weeks.mondays(self.starts_on, self.ends_on))

    def week_number(self, day: date) -> int:
        """Which week of the placement holds `day`; the first is 1."""
        return weeks.number_in(self.starts_on, day)

    def holds(self, day: date) -> bool:
        """Between first and last day, both included."""
        return self.starts_on <= day <= self.ends_on


class AgreedDayQuerySet(models.QuerySet["AgreedDay"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the placement."""
        return self.filter(placement__in=Placement.objects.visible_to(viewer))


def worked_minutes(starts_at: time, ends_at: time, break_minutes: int) -> int:
    """Minutes between two clock times less the break; an end at or before the start is next day."""
    start, end = (t.hour * 60 + t.minute for t in (starts_at, ends_at))
    return (end - start if end > start else end + 1440 - start) - break_minutes


class AgreedDay(models.Model):
    """One weekday of the agreed weekly timetable; a weekday without a row is free."""

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="timetable")
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("to"))
    break_starts_at = models.TimeField(_("break from"), null=True, blank=True)
    break_minutes = models.PositiveSmallIntegerField(_("break, minutes"), default=0)

    objects = AgreedDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreed day")
        verbose_name_plural = _("agreed days")
        ordering = ["weekday", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "weekday"],
                name="placements_agreedday_once_per_weekday",
                violation_error_message=_("This weekday is there twice."),
            ),
            models.CheckConstraint(
                name="placements_agreedday_is_a_weekday", condition=Q(weekday__range=(0, 6))
            ),
            models.CheckConstraint(
                name="placements_agreedday_break_under_a_day",
                condition=Q(break_minutes__lt=1440),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts_at:%H:%M}–{self.ends_at:%H:%M}"

    @property
    def minutes(self) -> int:
        """Working minutes of this day."""
        return worked_minutes(self.starts_at, self.ends_at, self.break_minutes)


class ArrangementQuerySet(models.QuerySet["Arrangement"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the placement."""
        return self.filter(placement__in=Placement.objects.visible_to(viewer))

    def open(self) -> Self:
        """Those that nobody ended."""
        return self.filter(last_day=None)


class Arrangement(models.Model):
    """From a day on, one trainee works so many minutes a day at most, whatever the reason; the timetable stays.

    What is agreed for a day is the day of the timetable, as short as is arranged for that date: `agreed_hours`.
    """

    placement = models.ForeignKey(
        Placement,
        on_delete=models.CASCADE,
        related_name="arrangements",
        verbose_name=_("placement"),
    )
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"), null=True)  # inclusive; empty: nobody ended it
    most_day_minutes = models.PositiveSmallIntegerField(_("minutes a day at most"))
    agreed_at = models.DateTimeField(_("agreed"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True)  # when somebody gave it a last day

    objects = ArrangementQuerySet.as_manager()

    class Meta:
        verbose_name = _("arrangement of hours")
        verbose_name_plural = _("arrangements of hours")
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                name="placements_arrangement_ends_after_start",
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                violation_error_message=_("The last day is before the first day."),
            ),
            models.CheckConstraint(
                name="placements_arrangement_ended_has_a_last_day",
                condition=Q(last_day=None, ended_at=None)
                | Q(last_day__isnull=False, ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="placements_arrangement_within_a_day",
                condition=Q(most_day_minutes__range=(1, 1440)),
                violation_error_message=_("At most 24 hours a day."),
            ),
            models.UniqueConstraint(
                fields=["placement"],
                condition=Q(last_day=None),
                name="placements_arrangement_one_without_end",
            ),
            PeriodsDoNotOverlap(
                name="placements_arrangement_one_at_a_time",
                who="placement",
                start="first_day",
                end="last_day",
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                violation_error_message=_("Something else is arranged for some of these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement}, {self.first_day:%Y-%m-%d}"
