from datetime import time
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessLink, User, Viewer
from imyportal.work import Claimable, ClaimableQuerySet
from trainees.models import Group

from ..enums import (
    TIMED_KINDS,
    TWICE_KINDS,
    CheckInBy,
    CycleKind,
    ReminderOutcome,
    Weekday,
)
from .companies import CompanyTutor
from .placements import Placement

EARLIEST, LATEST = time(8), time(20)  # between them mails go out by themselves
MOST_DAYS = 60

_off = Q(weekday=None, at=None, days=None)
_timed = Q(weekday__isnull=False, at__isnull=False, days=None)
_counted = Q(weekday=None, at=None, days__isnull=False)


class CycleTimeQuerySet(models.QuerySet["CycleTime"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Agency tutors: the agency's, and those of the groups they see."""
        if not isinstance(viewer, User) or not viewer.is_active or not viewer.is_staff:
            return self.none()
        return self.filter(Q(group=None) | Q(group__in=Group.objects.visible_to(viewer)))


class CycleTime(models.Model):
    """When something of the weekly cycle is due: for one group, or for all that have no rows of the kind.

    A weekday and a time, or a number of days; a row without any of them says that it is not asked.
    """

    group = models.ForeignKey(
        Group,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="cycle_times",
        verbose_name=_("group"),
    )
    kind = models.CharField(_("what"), max_length=20, choices=CycleKind)
    step = models.PositiveSmallIntegerField(_("step"), default=1)
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday, null=True, blank=True)
    at = models.TimeField(_("time"), null=True, blank=True)  # in Italy, whatever the clocks do
    days = models.PositiveSmallIntegerField(_("days"), null=True, blank=True)

    objects = CycleTimeQuerySet.as_manager()

    class Meta:
        verbose_name = _("time of the weekly cycle")
        verbose_name_plural = _("times of the weekly cycle")
        ordering = ["group", "kind", "step", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "kind", "step"], name="placements_cycletime_once_a_group"
            ),
            models.UniqueConstraint(
                fields=["kind", "step"],
                condition=Q(group=None),
                name="placements_cycletime_once_for_all",
            ),
            models.CheckConstraint(
                name="placements_cycletime_moment_or_days",
                condition=_off
                | (Q(kind__in=TIMED_KINDS) & _timed)
                | (~Q(kind__in=TIMED_KINDS) & _counted),
            ),
            models.CheckConstraint(
                name="placements_cycletime_in_the_daytime",
                condition=Q(at=None) | Q(at__gte=EARLIEST, at__lt=LATEST),
                violation_error_message=_("Mails go out from 8:00 to 20:00. Choose a time then."),
            ),
            models.CheckConstraint(
                name="placements_cycletime_is_a_weekday",
                condition=Q(weekday=None) | Q(weekday__lte=6),
            ),
            models.CheckConstraint(
                name="placements_cycletime_days_are_some",
                condition=Q(days=None) | Q(days__range=(1, MOST_DAYS)),
            ),
            models.CheckConstraint(
                name="placements_cycletime_second_only_of_some",
                condition=Q(step=1) | (Q(step=2, kind__in=TWICE_KINDS) & _timed),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group or _('every group')}: {self.get_kind_display()}"


