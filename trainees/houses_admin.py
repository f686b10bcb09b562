"""Houses with their rooms on the desk."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from imyportal.admin import Part, Scoped, ScopedTabular, Tool, add_tool

from .houses import rooms
from .houses.forms import RoomForm
from .models import House, Room

add_tool(
    "trainees.Group",
    Tool(_("Beds"), "admin:trainees_group_beds", "trainees.change_bedstay"),
    Part.BEFORE,
)
add_tool(
    "trainees.Trainee", Tool(_("Bed"), "admin:trainees_trainee_bed", "trainees.change_bedstay")
)


class RoomInline(ScopedTabular):
    model = Room
    form = RoomForm
    fields = ["name", "beds", "note"]
    can_delete = False
    extra = 1


@admin.register(House)
class HouseAdmin(Scoped):
    list_display = ["name", "address", "beds", "owner_name", "owner_phone", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name__alike", "address__alike"]
    fieldsets = [
        (None, {"fields": ["name", "address", "entrance", "guests_info", "is_active"]}),
        (_("Owner"), {"fields": ["owner_name", "owner_phone", "owner_email"]}),
        (_("Police and municipality"), {"fields": ["licence", "flat_code"]}),
    ]
    inlines = [RoomInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[House]:
        return super().get_queryset(request).annotate(many=Count("rooms__beds"))

    def save_formset(self, request: Any, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        for each in formset.forms:
            if each.instance.pk and "beds" in each.cleaned_data:
                rooms.furnish(each.instance, each.cleaned_data["beds"])

    @admin.display(description=_("beds"), ordering="many")
    def beds(self, row: House) -> int:
        return row.many  # type: ignore[attr-defined]
