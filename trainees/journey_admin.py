"""Steps of the journey and topics of the welcome day on the desk: the agency's template, and each group's own."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from imyportal.admin import Part, Tool, VisibleRelated, add_tool
from imyportal.admin.wording import Named

from .models import JourneyStep, WelcomeTopic


class OfTemplate(Named):
    """Rows of a group, or of the agency's template, which is the coordinators'."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and _may(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and _may(request, obj)


def _may(request: HttpRequest, row: JourneyStep | WelcomeTopic | None) -> bool:
    is_template = row is not None and row.group_id is None
    return not is_template or request.user.has_perm("trainees.view_all_trainees")


@admin.register(JourneyStep)
class JourneyStepAdmin(OfTemplate):
    """A step somebody has done cannot be deleted."""

    list_display = ["__str__", "group", "phase", "ticked_by", "is_needed"]
    list_filter = [("group", VisibleRelated), "phase", "is_needed"]
    list_select_related = ["group"]
    fields = [
        "group", "code", "phase", "position", "ticked_by", "is_needed", "due_from", "due_days",
    ]  # fmt: skip


@admin.register(WelcomeTopic)
class WelcomeTopicAdmin(OfTemplate):
    """A topic somebody has confirmed cannot be deleted."""

    list_display = ["__str__", "group", "position", "minutes", "step"]
    list_filter = [("group", VisibleRelated)]
    list_select_related = ["group"]
    fields = ["group", "code", "position", "minutes", "step"]


add_tool("trainees.Group", Tool(_("Journey"), "admin:trainees_group_journey"), Part.BEFORE)
add_tool(
    "trainees.Group",
    Tool(_("Welcome day"), "admin:trainees_group_welcome", "trainees.change_welcomeday"),
    Part.BEFORE,
)
