"""The button of the direct line above a trainee on the desk."""

from django.utils.translation import gettext_lazy as _

from imyportal.admin import Part, Tool, add_tool

add_tool(
    "trainees.Trainee",
    Tool(_("Messages"), "admin:helpdesk_line", "helpdesk.change_ticket"),
    Part.STAY,
)
