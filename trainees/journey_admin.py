"""Steps of the journey on the desk: the agency's template, and each group's own."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from imyportal.admin import Tool, VisibleRelated, add_tool
from imyportal.admin.wording import Named

from .models import JourneyStep


@admin.register(JourneyStep)
class JourneyStepAdmin(Named):
    """A step somebody has done cannot be deleted. The template is the coordinators'."""

    list_display = ["__str__", "group", "phase", "ticked_by", "is_needed"]
    list_filter = [("group", VisibleRelated), "phase", "is_needed"]
    list_select_related = ["group"]
    fields = [
        "group", "code", "phase", "position", "ticked_by", "is_needed", "due_from", "due_days",
    ]  # fmt: skip

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and _may(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and _may(request, obj)


def _may(request: HttpRequest, step: JourneyStep | None) -> bool:
    is_template = step is not None and step.group_id is None
    return not is_template or request.user.has_perm("trainees.view_all_trainees")


add_tool("trainees.Group", Tool(_("Journey"), "admin:trainees_group_journey"))
