"""What the agency says: to the trainee, or as a note that only colleagues see."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from imyportal import audit, history, mail, opening
from imyportal.enums import Action

from ..enums import TicketState
from ..models import Message, Ticket
from . import posting
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
    With `quiet` no mail is queued. Sent twice, the first message comes back.
    """
    said.checked()
    with transaction.atomic():
        if message := posting.known(said.key):
            return message
        files = posting.take_files(said, by)
        ticket = posting.locked(ticket)
        if message := posting.known(said.key):
            posting.drop(files)
            return message
        if then == TicketState.SOLVED:
            posting.refuse_line(ticket)
        message = posting.post(ticket, said, files, by=by, from_agency=True)
        _note_answered(ticket, message, by, TicketState(then))
        posting.read(ticket, by_agency=True, at=said.at)
        if not quiet:
            _mail(message)
        audit.note(Action.TICKET_ANSWERED, by=by, about=ticket, then=then)
        return message


def _note_answered(ticket: Ticket, message: Message, by: User, then: TicketState) -> None:
    if ticket.first_answered_at is None:
        ticket.first_answered_at = message.at
        ticket.first_answer_minutes = opening.worked(ticket.opened_at, message.at)
    if ticket.owner_id is None and not ticket.is_line:
        ticket.owner = by
        history.keep(ticket, by=by, before={"owner": None}, after={"owner": str(by)})
    if then == TicketState.OPEN:
        ticket.asked_at, ticket.due_at = message.at, due(message.at, ticket.topic)
    else:
        ticket.asked_at = ticket.due_at = None
    ticket.state, ticket.snoozed_until = then, None
    is_over = then == TicketState.SOLVED
    ticket.solved_at, ticket.solved_by = (message.at, by) if is_over else (None, None)
    ticket.helped, ticket.rated_at = "", None
    ticket.save(update_fields=posting.TURN)


def _mail(message: Message) -> None:
    trainee = message.ticket.trainee
    mail.queue(
        "helpdesk/line" if message.ticket.is_line else "helpdesk/answer",
        to=trainee.email,
        language=trainee.user.language if trainee.user else trainee.language,
        about=message,
        key=f"ticket-answer:{message.pk}",
    )


def note(ticket: Ticket, said: Said, *, by: User) -> Message:
    """A note for colleagues; nothing else of the ticket changes. Sent twice, the first comes back."""
    said.checked()
    with transaction.atomic():
        if message := posting.known(said.key):
            return message
        files = posting.take_files(said, by)
        ticket = posting.locked(ticket)
        if message := posting.known(said.key):
            posting.drop(files)
            return message
        message = posting.post(ticket, said, files, by=by, from_agency=True, is_note=True)
        audit.note(Action.TICKET_NOTED, by=by, about=ticket)
        return message


def read_by_agency(ticket: Ticket) -> int:
    """A tutor has the thread before them; how many messages were new."""
    return posting.read(ticket, by_agency=True, at=timezone.now())
