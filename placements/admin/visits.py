from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from imyportal.admin import (
    Part,
    ReadOnly,
    ReadOnlyRows,
    Scoped,
    Tool,
    VisibleRelated,
    add_part,
    add_tool,
    add_trail,
    tag,
)

from ..enums import StopAnswer, VisitState
from ..models import Visit, VisitGuest, VisitRequest, VisitStop
from ..visits import wording

STATES = {VisitState.PLANNED: "wait", VisitState.CONFIRMED: "ok"}


class StopInline(ReadOnlyRows):
    model = VisitStop
    fields = readonly_fields = ["time", "company", "company_tutor", "way", "said", "note"]

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request).filter(withdrawn_at=None)
        return rows.select_related("company", "company_tutor", "visit")

    @admin.display(description=_("time"))
    def time(self, row: VisitStop) -> str:
        return wording.span(row)

    @admin.display(description=_("address and way"))
    def way(self, row: VisitStop) -> SafeString:
        company = row.company
        phone = row.company_tutor.phone or company.phone
        said = [(each,) for each in (company.address, company.directions, phone) if each]
        return format_html_join("", "<div>{}</div>", said) or SafeString("–")

    @admin.display(description=_("answer"))
    def said(self, row: VisitStop) -> SafeString:
        tone = wording.TONES[StopAnswer(row.answer)].replace("danger", "warn")
        return tag(wording.answer(row), tone)


class GuestInline(ReadOnlyRows):
    model = VisitGuest
    fields = readonly_fields = ["tutor"]


@admin.register(Visit)
class VisitAdmin(ReadOnly, Scoped):
    """Days of visits; they change by their own pages."""

    empty = _(
        "Here you see days of visits to companies, and what the companies answer. Plan one with “Plan "
        "visits to companies”; schools that ask to come stand on the Today board."
    )
    list_display = ["day", "organisation", "group", "agency_tutor", "how_far"]
    list_filter = ["state", ("group", VisibleRelated)]
    list_select_related = ["organisation", "group", "agency_tutor"]
    search_fields = ["organisation__name", "group__name", "stops__company__name"]
    fields = readonly_fields = [
        "day", "organisation", "group", "agency_tutor", "meeting_at", "meeting_point", "how_far",
        "planned_by", "cancel_reason",
    ]  # fmt: skip
    inlines = [StopInline, GuestInline]

    @admin.display(description=_("state"), ordering="state")
    def how_far(self, row: Visit) -> SafeString:
        return tag(row.get_state_display(), STATES.get(VisitState(row.state), ""))


@admin.register(VisitRequest)
class VisitRequestAdmin(ReadOnly, Scoped):
    """What schools asked for."""

    list_display = ["organisation", "group", "first_day", "last_day", "people", "state"]
    list_select_related = ["organisation", "group"]
    search_fields = ["organisation__name", "people"]
    fields = readonly_fields = [
        "organisation", "group", "first_day", "last_day", "people", "wish", "tutor", "asked_at",
        "state", "answered_by", "decline_reason",
    ]  # fmt: skip

    @admin.display(description=_("state"))
    def state(self, row: VisitRequest) -> SafeString:
        if row.answered_at is None:
            return tag(_("to be answered"), "warn")
        return tag(_("declined")) if row.decline_reason else tag(_("planned"), "ok")


# --- Buttons ----------------------------------------------------------------------------------

CHANGE = "placements.change_visit"


def _open_stops(visit: Visit, answer: str) -> list[VisitStop]:
    if not visit.is_open:
        return []
    return list(visit.stops.holding().filter(answer=answer).select_related("company"))


def _ask_label(visit: Visit) -> str:
    count = len(_open_stops(visit, StopAnswer.OPEN))
    return ngettext("Ask %d company", "Ask %d companies", count) % count


def _proposal(visit: Visit) -> VisitStop:
    return _open_stops(visit, StopAnswer.OTHER)[0]


def _take_label(visit: Visit) -> str:
    stop = _proposal(visit)
    names = {"company": stop.company, "time": wording.proposal(stop)}
    return gettext("Take %(time)s at %(company)s") % names


def _plan_url(wish: VisitRequest) -> str:
    whose = f"group-{wish.group_id}" if wish.group_id else f"school-{wish.organisation_id}"
    page = reverse("admin:placements_visit_plan")
    return f"{page}?whose={whose}&day={wish.first_day}&wish={wish.pk}"


for _tool in (
    Tool(
        _ask_label,
        "admin:placements_visit_ask",
        CHANGE,
        shown=lambda row: bool(_open_stops(row, StopAnswer.OPEN)),
        is_post=True,
    ),
    Tool(
        _take_label,
        permission=CHANGE,
        shown=lambda row: bool(_open_stops(row, StopAnswer.OTHER)),
        url=lambda row: reverse("admin:placements_visitstop_take", args=[_proposal(row).pk]),
        is_post=True,
    ),
    Tool(
        _("Fix the day and tell who comes"),
        "admin:placements_visit_fix",
        CHANGE,
        shown=lambda row: row.state == VisitState.PLANNED,
        is_post=True,
    ),
    Tool(_("Change"), "admin:placements_visit_times", CHANGE, shown=lambda row: row.is_open),
    Tool(
        _("Report"),
        "admin:placements_visit_report",
        CHANGE,
        shown=lambda row: row.state != VisitState.CANCELLED and row.day <= timezone.localdate(),
    ),
    Tool(
        _("Calendar file"), url=lambda row: reverse("placements:visit_file", args=[row.public_id])
    ),
    Tool(_("Cancel"), "admin:placements_visit_cancel", CHANGE, shown=lambda row: row.is_open),
):
    add_tool("placements.Visit", _tool)
add_tool(
    "placements.VisitRequest",
    Tool(
        _("Plan the visit"),
        permission="placements.add_visit",
        shown=lambda row: not row.decline_reason,
        url=_plan_url,
    ),
)
add_tool(
    "placements.VisitRequest",
    Tool(
        _("Decline"),
        "admin:placements_visitrequest_decline",
        "placements.change_visitrequest",
        shown=lambda row: row.answered_at is None,
    ),
)
add_tool(
    "trainees.Group",
    Tool(
        _("Plan visits to companies"),
        permission="placements.add_visit",
        url=lambda row: reverse("admin:placements_visit_plan") + f"?group={row.pk}",
    ),
    Part.STAY,
)
add_trail("placements.Visit")
add_part("trainees.Group", Visit, "group")
