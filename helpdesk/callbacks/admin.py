"""Calls that somebody asked for, on the desk: those that wait first, the earliest due on top."""

from collections.abc import Iterator
from typing import Any, cast

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from imyportal.admin import ReadOnly, Scoped, Tool, VisibleRelated, add_tool, link, tag
from trainees.models.stand_ins import answered_by

from ..enums import CallbackResult
from ..models import CallbackRequest
from ..views import callbacks_desk

FIELDS = [
    "reach", "about", "language", "trainee_page", "asked_at", "due", "tries", "state", "said",
    "closed_at", "closed_by",
]  # fmt: skip


class Standing(admin.SimpleListFilter):
    """Calls that wait, unless late ones, all, or those with one result are asked for."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("late", _("late")), *CallbackResult.choices, ("all", _("all"))]

    def choices(self, changelist: Any) -> Iterator[Any]:
        first, *others = super().choices(changelist)
        # Translators: of calls that somebody asked for
        yield first | {"display": _("waits")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if chosen == "all":
            return queryset
        if chosen in CallbackResult.values:
            return queryset.filter(result=chosen)
        found = queryset.filter(closed_at=None)
        return found.filter(due_at__lt=timezone.now()) if chosen == "late" else found


class Whose(admin.SimpleListFilter):
    """Of trainees one answers for, or of people nobody knows."""

    title = _("trainee")
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("mine", _("my trainees")), ("unknown", _("people we do not know"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "mine":
            return queryset.filter(answered_by(cast(User, request.user), "trainee__"))
        return queryset.filter(trainee=None) if self.value() == "unknown" else queryset


@admin.register(CallbackRequest)
class CallbackRequestAdmin(ReadOnly, Scoped):
    list_display = ["name", "reach", "due", "person", "language", "state"]
    list_filter = [Standing, Whose, ("trainee__group", VisibleRelated), "language"]
    list_select_related = ["trainee", "closed_by"]
    search_fields = ["name", "phone", "email"]
    ordering = [F("closed_at").desc(nulls_first=True), "due_at", "pk"]
    readonly_fields = FIELDS
    empty = _("Here you see who asked on the public page to be called.")

    def get_urls(self) -> list[URLPattern]:
        return [*callbacks_desk.urls(self.admin_site), *super().get_urls()]

    def get_fields(self, request: HttpRequest, obj: CallbackRequest | None = None) -> Any:
        """What came of it only where something came of it."""
        empty = {"tries", "said", "closed_at", "closed_by"}
        return [name for name in FIELDS if name not in empty or getattr(obj, name)]

    def get_queryset(self, request: HttpRequest) -> QuerySet[CallbackRequest]:
        return super().get_queryset(request).select_related("trainee", "closed_by")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """Headed by what is to do."""
        name = _("Call %(name)s") % {"name": context["original"].name}
        context |= {"title": name, "subtitle": None}
        return super().render_change_form(request, context, *args, **kwargs)

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

    @admin.display(description=_("trainee with this number or address"))
    def trainee_page(self, row: CallbackRequest) -> SafeString | str:
        return self.person(row)

    @admin.display(description=_("trainee"))
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
