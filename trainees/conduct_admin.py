"""The restricted register of broken house rules. No search, no filters by words, and every look is noted."""

from django.contrib import admin
from django.db.models import Max, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

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

from .enums import Rung
from .models import Breach, BreachMeasure, BreachNotice, BreachReply

TONES = {Rung.TALK: "", Rung.WARNING: "wait", Rung.REPORT: "warn", Rung.EXCLUSION: "danger"}


class MeasureInline(ReadOnlyRows):
    model = BreachMeasure
    fields = readonly_fields = ["at", "rung", "text", "because", "by"]


class ReplyInline(ReadOnlyRows):
    model = BreachReply
    fields = readonly_fields = ["at", "text", "by"]


class NoticeInline(ReadOnlyRows):
    model = BreachNotice
    fields = readonly_fields = ["told_at", "party", "name", "how", "by"]


@admin.register(Breach)
class BreachAdmin(Watched, ReadOnly, Scoped):
    viewed = Action.BREACH_VIEWED
    list_display = ["number", "trainee", "rung", "happened_at"]
    list_display_links = ["number"]
    list_select_related = ["trainee", "by"]
    fields = readonly_fields = ["person", "rung", "rule", "text", "happened_at", "by", "at"]
    inlines = [MeasureInline, ReplyInline, NoticeInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Breach]:
        return super().get_queryset(request).annotate(highest=Max("measures__rung"))

    @admin.display(description=_("number"), ordering="pk")
    def number(self, row: Breach) -> str:
        return str(row)

    @admin.display(description=_("trainee"))
    def person(self, row: Breach) -> SafeString:
        return link(row.trainee.get_absolute_url(), row.trainee)

    @admin.display(description=_("what followed"), ordering="highest")
    def rung(self, row: Breach) -> SafeString | str:
        highest = row.highest  # type: ignore[attr-defined]
        return tag(Rung(highest).label, TONES[Rung(highest)]) if highest else "–"


for _label, _address in (
    (_("Write what follows"), "follow"),
    (_("The trainee says something"), "heard"),
    (_("Somebody was told"), "told"),
):
    add_tool(
        "trainees.Breach",
        Tool(_label, f"admin:trainees_breach_{_address}", "trainees.change_breach"),
    )
add_trail("trainees.Breach")
add_tool(
    "trainees.Trainee",
    Tool(_("House rules broken"), "admin:trainees_trainee_breach", "trainees.add_breach"),
    Part.STAY,
)
