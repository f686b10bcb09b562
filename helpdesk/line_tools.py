"""The buttons of the help desk above a trainee on the desk, and above a call that somebody asked for."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from imyportal.admin import Part, Tool, add_tool


def _of_line(trainee: Any) -> str:
    return f"{reverse('admin:helpdesk_line', args=[trainee.pk])}#last"


add_tool(
    "trainees.Trainee",
    Tool(_("Messages"), permission="helpdesk.change_ticket", url=_of_line),
    Part.STAY,
)
add_tool(
    "trainees.Trainee",
    Tool(_("Write down a request"), "admin:helpdesk_on_behalf", "helpdesk.change_ticket"),
    Part.STAY,
)


def _of_call(row: Any) -> str:
    return f"{reverse('admin:helpdesk_on_behalf', args=[row.trainee_id])}?call={row.pk}"


add_tool(
    "helpdesk.CallbackRequest",
    Tool(
        _("Make it a request"),
        permission="helpdesk.change_ticket",
        shown=lambda row: row.trainee_id is not None,
        url=_of_call,
    ),
)
