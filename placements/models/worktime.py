"""Limits on working time, what the hours make of them, and what was agreed on nevertheless."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Viewer
from imyportal.work import Claimable, ClaimableQuerySet

from ..enums import LimitKind, LimitWeight
from .hours import HourWeek
from .placements import Placement

# What a limit needs besides its article, by kind; minutes where nothing is said.
NEEDS = {
    LimitKind.FREE_DAYS: ["days"],
    LimitKind.AVERAGE: ["minutes", "weeks"],
    LimitKind.BREAK: ["minutes", "after_minutes"],
    LimitKind.NIGHT: ["minutes", "night_from", "night_to"],
    LimitKind.NIGHT_SHIFTS: ["minutes", "after_minutes", "night_from", "night_to"],
}


def needs(kind: str) -> list[str]:
    """The columns a limit of this kind fills; all others stay empty."""
    return NEEDS.get(LimitKind(kind), ["minutes"])


def _is_staff(viewer: Viewer) -> bool:
    return isinstance(viewer, User) and viewer.is_active and viewer.is_staff


class WorkingTimeRulesQuerySet(models.QuerySet["WorkingTimeRules"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Agency tutors."""
        return self.all() if _is_staff(viewer) else self.none()


class WorkingTimeRules(models.Model):
    """Limits for one age in one country. A changed law is a new set with its own first day."""

    name = models.CharField(_("name"), max_length=120)
    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{2}$", _("Two capital letters, like IT."))],
        help_text=_("Where the company is, like IT. Empty: everywhere in the Union."),
    )
    age_from = models.PositiveSmallIntegerField(_("from age"), default=0)
    age_below = models.PositiveSmallIntegerField(_("below age"), null=True, blank=True)
    for_school = models.BooleanField(_("also for under-18s in compulsory schooling"), default=False)
    valid_from = models.DateField(_("in force from"))

    objects = WorkingTimeRulesQuerySet.as_manager()

    class Meta:
        verbose_name = _("working-time rules")
        verbose_name_plural = _("working-time rules")
        ordering = ["country", "age_from", "-valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                name="placements_workingtimerules_ages_in_order",
                condition=Q(age_below=None) | Q(age_below__gt=F("age_from")),
                violation_error_message=_("The upper age must be above the lower one."),
            ),
            models.UniqueConstraint(
                fields=["country", "age_from", "for_school", "valid_from"],
                name="placements_workingtimerules_once",
                violation_error_message=_(
                    "There are rules for this country and age from this day on."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_for_minors(self) -> bool:
        """Only for under-18s."""
        return self.age_below is not None and self.age_below <= 18


class WorkingTimeLimitQuerySet(models.QuerySet["WorkingTimeLimit"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Agency tutors."""
        return self.all() if _is_staff(viewer) else self.none()


class WorkingTimeLimit(models.Model):
    """One limit of a rule set, with the article it comes from."""

    rules = models.ForeignKey(WorkingTimeRules, on_delete=models.CASCADE, related_name="limits")
    kind = models.CharField(_("what"), max_length=8, choices=LimitKind)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), null=True, blank=True, validators=[MaxValueValidator(7 * 1440)]
    )
    days = models.PositiveSmallIntegerField(
        _("days"), null=True, blank=True, validators=[MaxValueValidator(7)]
    )
    after_minutes = models.PositiveSmallIntegerField(
        _("when longer than, minutes"), null=True, blank=True, validators=[MaxValueValidator(1440)]
    )
    night_from = models.TimeField(_("night from"), null=True, blank=True)
    night_to = models.TimeField(_("night to"), null=True, blank=True)
    weeks = models.PositiveSmallIntegerField(
        _("over weeks"), null=True, blank=True, validators=[MaxValueValidator(52)]
    )
    article = models.CharField(
        _("article"), max_length=80, help_text=_("Like: 94/33/EC, art. 8(2)")
    )
    weight = models.CharField(
        _("what happens"), max_length=5, choices=LimitWeight, default=LimitWeight.WARN
    )

    objects = WorkingTimeLimitQuerySet.as_manager()

    class Meta:
        verbose_name = _("limit")
        verbose_name_plural = _("limits")
        ordering = ["rules", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rules", "kind"],
                name="placements_workingtimelimit_once",
                violation_error_message=_("This limit is there twice."),
            ),
            models.CheckConstraint(
                name="placements_workingtimelimit_says_how_much",
                condition=Q(kind=LimitKind.FREE_DAYS, days__isnull=False, minutes=None)
                | (~Q(kind=LimitKind.FREE_DAYS) & Q(minutes__isnull=False, days=None)),
                violation_error_message=_("Free days are counted in days, all else in minutes."),
            ),
            models.CheckConstraint(
                name="placements_workingtimelimit_has_an_article", condition=~Q(article="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.article}"

    def clean(self) -> None:
        """Refuse a limit without what its kind needs, or with what it has no use for."""
        if not self.kind:
            return
        wanted = needs(self.kind)
        errors: dict[str, Any] = {}
        for name in ("minutes", "days", "after_minutes", "night_from", "night_to", "weeks"):
            is_there = getattr(self, name) is not None
            if name in wanted and not is_there:
                errors[name] = gettext("This limit needs it.")
            elif is_there and name not in wanted:
                errors[name] = gettext("This limit has no use for it. Leave it empty.")
        if errors:
            raise ValidationError(errors)


class WorkingTimeExceptionQuerySet(models.QuerySet["WorkingTimeException"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the placement, to agency tutors only: a reason may be a private matter."""
        if not _is_staff(viewer):
            return self.none()
        return self.filter(placement__in=Placement.objects.visible_to(viewer))

    def standing(self) -> Self:
        """Not taken back."""
        return self.filter(withdrawn_at=None)


class WorkingTimeException(models.Model):
    """An agency tutor agreed that a limit is not kept, and why. Taken back, it stays on record."""

    placement = models.ForeignKey(
        Placement,
        on_delete=models.PROTECT,
        related_name="worktime_exceptions",
        verbose_name=_("placement"),
    )
    kind = models.CharField(_("limit"), max_length=8, choices=LimitKind)
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))  # inclusive
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = WorkingTimeExceptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("working-time exception")
        verbose_name_plural = _("working-time exceptions")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="placements_workingtimeexception_has_a_reason", condition=~Q(reason="")
            ),
            models.CheckConstraint(
                name="placements_workingtimeexception_ends_after_start",
                condition=Q(last__gte=F("first")),
                violation_error_message=_("The last day is before the first day."),
            ),
            models.CheckConstraint(
                name="placements_workingtimeexception_withdrawn_by_somebody",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.first:%Y-%m-%d} – {self.last:%Y-%m-%d}"

    @property
    def in_trail(self) -> str:
        """Whose it is, too."""
        return f"{self.placement}: {self}"


class WorkingTimeFindingQuerySet(models.QuerySet["WorkingTimeFinding"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the week."""
        return self.filter(week__in=HourWeek.objects.visible_to(viewer))


class WorkingTimeFinding(models.Model):
    """A limit that entered hours do not keep. Made from the hours, and made anew when they change."""

    week = models.ForeignKey(HourWeek, on_delete=models.CASCADE, related_name="worktime_findings")
    limit = models.ForeignKey(WorkingTimeLimit, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("limit"), max_length=8, choices=LimitKind)
    date = models.DateField(_("date"))  # the day; the Monday when it is about the week
    measured = models.PositiveIntegerField(_("measured"))  # minutes; days for free days
    is_joint = models.BooleanField(default=False)  # hours of several companies are in it
    exception = models.ForeignKey(
        WorkingTimeException, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = WorkingTimeFindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("working-time finding")
        verbose_name_plural = _("working-time findings")
        ordering = ["date", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["week", "kind", "date"], name="placements_workingtimefinding_once"
            ),
        ]
        indexes = [models.Index(fields=["date"], name="placements_worktime_date")]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.get_kind_display()}"


class WorkingTimeRecheckQuerySet(ClaimableQuerySet["WorkingTimeRecheck"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Nobody: it is the portal's own work."""
        return self.none()


class WorkingTimeRecheck(Claimable):
    """Work: judge all hours anew, after the limits have changed; so many people at a time."""

    after = models.PositiveBigIntegerField(default=0)  # the last trainee that is done

    objects = WorkingTimeRecheckQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.after)
