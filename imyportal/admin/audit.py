"""The audit trail on the desk: looked at, never changed. «Who did what» leads here from a row."""

from collections import defaultdict
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from ..enums import Action, ActorKind
from ..models import AuditEvent
from .scope import ReadOnly, Scoped, link
from .tools import Tool, add_tool

# --- From a row to what happened to it --------------------------------------------------------

# A trainee's trail holds what happened to their placements and weeks, too; the rooms say what of it
# is whose: model of the whole -> (model of the part, path from the part to the whole).
_parts: dict[str, list[tuple[Any, str]]] = defaultdict(list)


def add_trail(model: str) -> None:
    """Put «Who did what» above the form of `model` ("trainees.Trainee")."""
    label = model.lower()

    def address(row: Any) -> str:
        return f"{reverse('admin:imyportal_auditevent_changelist')}?of={label}:{row.pk}"

    add_tool(model, Tool(_("Who did what"), permission="imyportal.view_auditevent", url=address))


def add_part(whole: str, part: Any, path: str) -> None:
    """What happens to a row of `part` belongs to the trail of its `whole`, found by `path`."""
    _parts[whole.lower()].append((part, path))


def about(label: str, key: str) -> Q:
    """Events about the row `key` of the model `label`, and about its parts."""
    found = Q(about_kind=label, about_id=key)
    if key.isdecimal():
        for part, path in _parts[label]:
            keys = part._default_manager.filter(**{path: key}).values_list("pk", flat=True)
            found |= Q(about_kind=part._meta.label_lower, about_id__in=[str(each) for each in keys])
    return found


# --- The list ---------------------------------------------------------------------------------

KINDS = [
    ("session", _("signing in and out")),
    ("factor", _("second factor")),
    ("password", _("password")),
    ("link", _("mailed links")),
    ("user", _("people and rights")),
    ("stand_in", _("stand-ins")),
    ("trainee", _("personal data looked at")),
    ("journey", _("steps of the journey")),
    ("guide", _("guidebook and house rules")),
    ("reflection", _("answers on health and safety")),
    ("conduct", _("house rules broken")),
    ("support", _("support plans")),
    ("welcome", _("welcome days")),
    ("house", _("houses and beds")),
    ("guest", _("guest files of the police")),
    ("papers", _("papers of schools")),
    ("home", _("ways home")),
    ("accompanying", _("accompanying persons")),
    ("list", _("lists brought in")),
    ("data", _("exports")),
    ("file", _("files")),
    ("consent", _("consents")),
    ("placement", _("placements")),
    ("agreement", _("agreements and training plans")),
    ("firstday", _("first days at companies")),
    ("worktime", _("working-time exceptions")),
    ("hours", _("hours filled in for trainees")),
    ("week", _("weeks of hours")),
    ("correction", _("corrections asked for")),
    ("office", _("opening hours")),
    ("callback", _("calls asked for")),
    ("cycle", _("weekly cycle")),
    ("contact", _("contacts")),
    ("incident", _("incidents")),
    ("report", _("weekly reports")),
    ("absence", _("absences")),
    ("visit", _("visits")),
    ("ticket", _("requests for help")),
    ("article", _("answers for everybody")),
    ("objectives", _("objectives")),
    ("evaluation", _("evaluations")),
    ("award", _("awards")),
    ("results", _("results signed off")),
    ("certificate", _("certificates")),
    ("badge", _("badges")),
    ("key", _("keys for badges")),
]


class Kind(admin.SimpleListFilter):
    """Of what kind the deed was."""

    title = _("what")
    parameter_name = "what"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return KINDS

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        actions = [each.value for each in Action if each.value.startswith(f"{self.value()}.")]
        return queryset.filter(action__in=actions)


class Of(admin.SimpleListFilter):
    """One row and its parts; only links from that row's page use it."""

    title = _("about")
    parameter_name = "of"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        value = request.GET.get(self.parameter_name, "")
        return [(value, _("the row you came from"))] if value else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        label, _colon, key = (self.value() or "").partition(":")
        return queryset.filter(about(label, key)) if key else queryset


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnly, Scoped):
    """Who did what, to whom, from where."""

    list_display = ["at", "who", "deed", "row", "ip"]
    list_display_links = ["at"]
    list_filter = [Of, Kind, "actor_kind"]
    linked_filters = ["user", "about_kind", "about_id"]
    search_fields = ["actor", "about"]
    fields = readonly_fields = ["at", "who", "deed", "row", "ip", "more", "place"]

    @admin.display(description=_("who"), ordering="actor")
    def who(self, event: AuditEvent) -> str:
        kind = str(ActorKind(event.actor_kind).label)
        return f"{event.actor}, {kind}" if event.actor else kind

    @admin.display(description=_("what"), ordering="action")
    def deed(self, event: AuditEvent) -> str:
        return event.label

    @admin.display(description=_("about"), empty_value="–")
    def row(self, event: AuditEvent) -> SafeString | str | None:
        if not event.about:
            return None
        name = event.about_kind.replace(".", "_")
        try:
            return link(reverse(f"admin:{name}_change", args=[event.about_id]), event.about)
        except NoReverseMatch:
            return event.about

    @admin.display(description=_("details"), empty_value="–")
    def more(self, event: AuditEvent) -> str | None:
        return ", ".join(f"{name}: {value}" for name, value in event.details.items()) or None

    @admin.display(description=_("place in the chain"))
    def place(self, event: AuditEvent) -> str:
        seal = getattr(event, "seal", None)
        return f"{seal.number}, {seal.digest[:16]}" if seal else str(_("not sealed yet"))
