"""Who looks after a ticket, until when it waits, what it is about, and how it ends."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import AccessLink, User
from imyportal import audit, history, work
from imyportal.db import check_row
from imyportal.enums import Action

from ..enums import Helped, TicketState
from ..models import Message, Ticket
from . import posting
from .due import due
from .posting import Said


@transaction.atomic
def assign(ticket: Ticket, to: User | None, *, by: User) -> Ticket:
    """Hand it to a colleague, take it, or with None leave it to whoever comes first."""
    ticket = posting.locked(ticket)
    if to is not None and not (to.is_staff and to.is_active):
        raise ValidationError({"owner": _("Choose a colleague who works here now.")})
    return _keep(ticket, by=by, owner=to)


@transaction.atomic
def snooze(ticket: Ticket, until: datetime, *, by: User) -> Ticket:
    """Put it off: until then it is in no list of what is to do, unless the trainee writes.

    What nobody has answered yet comes back when an answer was promised. Raises `ValidationError` for a moment
    that is over, when that promise is, and for a ticket that waits for nobody here.
    """
    ticket, now = posting.locked(ticket), timezone.now()
    if until <= now:
        raise ValidationError({"until": _("This is over. Enter a time to come.")}, code="past")
    if ticket.state != TicketState.OPEN:
        raise ValidationError(_("Only what is open can be put off."), code="not_open")
    if ticket.first_answered_at is None and ticket.due_at:
        if ticket.due_at <= now:
            text = _("The answer is late. Write to the trainee, then put it off.")
            raise ValidationError(text, code="late")
        until = min(until, ticket.due_at)
    return _keep(ticket, by=by, snoozed_until=until)


@transaction.atomic
def wake(ticket: Ticket, *, by: User) -> Ticket:
    """Bring back at once what was put off."""
    return _keep(posting.locked(ticket), by=by, snoozed_until=None)


@transaction.atomic
def change(ticket: Ticket, *, by: User, topic: str, subject: str) -> Ticket:
    """Say better what it is about; the time for an answer runs as the topic says."""
    ticket = posting.locked(ticket)
    values: dict[str, Any] = {"topic": topic, "subject": " ".join(subject.split())}
    if ticket.state == TicketState.OPEN and ticket.topic != topic and ticket.asked_at:
        values["due_at"] = due(ticket.asked_at, topic)
    return _keep(ticket, by=by, **values)


@transaction.atomic
def solve(ticket: Ticket, *, by: User | AccessLink, seen: int | None = None) -> Ticket:
    """It is solved, says who asked or who helped. Said twice, the first stands.

    Raises `ValidationError` when the trainee has written since the message of the key `seen`.
    """
    ticket = posting.locked(ticket)
    if ticket.is_solved:
        return ticket
    posting.refuse_line(ticket)
    if posting.missed(ticket, seen):
        raise ValidationError(_("There is a new message. Read it first."), code="written")
    ended = {"asked_at": None, "due_at": None, "snoozed_until": None}
    person = by if isinstance(by, User) else None
    now = timezone.now()
    state = TicketState.SOLVED
    ticket = _keep(ticket, by=by, note=False, state=state, solved_at=now, solved_by=person, **ended)
    audit.note(Action.TICKET_SOLVED, by=by, about=ticket)
    return ticket


@transaction.atomic
def reopen(ticket: Ticket, *, by: User | AccessLink) -> Ticket:
    """It is the agency's turn again. Said twice, the first stands."""
    ticket = posting.locked(ticket)
    if ticket.state == TicketState.OPEN:
        return ticket
    now = timezone.now()
    turn = {"state": TicketState.OPEN, "asked_at": now, "due_at": due(now, ticket.topic)}
    cleared = {"solved_at": None, "solved_by": None, "helped": "", "rated_at": None}
    ticket = _keep(ticket, by=by, note=False, **turn, **cleared)
    audit.note(Action.TICKET_REOPENED, by=by, about=ticket)
    return ticket


