"""Calls that somebody asked for, on the desk: those that wait first, the earliest due on top."""

from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from imyportal.admin import ReadOnly, Scoped, Tool, add_tool, link, tag

from ..enums import CallbackResult
from ..models import CallbackRequest
from ..views import callbacks_desk


class Standing(admin.SimpleListFilter):
    """Calls that wait, those that are late, and what came of the others."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("waits", _("waits")), ("late", _("late")), *CallbackResult.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if chosen in CallbackResult.values:
            return queryset.filter(result=chosen)
        if chosen not in ("waits", "late"):
            return queryset
        found = queryset.filter(closed_at=None)
        return found.filter(due_at__lt=timezone.now()) if chosen == "late" else found


@admin.register(CallbackRequest)
class CallbackRequestAdmin(ReadOnly, Scoped):
    list_display = ["name", "reach", "due", "person", "language", "state"]
    list_filter = [Standing, "language"]
    list_select_related = ["trainee", "closed_by"]
    search_fields = ["name", "phone", "email"]
    ordering = [F("closed_at").desc(nulls_first=True), "due_at", "pk"]
    fields = readonly_fields = [
        "name", "reach", "about", "language", "person", "asked_at", "due", "tries", "state", "said",
        "closed_at", "closed_by",
    ]  # fmt: skip
    empty = _("Here you see who asked on the public page to be called.")

    def get_urls(self) -> list[URLPattern]:
        return [*callbacks_desk.urls(self.admin_site), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[CallbackRequest]:
        return super().get_queryset(request).select_related("trainee", "closed_by")

    @admin.display(description=_("how to reach"))
    def reach(self, row: CallbackRequest) -> SafeString:
        ways = [
            (f"tel:{row.phone.replace(' ', '')}", row.phone),
            (f"mailto:{row.email}", row.email),
        ]
        return format_html_join(" · ", '<a href="{}">{}</a>', (way for way in ways if way[1]))

    @admin.display(description=_("due"), ordering="due_at")
    def due(self, row: CallbackRequest) -> str:
        return date_format(timezone.localtime(row.due_at), "D j M, H:i")

    @admin.display(description=_("perhaps the trainee"))
    def person(self, row: CallbackRequest) -> SafeString | str:
        trainee = row.trainee
        if trainee is None:
            return "–"
        return link(reverse("admin:trainees_trainee_change", args=[trainee.pk]), trainee.name)

    @admin.display(description=_("state"), ordering="closed_at")
    def state(self, row: CallbackRequest) -> SafeString:
        if row.result:
            return tag(
                row.get_result_display(), "ok" if row.result == CallbackResult.REACHED else ""
            )
        if row.due_at < timezone.now():
            return tag(_("late"), "warn")
        return tag(_("not reached yet") if row.tries else _("waits"), "wait")


def _is_waiting(row: Any) -> bool:
    return row.closed_at is None


def _button(label: Any, how: str, shown: Any) -> None:
    def address(row: Any) -> str:
        return reverse("admin:helpdesk_callbackrequest_settle", args=[row.pk, how])

    permission = "helpdesk.change_callbackrequest"
    tool = Tool(label, permission=permission, shown=shown, url=address, is_post=True)
    add_tool("helpdesk.CallbackRequest", tool)


add_tool(
    "helpdesk.CallbackRequest",
    Tool(
        _("We talked"),
        "admin:helpdesk_callbackrequest_talked",
        "helpdesk.change_callbackrequest",
        shown=_is_waiting,
    ),
)
_button(_("Not reached, try again"), callbacks_desk.AGAIN, _is_waiting)
_button(_("No longer needed"), CallbackResult.NO_NEED, _is_waiting)
_button(_("Open again"), callbacks_desk.OPEN, lambda row: not _is_waiting(row))
