"""A thread as a page shows it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from accounts.models import User

from ..enums import TicketState
from ..models import Attachment, Message, Ticket
from .pages import Page, page

MOST = 50  # messages on a page


def messages_of(ticket: Ticket, viewer: User, *, before: str = "") -> Page:
    """The newest messages `viewer` may see, oldest first, or those before; two queries."""
    files = Attachment.objects.select_related("file").defer("small")
    seen = (
        Message.objects.visible_to(viewer)
        .filter(ticket=ticket)
        .select_related("by", "request")
        .prefetch_related(Prefetch("attachments", files))
    )
    found = page(seen, "at", after=before, size=MOST)
    return Page(found.rows[::-1], found.after)


def newest(shown: Page, before: str) -> int | None:
    """The key of the newest message on the page, 0 of an empty thread; None of a page of earlier ones."""
    return None if before else max((message.pk for message in shown.rows), default=0)


@dataclass(frozen=True)
class Standing:
    """Where a request stands, in the trainee's words."""

    label: str
    tone: str


def standing(ticket: Ticket) -> Standing:
    """As the trainee reads it: whose turn it is, not what the desk calls it."""
    if ticket.state == TicketState.SOLVED:
        # Translators: of a request to the help desk
        return Standing(_("Solved"), "ok")
    if ticket.state == TicketState.WAITING:
        # Translators: of a request to the help desk: we answered, you may write again
        return Standing(_("We answered"), "ok")
    if ticket.owner_id or ticket.first_answered_at:
        # Translators: of a request to the help desk
        return Standing(_("We are on it"), "wait")
    # Translators: of a request to the help desk that nobody has looked at yet
    return Standing(_("We got it"), "wait")


def task(ticket: Any) -> dict[str, Any]:
    """A request as a row of a list; `ticket` says by `unread` whether there is something new."""
    found = standing(ticket)
    if ticket.unread:
        return {"ticket": ticket, "label": _("New answer"), "tone": "wait", "icon": "chat"}
    return {"ticket": ticket, "label": found.label, "tone": found.tone, "icon": ""}
