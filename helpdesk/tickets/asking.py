"""What a trainee does: ask, add something, say that it is solved and whether it helped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import AccessLink, User
from imyportal import audit, work
from imyportal.db import check_row
from imyportal.enums import Action
from trainees import houses
from trainees.models import Trainee

from ..enums import TicketKind, TicketState, Topic
from ..models import Attachment, Message, Ride, Ticket
from ..models.tickets import SHORT
from . import posting, urgent
from .due import due
from .posting import Said

WORDS = 60  # characters of a text that stand for its subject


@dataclass(frozen=True)
class Trip:
    """A transfer or taxi: when, from where to where, for how many people."""

    leaves_at: datetime
    origin: str
    destination: str
    people: int


def ask(
    trainee: Trainee,
    topic: Topic,
    said: Said,
    *,
    by: User | AccessLink | None,
    subject: str = "",
    ride: Trip | None = None,
    author: User | AccessLink | None = None,
) -> Ticket:
    """Open a request; sent twice, the first one comes back. `by` may be an agency tutor who writes for the trainee.

    `author` wrote the words, where that is not who opens it. Without a `subject` the first words of the text are
    it. Raises `ValidationError` for what fields, constraints and uploads refuse.
    """

    def lock() -> Trainee:  # the same form waits
        row = Trainee.objects.select_for_update(of=("self",)).get(pk=trainee.pk)
        work.hook("tickets.asking")
        return row

    def store(_row: Trainee, files: Sequence[Attachment]) -> Message:
        ticket = _opened(trainee, topic, said, subject or _first_words(said.text, ride))
        if ride is not None:
            row = Ride(ticket=ticket, **vars(ride))
            check_row(row)
            row.save(force_insert=True)
        message = posting.post(ticket, said, files, by=author or by, from_agency=False)
        audit.note(Action.TICKET_ASKED, by=by, about=ticket, topic=topic)
        if not (isinstance(by, User) and by.is_staff):
            urgent.tell(message)
        return message

    said = said if ride else said.checked()
    return posting.once(said, lock, store, by=by).ticket


def _opened(trainee: Trainee, topic: Topic, said: Said, subject: str) -> Ticket:
    ticket = Ticket(
        trainee=trainee,
        kind=TicketKind.REQUEST,
        topic=topic,
        room=houses.where(trainee, timezone.localdate(said.at)),
        subject=subject or str(Topic(topic).label),
        opened_at=said.at,
        last_at=said.at,
        asked_at=said.at,
        due_at=due(said.at, topic),
    )
    check_row(ticket)
    ticket.save(force_insert=True)
    return ticket


def _first_words(text: str, ride: Trip | None) -> str:
    """Where to, or the first line, cut between words."""
    if ride is not None:
        return f"{ride.origin} → {ride.destination}"[:SHORT]
    first = next((" ".join(line.split()) for line in text.splitlines() if line.strip()), "")
    if len(first) <= WORDS:
        return first
    return first[:WORDS].rsplit(" ", 1)[0] + "…"


def say(ticket: Ticket, said: Said, *, by: User | AccessLink | None) -> Message:
    """What the trainee adds: it is the agency's turn again, also after it was solved.

    Sent twice, the first message comes back. `by` is nobody for a mail from the address on file. Who goes on
    has read what was answered before: on the page, or in the mail.
    """

    def store(row: Ticket, files: Sequence[Attachment]) -> Message:
        message = posting.post(row, said, files, by=by, from_agency=False)
        _agencys_turn(row, said)
        posting.read(row, by_agency=False, at=said.at)
        urgent.tell(message)
        audit.note(Action.TICKET_WRITTEN, by=by, about=row)
        return message

    return posting.once(said.checked(), lambda: posting.locked(ticket), store, by=by)


@transaction.atomic
def say_strangely(ticket: Ticket, said: Said) -> Message:
    """A mail to the thread from an address that is not on file: only the agency sees it, and it is its turn."""
    ticket = posting.locked(ticket)
    message = posting.post(ticket, said, [], by=None, from_agency=True, is_note=True)
    _agencys_turn(ticket, said)
    return message


def _agencys_turn(ticket: Ticket, said: Said) -> None:
    if ticket.state != TicketState.OPEN:
        ticket.asked_at, ticket.due_at = said.at, due(said.at, ticket.topic)
    ticket.state, ticket.snoozed_until = TicketState.OPEN, None
    ticket.solved_at = ticket.solved_by = ticket.rated_at = None
    ticket.helped = ""
    ticket.save(update_fields=posting.TURN)