@transaction.atomic
def rate(ticket: Ticket, helped: Helped, *, by: User | AccessLink) -> Ticket:
    """What the trainee says of the help; another tap says it anew. Raises `ValidationError` before it is solved."""
    ticket = posting.locked(ticket)
    if not ticket.is_solved:
        raise ValidationError(_("This is not solved yet."), code="not_solved")
    if ticket.helped != helped:
        ticket.helped, ticket.rated_at = helped, timezone.now()
        check_row(ticket)
        ticket.save(update_fields=["helped", "rated_at"])
        audit.note(Action.TICKET_RATED, by=by, about=ticket)
    return ticket


@transaction.atomic
def merge(ticket: Ticket, into: Ticket, *, by: User) -> Ticket:
    """What was asked twice becomes one: all messages go to `into`, which comes back; said twice, once.

    Raises `ValidationError` for another trainee's ticket, for itself and for a direct line.
    """
    first, second = sorted([ticket.pk, into.pk])  # one order for all: nobody waits for each other
    rows = {pk: Ticket.objects.select_for_update(of=("self",)).get(pk=pk) for pk in (first, second)}
    work.hook("tickets.locked")
    old, into = rows[ticket.pk], rows[into.pk]
    if old.merged_into_id == into.pk:
        return into
    _refuse_merge(old, into)
    Message.objects.filter(ticket=old).update(ticket=into)
    if old.state == TicketState.OPEN and into.state != TicketState.OPEN:
        into = reopen(into, by=by)
    now = timezone.now()
    ended: dict[str, Any] = {"asked_at": None, "due_at": None, "snoozed_until": None}
    ended["merged_into"] = into
    if not old.is_solved:
        ended |= {"state": TicketState.SOLVED, "solved_at": now, "solved_by": by}
    _keep(old, by=by, note=False, **ended)
    into.last_at = max(into.last_at, old.last_at)
    into.visit_id, into.incident_id = (
        into.visit_id or old.visit_id,
        into.incident_id or old.incident_id,
    )
    into.save(update_fields=["last_at", "visit", "incident"])
    audit.note(Action.TICKET_MERGED, by=by, about=into, merged=old.pk)
    joined = {"number": old.number, "subject": old.subject}
    # Translators: note for colleagues, of two requests that became one
    text = _("%(number)s, “%(subject)s”, was joined to this.") % joined
    posting.post(into, Said(text), [], by=by, from_agency=True, is_note=True)
    return into


def _refuse_merge(old: Ticket, into: Ticket) -> None:
    if old.pk == into.pk or old.trainee_id != into.trainee_id or into.merged_into_id:
        text = _("Choose another request of the same trainee.")
        raise ValidationError({"into": text}, code="other")
    if old.merged_into_id is not None:
        raise ValidationError(_("This request was joined with another one already."), code="merged")
    posting.refuse_line(old)
    posting.refuse_line(into)


def _keep(ticket: Ticket, *, by: Any, note: bool = True, **values: Any) -> Ticket:
    """Set these columns and keep what changed, from what to what; of the subject only that it did."""
    before = _parts(ticket)
    changed = [name for name, value in values.items() if getattr(ticket, name) != value]
    for name, value in values.items():
        setattr(ticket, name, value)
    after = _parts(ticket)
    check_row(ticket)
    ticket.save(update_fields=list(values))
    history.keep(ticket, by=by, before=before, after=after)
    if note and changed:
        audit.note(Action.TICKET_CHANGED, by=by, about=ticket, what=changed)
    return ticket


def _parts(ticket: Ticket) -> dict[str, Any]:
    until = ticket.snoozed_until
    return {
        "owner": str(ticket.owner) if ticket.owner_id else None,
        "state": ticket.state,
        "topic": ticket.topic,
        "snoozed_until": until.isoformat() if until else None,
        "merged_into": ticket.merged_into_id,
    }
