"""A request becomes a visit: the page that plans one knows of the request, and the request of the visit."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from imyportal.admin import Tool, add_tool
from placements.models import Visit
from placements.visits import origins
from placements.visits.origins import Origin

from .models import Ticket
from .tickets import answering

KIND = "request"


def asked(ticket: Ticket) -> str:
    """How the page that plans a visit is told of the request."""
    return f"{KIND}:{ticket.pk}"


@origins.register(KIND)
def of_request(viewer: User, key: int) -> Origin | None:
    """A request that `viewer` may change; one query."""
    if not viewer.has_perm("helpdesk.change_ticket"):
        return None
    seen = Ticket.objects.visible_to(viewer).requests().select_related("trainee")
    ticket = seen.filter(pk=key).first()
    if ticket is None:
        return None
    return Origin(
        asked=asked(ticket),
        label=f"{ticket.number} · {ticket.subject}",
        url=_page(ticket),
        trainee=ticket.trainee,
        planned=lambda visit: answering.note_made(ticket, visit, by=viewer),
    )


def _page(ticket: Any) -> str:
    return reverse("admin:helpdesk_ticket_change", args=[ticket.pk])


def _request(visit: Visit) -> Ticket | None:
    return Ticket.objects.filter(visit=visit).first()


def _may(user: User, visit: Visit) -> bool:
    return Ticket.objects.visible_to(user).filter(visit=visit).exists()


add_tool(
    "placements.Visit",
    Tool(
        _("The request it comes of"),
        permission="helpdesk.view_ticket",
        may=_may,
        url=lambda visit: _page(_request(visit)),
    ),
)
