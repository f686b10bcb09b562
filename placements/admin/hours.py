from typing import Any

from django.contrib import admin
from django.db.models import QuerySet, Sum
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from imyportal import weeks
from imyportal.admin import ReadOnly, ReadOnlyRows, Scoped, Tool, VisibleRelated, add_tool, tag

from ..enums import WeekStatus
from ..models import Correction, HourWeek, WeekSignature, WorkDay
from ..views import agency

TONES = {WeekStatus.DECLARED: "wait", WeekStatus.SIGNED: "ok", WeekStatus.RETURNED: "warn"}


class WorkDayInline(ReadOnlyRows):
    model = WorkDay
    fields = readonly_fields = [
        "date", "kind", "starts_at", "ends_at", "break_minutes", "hours", "note", "told_at",
    ]  # fmt: skip

    @admin.display(description=_("hours"))
    def hours(self, row: WorkDay) -> str:
        return weeks.hours(row.minutes) if row.minutes else "–"


class SignatureInline(ReadOnlyRows):
    model = WeekSignature
    fields = readonly_fields = ["signed_at", "name", "role", "how", "button", "hours", "digest"]

    @admin.display(description=_("hours"))
    def hours(self, row: WeekSignature) -> str:
        return weeks.hours(row.minutes)


class CorrectionInline(ReadOnlyRows):
    model = Correction
    fields = readonly_fields = ["date", "before", "after", "reason", "by", "at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Correction]:
        return super().get_queryset(request).select_related("by")

    @admin.display(description=_("before"))
    def before(self, row: Correction) -> str:
        return _day(row.old)

    @admin.display(description=_("after"))
    def after(self, row: Correction) -> str:
        return _day(row.new)


def _day(entry: dict[str, Any]) -> str:
    if not entry:
        return "–"
    if not entry["starts_at"]:
        return str(dict(WorkDay._meta.get_field("kind").flatchoices)[entry["kind"]])
    span = f"{entry['starts_at']}–{entry['ends_at']}"
    return f"{span}, {weeks.hours(entry['minutes'])} h"


@admin.register(HourWeek)
class HourWeekAdmin(ReadOnly, Scoped):
    """Weeks of hour charts. Trainees fill them, companies sign them; here they are looked at."""

    list_display = ["week", "trainee", "company", "state", "hours", "declared_at"]
    list_display_links = ["week"]
    list_filter = ["status", ("placement__trainee__group", VisibleRelated)]
    linked_filters = ["placement", "placement__trainee"]
    list_select_related = ["placement__trainee", "placement__company"]
    search_fields = [
        "placement__trainee__first_name",
        "placement__trainee__last_name",
        "placement__company__name",
    ]
    fields = readonly_fields = [
        "trainee", "company", "week", "state", "declared_at", "returned_at", "return_reason",
    ]  # fmt: skip
    inlines = [WorkDayInline, SignatureInline, CorrectionInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[HourWeek]:
        return super().get_queryset(request).annotate(minutes=Sum("days__minutes"))

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("<int:pk>/correct/", wrap(agency.week_correct), name="placements_hourweek_correct")
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
        return tag(status.label, TONES.get(status, ""))

    @admin.display(description=_("hours"))
    def hours(self, row: HourWeek) -> str:
        return weeks.hours(row.minutes or 0)  # type: ignore[attr-defined]


add_tool(
    "placements.HourWeek",
    Tool(
        _("Correct a signed day"),
        "admin:placements_hourweek_correct",
        "placements.add_correction",
        shown=lambda week: week.status == WeekStatus.SIGNED,
    ),
)
