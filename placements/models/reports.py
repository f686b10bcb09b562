from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Viewer
from imyportal import weeks
from imyportal.work import Claimable, ClaimableQuerySet
from trainees.models import Group
from trainees.models.stand_ins import falls_to

from ..enums import ReportLevel
from .placements import Placement


class WeeklyReportQuerySet(ClaimableQuerySet["WeeklyReport"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Agency tutors: of groups they lead, for it tells of all trainees. Schools: what was released to them."""
        if not isinstance(viewer, User) or not viewer.is_active:
            return self.none()
        if viewer.is_staff:
            if viewer.has_perm("trainees.view_all_trainees"):
                return self.all()
            return self.filter(falls_to(viewer, "group__lead_tutor"))
        return self.released().filter(group__in=Group.objects.visible_to(viewer))

    def released(self) -> Self:
        """Those the school has, replaced ones too."""
        return self.filter(released_at__isnull=False)

    def drafts(self) -> Self:
        """Those nobody has released yet."""
        return self.filter(released_at=None)

    def standing(self) -> Self:
        """Released and not replaced by a later version."""
        newer = WeeklyReport.objects.released().filter(supersedes=OuterRef("pk"))
        return self.released().filter(~Exists(newer))


class WeeklyReport(Claimable):
    """What a school reads of its group's week: a draft that refreshes itself, then frozen for good.

    Refreshing is its work (`due_at`); released, it is done. Then `content` is what the school sees, and
    triggers refuse any change. A correction is the next version, which `supersedes` it.
    """

    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, related_name="reports", verbose_name=_("group")
    )
    monday = models.DateField(_("week of"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by", editable=False
    )
    # Grows with every change of what the sources say: nobody releases what they have not seen.
    revision = models.PositiveIntegerField(default=0, editable=False)
    # By the group's timetable; empty where it asks for none.
    wanted_by = models.DateTimeField(_("asked for by"), null=True, editable=False)
    refreshed_at = models.DateTimeField(_("refreshed"), null=True, editable=False)
    # The revision somebody decided on last; 0: nobody yet.
    seen_revision = models.PositiveIntegerField(default=0, editable=False)
    # Empty while the words are drafted from the facts.
    in_short = models.TextField(_("in short"), blank=True)
    in_short_at = models.DateTimeField(null=True, editable=False)
    in_short_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    released_at = models.DateTimeField(_("released"), null=True, editable=False)
    released_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    content = models.JSONField(_("content"), null=True, editable=False)
    digest = models.CharField(
        _("digest of the content"), max_length=64, blank=True, editable=False
    )  # SHA-256 in hex

    objects = WeeklyReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("weekly report")
        verbose_name_plural = _("weekly reports")
        ordering = ["-monday", "group__name", "-version", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "monday", "version"], name="placements_weeklyreport_once"
            ),
            models.UniqueConstraint(
                fields=["group", "monday"],
                condition=Q(released_at=None),
                name="placements_weeklyreport_one_draft",
            ),
            models.CheckConstraint(
                name="placements_weeklyreport_starts_on_a_monday",
                condition=Q(monday__iso_week_day=1),
            ),
            models.CheckConstraint(
                name="placements_weeklyreport_released_is_whole",
                condition=Q(released_at=None, released_by=None, content__isnull=True, digest="")
                | (
                    Q(
                        released_at__isnull=False,
                        released_by__isnull=False,
                        content__isnull=False,
                        done_at__isnull=False,
                    )
                    & ~Q(digest="")
                ),
            ),
            models.CheckConstraint(
                name="placements_weeklyreport_words_have_a_writer",
                condition=Q(in_short="") | Q(in_short_at__isnull=False, in_short_by__isnull=False),
            ),
            models.CheckConstraint(
                name="placements_weeklyreport_later_versions_supersede",
                condition=Q(version=1, supersedes=None)
                | Q(version__gt=1, supersedes__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}, {weeks.iso(self.monday)}"

    def get_absolute_url(self) -> str:
        return reverse("admin:trainees_group_report", args=[self.group_id, self.monday])

    @property
    def is_released(self) -> bool:
        return self.released_at is not None

    def is_late(self, now: datetime) -> bool:
        """The school should have it by now."""
        return not self.is_released and self.wanted_by is not None and self.wanted_by <= now


class ReportLineQuerySet(models.QuerySet["ReportLine"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the report, to agency tutors; schools read the content that was released."""
        if not isinstance(viewer, User) or not viewer.is_staff:
            return self.none()
        return self.filter(report__in=WeeklyReport.objects.visible_to(viewer))

    def current(self) -> Self:
        """What the sources still say."""
        return self.filter(is_current=True)


class ReportLine(models.Model):
    """The smallest thing a tutor shows or hides. Locked once the report is released."""

    report = models.ForeignKey(WeeklyReport, on_delete=models.CASCADE, related_name="lines")
    # What it is about, the same at every refresh, like `absence:17:`.
    key = models.CharField(max_length=80)
    placement = models.ForeignKey(
        Placement, on_delete=models.PROTECT, null=True, related_name="report_lines"
    )
    kind = models.CharField(max_length=24, editable=False)
    level = models.PositiveSmallIntegerField(choices=ReportLevel)
    values = models.JSONField()  # numbers, dates and choices; see reports/lines.py
    is_shown = models.BooleanField(_("shown"), default=True)
    # False once the sources no longer say it; the decision stays, should they say it again.
    is_current = models.BooleanField(default=True)
    revision = models.PositiveIntegerField()  # of the report, with which it last changed

    objects = ReportLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a report")
        verbose_name_plural = _("lines of a report")
        ordering = ["level", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="placements_reportline_once"),
        ]

    def __str__(self) -> str:
        return self.key


class ReportAcknowledgementQuerySet(models.QuerySet["ReportAcknowledgement"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the report."""
        return self.filter(report__in=WeeklyReport.objects.visible_to(viewer))


class ReportAcknowledgement(models.Model):
    """That somebody of the school has read a report: once, who and when. Never changed."""

    report = models.OneToOneField(
        WeeklyReport, on_delete=models.PROTECT, related_name="acknowledgement"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = ReportAcknowledgementQuerySet.as_manager()

    class Meta:
        verbose_name = _("acknowledgement of a report")
        verbose_name_plural = _("acknowledgements of reports")
        ordering = ["-at", "pk"]

    def __str__(self) -> str:
        return f"{self.by}, {self.at:%Y-%m-%d}"


class ReportMessageQuerySet(models.QuerySet["ReportMessage"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the report."""
        return self.filter(report__in=WeeklyReport.objects.visible_to(viewer))

    def waiting(self) -> Self:
        """Questions of a school after which the agency has said nothing."""
        later = ReportMessage.objects.filter(
            report__group=OuterRef("report__group"),
            report__monday=OuterRef("report__monday"),
            from_school=False,
            pk__gt=OuterRef("pk"),
        )
        return self.filter(~Exists(later), from_school=True)


class ReportMessage(models.Model):
    """A question of the school about a week, or the agency's answer; all versions share the thread."""

    report = models.ForeignKey(WeeklyReport, on_delete=models.PROTECT, related_name="messages")
    from_school = models.BooleanField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)
    text = models.TextField(_("text"))

    objects = ReportMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message about a report")
        verbose_name_plural = _("messages about reports")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="placements_reportmessage_says_something", condition=~Q(text="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by}, {self.at:%Y-%m-%d %H:%M}"
