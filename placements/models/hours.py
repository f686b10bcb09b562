from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessLink, User, Viewer
from imyportal.models import StoredFile

from ..enums import DayKind, SignedHow, WeekStatus
from .placements import Placement


class HourWeekQuerySet(models.QuerySet["HourWeek"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the placement; company tutors see a week once it was sent to them."""
        seen = self.filter(placement__in=Placement.objects.visible_to(viewer))
        if isinstance(viewer, AccessLink):
            return seen.filter(status__in=[WeekStatus.DECLARED, WeekStatus.SIGNED])
        return seen

    def to_sign(self) -> Self:
        """With the company, waiting for a signature."""
        return self.filter(status=WeekStatus.DECLARED)


class HourWeek(models.Model):
    """One week of a placement's hour chart: open → declared → signed, or returned."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="weeks")
    monday = models.DateField(_("week of"))
    status = models.CharField(_("state"), max_length=8, choices=WeekStatus, default=WeekStatus.OPEN)
    # Grows with every change of the week or its days: who saw an older one is told, not obeyed.
    version = models.PositiveIntegerField(default=1)
    declared_at = models.DateTimeField(_("sent"), null=True, editable=False)
    declared_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    returned_at = models.DateTimeField(_("sent back"), null=True, editable=False)
    returned_by = models.CharField(max_length=200, blank=True, editable=False)
    return_reason = models.TextField(_("what to correct"), blank=True, editable=False)

    objects = HourWeekQuerySet.as_manager()

    class Meta:
        verbose_name = _("week of hours")
        verbose_name_plural = _("hour charts")
        ordering = ["-monday", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "monday"], name="placements_hourweek_once"
            ),
            models.CheckConstraint(
                name="placements_hourweek_starts_on_a_monday",
                condition=Q(monday__iso_week_day=1),
                violation_error_message=_("A week starts on a Monday."),
            ),
            models.CheckConstraint(
                name="placements_hourweek_sent_has_a_time",
                condition=Q(status__in=[WeekStatus.OPEN, WeekStatus.RETURNED])
                | Q(declared_at__isnull=False),
            ),
            models.CheckConstraint(
                name="placements_hourweek_returned_has_a_reason",
                condition=~Q(status=WeekStatus.RETURNED)
                | (Q(returned_at__isnull=False) & ~Q(return_reason="")),
            ),
        ]
        indexes = [models.Index(fields=["status", "declared_at"], name="placements_hourweek_state")]

    def __str__(self) -> str:
        return f"{self.placement.trainee}, {self.monday:%Y-%m-%d}"

    @property
    def number(self) -> int:
        """Which week of the placement this is; the first is 1."""
        return self.placement.week_number(self.monday)


class WorkDayQuerySet(models.QuerySet["WorkDay"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the week."""
        return self.filter(week__in=HourWeek.objects.visible_to(viewer))


class WorkDay(models.Model):
    """What was on one day: worked from when to when, or why not. Locked once the week is signed."""

    week = models.ForeignKey(HourWeek, on_delete=models.PROTECT, related_name="days")
    date = models.DateField(_("date"))
    kind = models.CharField(_("what"), max_length=8, choices=DayKind)
    starts_at = models.TimeField(_("from"), null=True, blank=True)
    ends_at = models.TimeField(_("to"), null=True, blank=True)
    break_minutes = models.PositiveSmallIntegerField(_("break, minutes"), default=0)
    minutes = models.PositiveSmallIntegerField(_("minutes worked"), default=0)
    note = models.CharField(_("note"), max_length=300, blank=True)
    # The week's version that wrote this day: whoever saw an older one has not seen this day.
    version = models.PositiveIntegerField(default=1, editable=False)
    told_at = models.DateTimeField(_("company told"), null=True, blank=True, editable=False)
    filled_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    filled_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = WorkDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("day of hours")
        verbose_name_plural = _("days of hours")
        ordering = ["date", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["week", "date"], name="placements_workday_once"),
            models.CheckConstraint(
                name="placements_workday_hours_belong_to_work",
                condition=Q(
                    kind=DayKind.WORKED,
                    starts_at__isnull=False,
                    ends_at__isnull=False,
                    minutes__range=(1, 1440),
                )
                | (
                    ~Q(kind=DayKind.WORKED)
                    & Q(starts_at=None, ends_at=None, minutes=0, break_minutes=0)
                ),
                violation_error_message=_("A day worked has hours, any other day has none."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.get_kind_display()}"


class WeekSignatureQuerySet(models.QuerySet["WeekSignature"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the week."""
        return self.filter(week__in=HourWeek.objects.visible_to(viewer))


class WeekSignature(models.Model):
    """The evidence of one signature. Never changed, never deleted: a trigger sees to it."""

    week = models.OneToOneField(HourWeek, on_delete=models.PROTECT, related_name="signature")
    signed_at = models.DateTimeField(_("signed"), default=timezone.now)
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(_("role"), max_length=100)
    how = models.CharField(_("how"), max_length=8, choices=SignedHow)
    button = models.CharField(_("text of the button"), max_length=200)
    minutes = models.PositiveIntegerField(_("minutes signed"))
    version = models.PositiveIntegerField()
    digest = models.CharField(_("digest of the week"), max_length=64)  # SHA-256 in hex
    ip = models.GenericIPAddressField(_("address"), null=True)
    link = models.ForeignKey(AccessLink, on_delete=models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    # On paper only: the date beside the signature, and the sheet as it was handed in by `user`.
    signed_on = models.DateField(_("date on the paper"), null=True)
    scan = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("scan")
    )

    objects = WeekSignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["-signed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="placements_weeksignature_on_paper_has_a_scan",
                condition=Q(
                    how=SignedHow.PAPER,
                    scan__isnull=False,
                    signed_on__isnull=False,
                    user__isnull=False,
                )
                | (~Q(how=SignedHow.PAPER) & Q(scan=None, signed_on=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.day:%Y-%m-%d}"

    @property
    def is_paper(self) -> bool:
        return self.how == SignedHow.PAPER

    @property
    def day(self) -> date:
        """When it was signed: the date on the paper, else the day of the click."""
        return self.signed_on or timezone.localdate(self.signed_at)


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the week."""
        return self.filter(week__in=HourWeek.objects.visible_to(viewer))


class Correction(models.Model):
    """A change to a signed week. The signed days stay as they are; the newest correction counts."""

    week = models.ForeignKey(HourWeek, on_delete=models.PROTECT, related_name="corrections")
    date = models.DateField(_("date"))
    # {"kind", "starts_at", "ends_at", "break_minutes", "minutes"}; {} where there was no entry
    old = models.JSONField(_("before"))
    new = models.JSONField(_("after"))
    minutes_more = models.IntegerField(_("difference, minutes"))
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="placements_correction_has_a_reason", condition=~Q(reason="")
            ),
            models.CheckConstraint(
                name="placements_correction_changes_something", condition=~Q(old=F("new"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d}: {self.reason}"