class ReminderQuerySet(ClaimableQuerySet["Reminder"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Agency tutors: of placements they see, and of the company tutors of these."""
        if not isinstance(viewer, User) or not viewer.is_active or not viewer.is_staff:
            return self.none()
        if viewer.has_perm("trainees.view_all_trainees"):
            return self.all()
        seen = Placement.objects.visible_to(viewer)
        return self.filter(
            Q(placement__in=seen) | Q(company_tutor__in=seen.values("company_tutor"))
        )


class Reminder(Claimable):
    """Something of the weekly cycle that is due: of one placement or company tutor, in one week.

    Once of each kind and step. Whether a mail goes out is decided when its time has come.
    """

    kind = models.CharField(_("what"), max_length=20, choices=CycleKind)
    step = models.PositiveSmallIntegerField(_("step"), default=1)
    monday = models.DateField(_("week of"))
    placement = models.ForeignKey(
        Placement,
        on_delete=models.CASCADE,
        null=True,
        related_name="reminders",
        db_index=False,  # the first column of the constraint's index
        verbose_name=_("placement"),
    )
    company_tutor = models.ForeignKey(
        CompanyTutor,
        on_delete=models.CASCADE,
        null=True,
        related_name="reminders",
        db_index=False,
        verbose_name=_("company tutor"),
    )
    useful_until = models.DateTimeField(_("of use until"))
    outcome = models.CharField(
        _("what became of it"), max_length=10, choices=ReminderOutcome, blank=True, default=""
    )
    laid_at = models.DateTimeField(_("laid"), default=timezone.now)
    asked_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("asked for by"),
    )

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-monday", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "kind", "step", "monday"],
                name="placements_reminder_once_a_placement",
            ),
            models.UniqueConstraint(
                fields=["company_tutor", "kind", "step", "monday"],
                name="placements_reminder_once_a_tutor",
            ),
            models.CheckConstraint(
                name="placements_reminder_about_one",
                condition=Q(placement=None) ^ Q(company_tutor=None),
            ),
            models.CheckConstraint(
                name="placements_reminder_starts_on_a_monday", condition=Q(monday__iso_week_day=1)
            ),
            models.CheckConstraint(
                name="placements_reminder_step_one_or_two", condition=Q(step__range=(1, 2))
            ),
            models.CheckConstraint(
                name="placements_reminder_done_says_what",
                condition=Q(done_at=None, outcome="") | (Q(done_at__isnull=False) & ~Q(outcome="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(done_at=None),
                name="placements_reminder_undone",
            ),
            # The order of the desk's list.
            models.Index(fields=["-monday", "-id"], name="placements_reminder_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.monday:%Y-%m-%d}"


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Agency tutors: with the placement. Trainee and company tutor: what they said themselves."""
        if isinstance(viewer, AccessLink):
            return self.filter(
                placement__in=Placement.objects.visible_to(viewer), said_by=CheckInBy.COMPANY
            )
        if not isinstance(viewer, User) or not viewer.is_active:
            return self.none()
        if viewer.is_staff:
            return self.filter(placement__in=Placement.objects.visible_to(viewer))
        return self.filter(placement__trainee__user=viewer, said_by=CheckInBy.TRAINEE)


def _answer(label: Any) -> models.PositiveSmallIntegerField:
    """From 1, not good, to 5, very good; null: not answered."""
    return models.PositiveSmallIntegerField(label, null=True)


ANSWERS = ["mood", "work", "people", "home", "learning", "punctual"]
OF_TRAINEE = ["mood", "work", "people", "home", "learning"]
OF_COMPANY = ["punctual", "work", "people"]


def _one_to_five() -> Q:
    found = Q()
    for name in ANSWERS:
        found &= Q(**{name: None}) | Q(**{f"{name}__range": (1, 5)})
    return found


def _all_answered(names: list[str]) -> Q:
    return Q(**{f"{name}__isnull": False for name in names})


class CheckIn(models.Model):
    """How a week was, as the trainee or the company tutor says: answers from 1 to 5, and a text.

    Who says it may change it until the week is no longer asked about. The school hears at most
    in its report what somebody is not content with, never the text.
    """

    placement = models.ForeignKey(
        Placement, on_delete=models.PROTECT, related_name="check_ins", verbose_name=_("placement")
    )
    monday = models.DateField(_("week of"))
    said_by = models.CharField(_("by"), max_length=8, choices=CheckInBy)
    mood = _answer(_("feels well"))
    work = _answer(_("work"))
    people = _answer(_("people at work"))
    home = _answer(_("where they live"))
    learning = _answer(_("learning"))
    punctual = _answer(_("there and on time"))
    text = models.TextField(_("text"), blank=True)
    call_wanted = models.BooleanField(_("asks for a call"), default=False)
    called_at = models.DateTimeField(_("called"), null=True, editable=False)
    called_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("called by"),
    )
    said_at = models.DateTimeField(_("when"), default=timezone.now)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    link = models.ForeignKey(AccessLink, on_delete=models.PROTECT, null=True, related_name="+")

    objects = CheckInQuerySet.as_manager()

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        ordering = ["-monday", "-said_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "monday", "said_by"], name="placements_checkin_once"
            ),
            models.CheckConstraint(
                name="placements_checkin_starts_on_a_monday", condition=Q(monday__iso_week_day=1)
            ),
            models.CheckConstraint(name="placements_checkin_one_to_five", condition=_one_to_five()),
            models.CheckConstraint(
                name="placements_checkin_trainee_answers_five",
                condition=Q(said_by=CheckInBy.COMPANY)
                | (
                    Q(said_by=CheckInBy.TRAINEE, user__isnull=False, link=None, punctual=None)
                    & (Q(call_wanted=True) | _all_answered(OF_TRAINEE))
                ),
            ),
            models.CheckConstraint(
                name="placements_checkin_company_says_something",
                condition=Q(said_by=CheckInBy.TRAINEE)
                | (
                    Q(said_by=CheckInBy.COMPANY, user=None, link__isnull=False)
                    & Q(mood=None, home=None, learning=None)
                    & (
                        Q(call_wanted=True)
                        | ~Q(text="")
                        | Q(punctual__isnull=False)
                        | Q(work__isnull=False)
                        | Q(people__isnull=False)
                    )
                ),
            ),
            models.CheckConstraint(
                name="placements_checkin_called_by_somebody",
                condition=Q(called_at=None, called_by=None)
                | Q(called_at__isnull=False, called_by__isnull=False, call_wanted=True),
            ),
        ]
        indexes = [
            models.Index(fields=["monday", "placement"], name="placements_checkin_week"),
            # Who waits for a call, among the check-ins of years.
            models.Index(
                fields=["placement"],
                condition=Q(call_wanted=True, called_at=None),
                name="placements_checkin_call",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement.trainee}, {self.monday:%Y-%m-%d}"

    @property
    def in_trail(self) -> str:
        return f"{self.monday:%Y-%m-%d}: {self.get_said_by_display()}"

    @property
    def answers(self) -> dict[str, int]:
        """What was tapped, by the name of the field."""
        found = {name: getattr(self, name) for name in ANSWERS}
        return {name: value for name, value in found.items() if value is not None}


class CycleMarkQuerySet(models.QuerySet["CycleMark"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Nobody: it is the portal's own work."""
        return self.none()


class CycleMark(models.Model):
    """Until when reminders have been laid: a row for each kind of pass (`Pass`), locked by who makes it."""

    class Pass(models.IntegerChoices):
        """Keys of the rows."""

        CYCLE = 1
        EVALUATIONS = 2

    laid_until = models.DateTimeField()

    objects = CycleMarkQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.laid_until:%Y-%m-%d %H:%M}"
