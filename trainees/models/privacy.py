from calendar import monthrange
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Viewer
from imyportal.personal import EVIDENCE, Kept

from .own import OwnQuerySet
from .people import Trainee

COORDINATES = "trainees.view_all_trainees"


def months_later(day: date, months: int) -> date:
    """The same day of another month, or its last one; earlier for a negative number."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _coordinates(viewer: Viewer) -> bool:
    return isinstance(viewer, User) and viewer.is_staff and viewer.has_perm(COORDINATES)


class ErasureRequestQuerySet(OwnQuerySet["ErasureRequest"]):
    def open(self) -> Self:
        """Neither answered nor taken back."""
        return self.filter(answered_at=None, taken_back_at=None)


class ErasureRequest(models.Model):
    """A trainee asks to be forgotten (GDPR, article 17); a coordinator answers within a month."""

    trainee = models.ForeignKey(Trainee, on_delete=models.PROTECT, related_name="erasure_requests")
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    taken_back_at = models.DateTimeField(_("taken back"), null=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("answered by")
    )
    is_granted = models.BooleanField(_("erased"), null=True)
    reason = models.CharField(_("why not"), max_length=500, blank=True)
    outcome = models.JSONField(_("what was done"), default=list)  # of `erasing.Line`

    objects = ErasureRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to be forgotten")
        verbose_name_plural = _("requests to be forgotten")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["trainee"],
                condition=Q(answered_at=None, taken_back_at=None),
                name="trainees_erasurerequest_one_open",
            ),
            models.CheckConstraint(
                name="trainees_erasurerequest_answered_or_taken_back",
                condition=Q(answered_at=None) | Q(taken_back_at=None),
            ),
            models.CheckConstraint(
                name="trainees_erasurerequest_answer_is_whole",
                condition=Q(answered_at=None, answered_by=None, is_granted=None, reason="")
                | Q(
                    answered_at__isnull=False, answered_by__isnull=False, is_granted=True, reason=""
                )
                | Q(answered_at__isnull=False, answered_by__isnull=False, is_granted=False)
                & ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trainee_id}: {timezone.localdate(self.asked_at)}"

    @property
    def due_on(self) -> date:
        """One month after it was asked (GDPR, article 12.3)."""
        return months_later(timezone.localdate(self.asked_at), 1)


class LegalHoldQuerySet(models.QuerySet["LegalHold"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Coordinators."""
        return self.all() if _coordinates(viewer) else self.none()

    def standing(self) -> Self:
        """Those that were not ended."""
        return self.filter(ended_at=None)


class LegalHold(models.Model):
    """Nothing of this trainee is erased or purged while it stands."""

    trainee = models.ForeignKey(Trainee, on_delete=models.PROTECT, related_name="legal_holds")
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("since"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["trainee"],
                condition=Q(ended_at=None),
                name="trainees_legalhold_one_standing",
            ),
            models.CheckConstraint(name="trainees_legalhold_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="trainees_legalhold_ended_by_somebody",
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.reason


class RetentionRuleQuerySet(models.QuerySet["RetentionRule"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Coordinators."""
        return self.all() if _coordinates(viewer) else self.none()


class RetentionRule(models.Model):
    """How long one class of data is kept after the trainee went home, and by what right. Without one: for good."""

    kind = models.CharField(_("what"), max_length=10, choices=Kept, unique=True)
    months = models.PositiveSmallIntegerField(_("months after going home"))
    reason = models.CharField(_("by what right"), max_length=300)

    objects = RetentionRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("retention rule")
        verbose_name_plural = _("retention rules")
        ordering = ["months", "kind", "pk"]
        constraints = [
            models.CheckConstraint(
                name="trainees_retentionrule_one_month_to_twenty_years",
                condition=Q(months__range=(1, 240)),
                violation_error_message=_("Enter 1 to 240 months."),
            ),
            models.CheckConstraint(
                name="trainees_retentionrule_has_a_reason", condition=~Q(reason="")
            ),
            # The triggers that keep evidence read these rows.
            models.CheckConstraint(
                name="trainees_retentionrule_least",
                condition=~Q(kind__in=EVIDENCE) | Q(months__gte=60),
                violation_error_message=_("Enter 60 months or more: this is evidence."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def gone_home_before(self, today: date) -> date:
        """Of trainees who went home before this day, the class has had its time."""
        return months_later(today, -self.months)

    def until(self, trainee: Trainee) -> date:
        """The last day it is kept of this trainee."""
        return months_later(trainee.group.leaves_on, self.months)


class PurgeRunQuerySet(models.QuerySet["PurgeRun"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Coordinators."""
        return self.all() if _coordinates(viewer) else self.none()


class PurgeRun(models.Model):
    """One night's purge, as proof: how many rows of what went."""

    on = models.DateField(_("night"), unique=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    counts = models.JSONField(_("gone"), default=dict)  # model -> rows

    objects = PurgeRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("purge")
        verbose_name_plural = _("purges")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.on}"

    @property
    def total(self) -> int:
        """Rows that went or were emptied."""
        return sum(self.counts.values())
