"""Contacts on the desk: looked at; put right and added to on pages of their own."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from imyportal import history
from imyportal.admin import (
    Part,
    ReadOnly,
    ReadOnlyRows,
    Scoped,
    Tool,
    add_part,
    add_tool,
    add_trail,
    link,
    tag,
)

from ..contact_log import wording, writing
from ..models import Contact, ContactNote


class Step(admin.SimpleListFilter):
    """What is still to be done."""

    title = _("next step")
    parameter_name = "step"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", _("to be done")), ("late", _("overdue"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        rows = queryset.steps()  # type: ignore[attr-defined]
        return rows.filter(next_on__lt=timezone.localdate()) if self.value() == "late" else rows


class NoteInline(ReadOnlyRows):
    model = ContactNote
    fields = readonly_fields = ["at", "by", "text"]


@admin.register(Contact)
class ContactAdmin(ReadOnly, Scoped):
    empty = _(
        "Here you see calls, messages, mails and visits. Log one with the pencil beside a name on the "
        "Today board, or with “Log a contact” on the page of a trainee."
    )
    empty_list = "admin:trainees_trainee_changelist"
    list_display = ["at", "about", "kind", "with_whom", "beginning", "step", "shared"]
    list_filter = [Step, "kind", "with_whom", "is_shared"]
    linked_filters = ["trainee", "group"]
    search_fields = ["trainee__first_name", "trainee__last_name", "group__name", "name", "text"]
    list_select_related = ["trainee", "group", "by", "next_by", "done_by"]
    fieldsets = [
        (None, {"fields": ["about", "kind", "with_whom", "name", "at", "minutes", "text", "by"]}),
        (_("Next step"), {"fields": ["next_step", "next_by", "step"]}),
        (_("School"), {"fields": ["shared", "school_text"]}),
    ]
    inlines = [NoteInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [name for _title, part in self.fieldsets for name in part["fields"]]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        row = context.get("original")
        response = super().render_change_form(request, context, *args, **kwargs)
        if row is not None and writing.may_change(row, request.user, timezone.now()):  # type: ignore[arg-type]
            edit = Tool(_("Change"), "admin:placements_contact_edit").on(row)
            context["tools"] = response.context_data["tools"] = [("", [edit]), *context["tools"]]
        return response

    @admin.display(description=_("about"))
    def about(self, row: Contact) -> SafeString:
        return link(row.whom.get_absolute_url(), row.whom)

    @admin.display(description=_("what was said"))
    def beginning(self, row: Contact) -> str:
        return Truncator(row.text).chars(60)

    @admin.display(description=_("due"), ordering="next_on")
    def step(self, row: Contact) -> SafeString | str:
        if row.next_on is None:
            return "–"
        if row.done_at is not None:
            return tag(_("done"), "ok")
        tone = "warn" if row.next_on < timezone.localdate() else "wait"
        return tag(wording.due(row.next_on), tone)

    @admin.display(description=_("shared with the school"), boolean=True, ordering="is_shared")
    def shared(self, row: Contact) -> bool:
        return row.is_shared


def _list(name: str) -> Any:
    path = f"{name}__id__exact"
    return lambda row: f"{reverse('admin:placements_contact_changelist')}?{path}={row.pk}"


for _model in (
    "trainees.Trainee",
    "trainees.Group",
    "placements.Placement",
    "placements.CompanyTutor",
):
    _url = f"admin:{_model.lower().replace('.', '_')}_contact"
    add_tool(_model, Tool(_("Log a contact"), _url, "placements.add_contact"), Part.STAY)
for _model, _name in {"trainees.Trainee": "trainee", "trainees.Group": "group"}.items():
    add_tool(
        _model,
        Tool(_("Contacts"), permission="placements.view_contact", url=_list(_name)),
        Part.STAY,
    )
    add_part(_model, Contact, _name)
add_tool(
    "placements.Contact",
    Tool(
        _("Done"),
        "admin:placements_contact_done",
        "placements.change_contact",
        shown=lambda row: row.next_on is not None and row.done_at is None,
        is_post=True,
    ),
)
add_tool(
    "placements.Contact",
    Tool(_("Add a note"), "admin:placements_contact_note", "placements.change_contact"),
)
add_tool(
    "placements.Contact",
    Tool(
        _("Stop sharing with the school"),
        "admin:placements_contact_private",
        "placements.change_contact",
        shown=lambda row: row.is_shared,
        is_post=True,
    ),
)
add_trail("placements.Contact")
history.speak("placements.Contact", wording.labels, wording.text)
