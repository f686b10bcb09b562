"""The police's guest files on the desk: a list that leads to each file's own page."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from imyportal.admin import ReadOnly, Scoped, Tool, VisibleRelated, add_tool, add_trail, link, tag

from .models import GuestFile

add_tool(
    "trainees.GuestFile",
    Tool(_("Open the guest file"), "admin:trainees_guestfile_sheet", "trainees.change_guestfile"),
)
add_trail("trainees.GuestFile")


class Receipted(admin.SimpleListFilter):
    """Whether the receipt is there."""

    title = _("receipt")
    parameter_name = "receipt"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, Any]]:
        return [("no", _("not yet")), ("yes", _("filed"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[GuestFile]) -> QuerySet[GuestFile]:
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(receipted_at__isnull=self.value() == "no")


@admin.register(GuestFile)
class GuestFileAdmin(ReadOnly, Scoped):
    list_display = ["page", "people", "due_at", "made_at", "state"]
    list_display_links = None
    list_filter = [Receipted, ("house", VisibleRelated)]
    list_select_related = ["house", "group"]
    fields = readonly_fields = [
        "house", "group", "arrives_on", "arrived_at", "due_at", "made_at", "made_by", "receipted_at",
        "receipted_by",
    ]  # fmt: skip
    empty = _("A guest file is begun here by itself when somebody gets a bed in a house.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[GuestFile]:
        return super().get_queryset(request).annotate(many=Count("entries"))

    @admin.display(description=_("arrival"), ordering="arrives_on")
    def page(self, row: GuestFile) -> SafeString:
        return link(row.get_absolute_url(), row)

    @admin.display(description=_("guests"), ordering="many")
    def people(self, row: GuestFile) -> int:
        return row.many  # type: ignore[attr-defined]

    @admin.display(description=_("receipt"), ordering="receipted_at")
    def state(self, row: GuestFile) -> SafeString:
        if row.receipted_at is None:
            return tag(_("not yet"), "warn")
        return tag(_("filed"), "ok")
