"""What the agency says: to the trainee, or as a note that only colleagues see."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit, history, mail, opening
from imyportal.enums import Action
from placements.models import Incident, Visit

from ..enums import TicketState
from ..models import Attachment, Message, Ticket
from . import posting, replies
from .due import due
from .posting import Said


def answer(
    ticket: Ticket,
    said: Said,
    *,
    by: User,
    then: TicketState = TicketState.WAITING,
    quiet: bool = False,
) -> Message:
    """Answer the trainee, who gets a mail; who answers a ticket nobody looks after takes it over.

    `then` says whose turn it is: the trainee's, still the agency's (a new time runs), or nobody's: solved.
    When the trainee wrote something that is newer than what was `seen`, it stays the agency's turn. With
    `quiet` no mail is queued. Sent twice, the first message comes back.
    """

    def store(row: Ticket, files: Sequence[Attachment]) -> Message:
        if then == TicketState.SOLVED:
            posting.refuse_line(row)
        missed = posting.missed(row, said.seen)
        message = posting.post(row, said, files, by=by, from_agency=True)
        turn = TicketState.OPEN if missed else TicketState(then)
        _note_answered(row, message, by, turn, since=missed)
        posting.read(row, by_agency=True, at=said.at, upto=said.seen)
        if not quiet:
            _mail(message)
        audit.note(Action.TICKET_ANSWERED, by=by, about=row, then=turn)
        return message

    return posting.once(said.checked(), lambda: posting.locked(ticket), store, by=by)


def _note_answered(
    ticket: Ticket, message: Message, by: User, then: TicketState, *, since: Message | None
) -> None:
    if ticket.first_answered_at is None:
        ticket.first_answered_at = message.at
        ticket.first_answer_minutes = opening.worked(ticket.opened_at, message.at)
    if ticket.owner_id is None and not ticket.is_line:
        ticket.owner = by
        history.keep(ticket, by=by, before={"owner": None}, after={"owner": str(by)})
    if then == TicketState.OPEN:
        asked_at = (since or message).at
        ticket.asked_at, ticket.due_at = asked_at, due(asked_at, ticket.topic)
    else:
        ticket.asked_at = ticket.due_at = None
    ticket.state, ticket.snoozed_until = then, None
    is_over = then == TicketState.SOLVED
    ticket.solved_at, ticket.solved_by = (message.at, by) if is_over else (None, None)
    ticket.helped, ticket.rated_at = "", None
    ticket.save(update_fields=posting.TURN)


def _mail(message: Message) -> None:
    ticket = message.ticket
    mail.queue(
        "helpdesk/line" if ticket.is_line else "helpdesk/answer",
        to=ticket.trainee.email,
        language=replies.language(ticket),
        about=message,
        key=f"ticket-answer:{message.pk}",
    )


def note(ticket: Ticket, said: Said, *, by: User) -> Message:
    """A note for colleagues; nothing else of the ticket changes. Sent twice, the first comes back."""

    def store(row: Ticket, files: Sequence[Attachment]) -> Message:
        message = posting.post(row, said, files, by=by, from_agency=True, is_note=True)
        audit.note(Action.TICKET_NOTED, by=by, about=row)
        return message

    return posting.once(said.checked(), lambda: posting.locked(ticket), store, by=by)


@transaction.atomic
def note_made(ticket: Ticket, made: Visit | Incident, *, by: User) -> Message:
    """The request leads to what was made of it, and a note says so to colleagues."""
    kind = "visit" if isinstance(made, Visit) else "incident"
    row = posting.locked(ticket)  # joined meanwhile: the one that is left
    setattr(row, kind, made)
    row.save(update_fields=[kind])
    text = _("Visit planned: %(what)s.") if kind == "visit" else _("Reported: %(what)s.")
    return note(row, Said(text % {"what": made}, key=f"{kind}:{made.pk}"), by=by)
