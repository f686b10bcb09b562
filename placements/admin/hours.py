from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from imyportal import history, weeks
from imyportal.admin import (
    Part,
    ReadOnly,
    ReadOnlyRows,
    Tool,
    VisibleRelated,
    add_part,
    add_tool,
    add_trail,
    link,
    tag,
)

from .. import changes
from ..changes import day_in_words
from ..enums import EDITABLE_WEEKS, RequestStatus, WeekStatus
from ..missing import missing_days
from ..models import Correction, CorrectionRequest, HourWeek, WeekSignature, WorkDay
from ..reminders import MISSING_FROM
from ..views import agency
from .worktime import LimitsOfWeek

TONES = {WeekStatus.DECLARED: "wait", WeekStatus.SIGNED: "ok", WeekStatus.RETURNED: "warn"}


class WorkDayInline(ReadOnlyRows):
    model = WorkDay
    fields = readonly_fields = [
        "date", "kind", "starts_at", "ends_at", "break_minutes", "hours", "note", "told_at",
        "filled_in",
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[WorkDay]:
        newest = Correction.objects.filter(week=OuterRef("week"), date=OuterRef("date"))
        corrected = Subquery(newest.order_by("-at", "-pk").values("new")[:1])
        rows = super().get_queryset(request).select_related("filled_by")
        return rows.annotate(corrected=corrected)

    @admin.display(description=_("filled in for the trainee by"))
    def filled_in(self, row: WorkDay) -> str:
        return str(row.filled_by) if row.filled_by and row.filled_by.is_staff else "–"

    @admin.display(description=_("hours"))
    def hours(self, row: WorkDay) -> str:
        signed = weeks.hours(row.minutes) if row.minutes else "–"
        now: dict[str, Any] | None = row.corrected  # type: ignore[attr-defined]
        if not now:
            return signed
        # Translators: hours of a day, like «7:30, corrected to 08:30–16:30, 6:30 h»
        return _("%(signed)s, corrected to %(now)s") % {"signed": signed, "now": day_in_words(now)}


class SignatureInline(ReadOnlyRows):
    model = WeekSignature
    fields = readonly_fields = [
        "signed_at", "name", "role", "how", "on_paper", "button", "hours", "digest",
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[WeekSignature]:
        rows = super().get_queryset(request).select_related("scan", "user", "week__placement")
        return rows.prefetch_related("further_scans")

    @admin.display(description=_("hours"))
    def hours(self, row: WeekSignature) -> str:
        return weeks.hours(row.minutes)

    @admin.display(description=_("on paper"))
    def on_paper(self, row: WeekSignature) -> SafeString | str:
        """Date on the paper, who marked it, and every scan."""
        if not row.is_paper:
            return "–"
        at = [row.week.placement.public_id, row.week.monday]
        names = [_("Scan"), *(f"{_('Scan')}: {each.reason}" for each in row.further_scans.all())]
        scans = format_html_join(
            ", ",
            '<a href="{}">{}</a>',
            ((reverse("placements:scan", args=[*at, n]), name) for n, name in enumerate(names, 1)),
        )
        return format_html("{}, {}, {}", f"{row.signed_on:%Y-%m-%d}", row.user, scans)


class CorrectionInline(ReadOnlyRows):
    model = Correction
    fields = readonly_fields = ["date", "before", "after", "reason", "by", "at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Correction]:
        return super().get_queryset(request).select_related("by")

    @admin.display(description=_("before"))
    def before(self, row: Correction) -> str:
        return day_in_words(row.old)

    @admin.display(description=_("after"))
    def after(self, row: Correction) -> str:
        return day_in_words(row.new)


class RequestInline(ReadOnlyRows):
    model = CorrectionRequest
    fields = readonly_fields = ["date", "wanted_day", "reason", "by_name", "at", "state", "answer"]

    @admin.display(description=_("wanted"))
    def wanted_day(self, row: CorrectionRequest) -> str:
        return day_in_words(row.wanted) if row.wanted else "–"

    @admin.display(description=_("state"))
    def state(self, row: CorrectionRequest) -> SafeString:
        if row.status == RequestStatus.OPEN:
            return link(reverse("admin:placements_hourweek_request", args=[row.pk]), _("Decide"))
        return tag(row.get_status_display(), "ok" if row.correction_id else "warn")


@admin.register(HourWeek)
class HourWeekAdmin(ReadOnly, LimitsOfWeek):
    """Weeks of hour charts. Trainees fill them, companies sign them; here they are looked at."""

    list_display = ["week", "trainee", "company", "state", "hours", "declared_at"]
    list_display_links = ["week"]
    list_filter = ["status", "signature__how", ("placement__trainee__group", VisibleRelated)]
    linked_filters = ["placement", "placement__trainee"]
    list_select_related = ["placement__trainee", "placement__company", "signature"]
    search_fields = [
        "placement__trainee__first_name__alike",
        "placement__trainee__last_name__alike",
        "placement__company__name__alike",
    ]
    fields = readonly_fields = [
        "trainee", "company", "week", "state", "hours", "limits", "declared_at", "returned_at",
        "return_reason",
    ]  # fmt: skip
    inlines = [WorkDayInline, SignatureInline, CorrectionInline, RequestInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[HourWeek]:
        more = Correction.objects.filter(week=OuterRef("pk")).order_by().values("week")
        total = Subquery(more.annotate(total=Sum("minutes_more")).values("total"))
        rows = super().get_queryset(request)
        return rows.annotate(minutes=Coalesce(Sum("days__minutes"), 0), more=Coalesce(total, 0))

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path(
                "<int:pk>/correct/", wrap(agency.week_correct), name="placements_hourweek_correct"
            ),
            path(
                "requests/<int:pk>/",
                wrap(agency.correction_request),
                name="placements_hourweek_request",
            ),
        ]
        return [*own, *super().get_urls()]

    @admin.display(description=_("trainee"), ordering="placement__trainee__last_name")
    def trainee(self, row: HourWeek) -> str:
        return str(row.placement.trainee)

    @admin.display(description=_("company"), ordering="placement__company__name")
    def company(self, row: HourWeek) -> str:
        return str(row.placement.company)

    @admin.display(description=_("week"), ordering="monday")
    def week(self, row: HourWeek) -> str:
        # Translators: week 3 of a placement, which begins on a Monday
        return _("%(number)s, from %(monday)s") % {
            "number": row.number,
            "monday": f"{row.monday:%Y-%m-%d}",
        }

    @admin.display(description=_("state"), ordering="status")
    def state(self, row: HourWeek) -> SafeString:
        status = WeekStatus(row.status)
        is_paper = status == WeekStatus.SIGNED and row.signature.is_paper
        label = _("signed on paper") if is_paper else status.label
        return tag(label, TONES.get(status, ""))

    @admin.display(description=_("hours"))
    def hours(self, row: HourWeek) -> str:
        signed, more = row.minutes, row.more  # type: ignore[attr-defined]
        if not more:
            return weeks.hours(signed)
        # Translators: hours of a week, before and after corrections
        return _("%(signed)s signed, %(now)s now") % {
            "signed": weeks.hours(signed),
            "now": weeks.hours(signed + more),
        }


def _mailto(address: Callable[[HourWeek], str], label: Any) -> Tool:
    return Tool(
        label,
        shown=lambda week: bool(address(week)),
        url=lambda week: f"mailto:{quote(address(week), safe='@')}",
    )


def _can_remind(week: HourWeek) -> bool:
    """Enough days are missing for a reminder, and the week can still be filled."""
    if week.status not in EDITABLE_WEEKS:
        return False
    missing = missing_days(timezone.localdate()).filter(placement=week.placement_id)
    return missing.count() >= MISSING_FROM


add_tool(
    "placements.HourWeek",
    Tool(
        _("Correct a signed day"),
        "admin:placements_hourweek_correct",
        "placements.add_correction",
        shown=lambda week: week.status == WeekStatus.SIGNED,
    ),
)
add_tool(
    "placements.HourWeek",
    _mailto(lambda week: week.placement.trainee.email, _("Write to the trainee")),
)
add_tool(
    "placements.HourWeek",
    _mailto(lambda week: week.placement.company_tutor.email, _("Write to the company tutor")),
)
add_tool(
    "placements.HourWeek",
    Tool(
        _("Remind the trainee"),
        shown=_can_remind,
        url=lambda week: reverse("admin:remind_hours", args=[week.placement.trainee_id]),
        is_post=True,
    ),
)

history.speak("placements.HourWeek", changes.labels, changes.text)
add_trail("placements.HourWeek")
add_part("trainees.Trainee", HourWeek, "placement__trainee")
add_part("placements.Placement", HourWeek, "placement")
add_part("trainees.Group", HourWeek, "placement__trainee__group")
add_tool(
    "placements.HourWeek",
    Tool(
        _("Fill in, print, signed by hand"),
        permission="placements.change_placement",
        url=lambda week: reverse("admin:placements_placement_chart", args=[week.placement_id]),
    ),
)
add_tool(
    "placements.HourWeek",
    Tool(
        _("Add a better scan"),
        "admin:placements_hourweek_scan",
        "placements.change_placement",
        shown=lambda week: week.status == WeekStatus.SIGNED and week.signature.is_paper,
    ),
)
add_tool(
    "trainees.Group",
    Tool(_("Hour charts on paper"), "admin:trainees_group_charts", "placements.view_placement"),
    Part.STAY,
)
