"""What is gone through on first days: the agency's points, and those of a group."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from imyportal.admin import Part, Tool, VisibleRelated, add_part, add_tool
from trainees.journey_admin import OfTemplate

from ..models import FirstDay, FirstDayPoint


@admin.register(FirstDayPoint)
class FirstDayPointAdmin(OfTemplate):
    """A point that was gone through cannot be deleted."""

    list_display = ["__str__", "group", "position"]
    list_filter = [("group", VisibleRelated)]
    list_select_related = ["group"]
    fields = ["group", "code", "position"]


add_tool(
    "placements.Placement",
    Tool(
        _("First day"),
        "admin:placements_placement_first_day",
        "placements.change_firstday",
    ),
    Part.BEFORE,
)
add_part("placements.Placement", FirstDay, "placement")
