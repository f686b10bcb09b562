"""The restricted register of incidents. No search, no filters by words, and every look is noted."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from imyportal.admin import (
    Part,
    ReadOnly,
    ReadOnlyRows,
    Scoped,
    Tool,
    add_tool,
    add_trail,
    link,
    tag,
)
from imyportal.admin.registers import Watched
from imyportal.enums import Action

from ..enums import IncidentKind, PartyTold
from ..incidents import writing
from ..models import Incident, IncidentNotice, IncidentPaper, IncidentStep
from ..policies import can_report_incident


class NoticeInline(ReadOnlyRows):
    model = IncidentNotice
    fields = readonly_fields = ["told_at", "party", "name", "how", "number", "by"]


class StepInline(ReadOnlyRows):
    model = IncidentStep
    fields = readonly_fields = ["at", "text", "with_whom", "due_on", "by", "done_on"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[IncidentStep]:
        return super().get_queryset(request).select_related("done__by")

    @admin.display(description=_("done"), empty_value="–")
    def done_on(self, row: IncidentStep) -> str | None:
        if (done := getattr(row, "done", None)) is None:
            return None
        return f"{date_format(timezone.localdate(done.at), 'j E')}, {done.by}"


class PaperInline(ReadOnlyRows):
    model = IncidentPaper
    fields = readonly_fields = ["at", "document", "by"]

    @admin.display(description=_("what it is"))
    def document(self, row: IncidentPaper) -> SafeString:
        return link(reverse("admin:placements_incident_file", args=[row.pk]), row.title)


class State(admin.SimpleListFilter):
    """Open or closed."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", _("open")), ("closed", _("closed"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        return queryset.filter(closed_at__isnull=self.value() == "open")


@admin.register(Incident)
class IncidentAdmin(Watched, ReadOnly, Scoped):
    empty = _(
        "Here you see accidents, conflicts and other incidents. Report one with “Report an incident” on "
        "the page of the trainee."
    )
    empty_list = "admin:trainees_trainee_changelist"
    viewed = Action.INCIDENT_VIEWED
    list_display = ["number", "trainee", "kind", "clock", "state", "known_at"]
    list_display_links = ["number"]
    list_filter = [State]
    list_select_related = ["trainee", "by", "closed_by"]
    fieldsets = [
        (None, {"fields": ["person", "kind", "severity", "is_deadly", "state", "clock", "untold"]}),
        (
            _("What happened"),
            {"fields": ["happened_at", "place", "text", "known_at", "by", "reported_at"]},
        ),
        (_("Outcome"), {"fields": ["spared_because", "outcome", "lessons", "closed"]}),
    ]
    inlines = [NoticeInline, StepInline, PaperInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [name for _title, part in self.fieldsets for name in part["fields"]]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Incident]:
        told = IncidentNotice.objects.filter(incident=OuterRef("pk"), party=PartyTold.INAIL)
        return super().get_queryset(request).annotate(inail_told=Exists(told))

    @admin.display(description=_("number"), ordering="pk")
    def number(self, row: Incident) -> str:
        return str(row)

    @admin.display(description=_("trainee"))
    def person(self, row: Incident) -> SafeString:
        return link(row.trainee.get_absolute_url(), row.trainee)

    @admin.display(description=_("state"))
    def state(self, row: Incident) -> SafeString:
        return tag(_("open"), "warn") if row.closed_at is None else tag(_("closed"), "ok")

    @admin.display(description=_("report to INAIL"))
    def clock(self, row: Incident) -> SafeString | str:
        if row.kind != IncidentKind.ACCIDENT:
            return "–"
        if row.spared_because or row.inail_told:  # type: ignore[attr-defined]
            return tag(_("not needed") if row.spared_because else _("told"), "ok")
        left = (row.report_by or timezone.now()) - timezone.now()
        if left < timedelta():
            return tag(_("late"), "danger")
        hours = int(left.total_seconds() // 3600)
        return tag(ngettext("%d hour left", "%d hours left", hours) % hours, "danger")

    @admin.display(description=_("not told yet"))
    def untold(self, row: Incident) -> str:
        """Whom one would expect to be told, as far as nobody has written it down."""
        if row.closed_at is not None:
            return "–"
        expected = [PartyTold.COMPANY, PartyTold.SENDING]
        if row.trainee.is_minor_on(timezone.localdate()):
            expected.append(PartyTold.GUARDIAN)
        if writing.has_clock(row):
            expected.insert(0, PartyTold.INAIL)
        told = set(row.notices.values_list("party", flat=True))
        return ", ".join(str(party.label) for party in expected if party not in told) or "–"

    @admin.display(description=_("closed"))
    def closed(self, row: Incident) -> SafeString | str:
        if row.closed_at is None:
            return "–"
        at = timezone.localtime(row.closed_at).strftime("%Y-%m-%d %H:%M")
        return format_html_join(", ", "{}", [(at,), (row.closed_by,)])


def _is_open(row: Incident) -> bool:
    return row.closed_at is None


def _has_clock(row: Incident) -> bool:
    return _is_open(row) and writing.has_clock(row)


for _label, _address, _shown in (
    (_("Somebody was told"), "told", _is_open),
    (_("Add a step"), "step", _is_open),
    (_("Add a document"), "paper", _is_open),
    (_("INAIL need not be told"), "spare", _has_clock),
    (_("Close with an outcome"), "close", _is_open),
):
    _url = f"admin:placements_incident_{_address}"
    add_tool("placements.Incident", Tool(_label, _url, "placements.change_incident", shown=_shown))
add_trail("placements.Incident")
add_tool(
    "trainees.Trainee",
    Tool(
        _("Report an incident"),
        "admin:trainees_trainee_incident",
        "placements.add_incident",
        may=can_report_incident,
    ),
    Part.STAY,
)
