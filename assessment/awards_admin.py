"""Awards on the desk: what was given or suggested, and the occasions that forms offer."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from imyportal.admin import (
    Part,
    ReadOnly,
    Scoped,
    Tool,
    VisibleRelated,
    add_part,
    add_tool,
    add_trail,
    tag,
)
from imyportal.admin.wording import Named

from .enums import AwardState
from .models import Award, AwardOccasion

TONES = {AwardState.GIVEN: "ok", AwardState.SUGGESTED: "wait"}


@admin.register(Award)
class AwardAdmin(ReadOnly, Scoped):
    """Awards and suggestions. They are decided on with the button above."""

    list_display = ["trainee", "for_what", "level", "state", "suggested_by", "confirmed_by"]
    list_filter = ["level", ("trainee__group", VisibleRelated)]
    linked_filters = ["trainee", "placement"]
    list_select_related = ["trainee", "listed", "confirmed_by"]
    search_fields = ["trainee__first_name__alike", "trainee__last_name__alike"]
    fields = readonly_fields = [
        "trainee", "placement", "level", "for_what", "reason", "state", "suggested_by",
        "suggested_at", "confirmed_by", "confirmed_at", "declined_at", "decline_reason",
        "withdrawn_at", "withdraw_reason",
    ]  # fmt: skip

    @admin.display(description=_("occasion"))
    def for_what(self, row: Award) -> str:
        return row.for_what

    @admin.display(description=_("state"))
    def state(self, row: Award) -> SafeString:
        return tag(row.state.label, TONES.get(row.state, ""))


@admin.register(AwardOccasion)
class AwardOccasionAdmin(Named):
    """What forms suggest. One that awards were given for is switched off, not deleted."""

    list_display = ["__str__", "is_active", "position"]
    fields = ["code", "position", "is_active"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


add_tool("trainees.Trainee", Tool(_("Give an award"), "admin:trainees_trainee_award"), Part.END)
add_tool(
    "placements.Placement",
    Tool(
        _("Give an award"),
        url=lambda placement: reverse("admin:trainees_trainee_award", args=[placement.trainee_id]),
    ),
)
add_tool("assessment.Award", Tool(_("Decide"), "admin:assessment_award_decide"))
add_trail("assessment.Award")
add_part("trainees.Trainee", Award, "trainee")
