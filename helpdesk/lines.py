"""The direct line: one standing conversation between a trainee and their tutor.

It is a ticket without an end (`TicketKind.LINE`), made with its first message, open from the first contact
until the trainee is known to be home. What comes by mail is taken after that, too. The trainee gets a mail
with every message, the tutor one while the office is open and outside their quiet hours (`quiet.py`), and no
more until they have read the line.
"""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import AccessLink, User
from imyportal import mail, opening, uploads
from imyportal.models import StoredFile
from trainees.models import Trainee, WayHome
from trainees.models.stand_ins import on_duty

from . import quiet
from .enums import TicketKind, TicketState, Topic
from .models import Message, Ticket
from .tickets import answering, asking, posting
from .tickets.posting import Said

# A message that is read at once, or followed by another, needs no mail.
PAUSE = timedelta(minutes=10)


def of(trainee: Trainee) -> Ticket | None:
    """The line, with its trainee; None before the first message."""
    people = ("trainee__user", "trainee__tutor", "trainee__group__lead_tutor")
    rows = Ticket.objects.filter(kind=TicketKind.LINE).select_related(*people)
    return rows.filter(trainee=trainee).first()


def is_open(trainee: Trainee) -> bool:
    """Nobody has said yet that the trainee is home."""
    return not WayHome.objects.filter(trainee=trainee, home_at__isnull=False).exists()


def _made(trainee: Trainee, said: Said) -> Ticket:
    # Whose turn it is, the first message says.
    first = {"state": TicketState.WAITING, "opened_at": said.at, "last_at": said.at}
    row, _is_new = Ticket.objects.get_or_create(
        trainee=trainee, kind=TicketKind.LINE, defaults=first
    )
    return row


@transaction.atomic
def say(trainee: Trainee, said: Said, *, by: User | AccessLink | None) -> Message:
    """What the trainee writes; the tutor hears of it when the office is open. Sent twice, once."""
    message = asking.say(_made(trainee, said.checked()), said, by=by)
    tell_tutor(message.ticket)
    return message


@transaction.atomic
def answer(trainee: Trainee, said: Said, *, by: User) -> Message:
    """What the agency writes, also as the first; the trainee gets a mail at once. Sent twice, once."""
    return answering.answer(_made(trainee, said.checked()), said, by=by)


def tell_tutor(line: Ticket) -> None:
    """One mail to whoever is on duty then, about all that is unread; none while one is on its way or unread."""
    first = unread(line).first()
    if first is None:
        return
    now = timezone.now()
    tutor = on_duty(line.trainee.responsible, timezone.localdate(_opened(now + PAUSE)))
    at = quiet.reads(quiet.of(tutor), now + PAUSE) or _opened(now + PAUSE)
    mail.queue(
        "helpdesk/line_tutor",
        to=tutor.email,
        language=tutor.language,
        about=line,
        key=f"line:{first.pk}:{tutor.pk}",
        wait=at - now,
        tutor=tutor.pk,
    )


def _opened(at: datetime) -> datetime:
    hours = opening.hours()
    return at if hours.is_open(at) else hours.opens_next(at)


def unread(line: Ticket) -> QuerySet[Message]:
    """What the trainee wrote and no tutor has seen, the oldest first."""
    found = Message.objects.filter(ticket=line, from_agency=False, read_at=None)
    return found.select_related("by").order_by("at", "pk")


@transaction.atomic
def settle(line: Ticket, *, by: User) -> None:
    """There is nothing to answer, says the tutor: it is nobody's turn. Said twice, once."""
    line = posting.locked(line)
    if not line.is_line:
        raise ValidationError(_("Only the direct line needs no answer."), code="request")
    line.state = TicketState.WAITING
    line.asked_at = line.due_at = line.snoozed_until = None
    line.save(update_fields=["state", "asked_at", "due_at", "snoozed_until"])
    posting.read(line, by_agency=True)


@transaction.atomic
def make_request(message: Message, *, by: User) -> Ticket:
    """A message of the trainee in the line becomes a request; both lead to each other. Made twice, once.

    The words stay the trainee's, and of then: so does the time for an answer. The photos come along as copies:
    who looks after the request need not see the line. Raises `ValidationError` for any other message.
    """
    if not message.ticket.is_line or message.from_agency:
        raise ValidationError(_("Choose a message of the trainee."), code="not_theirs")
    said = Said(
        message.body,
        key=f"line:{message.pk}",
        via=message.via,
        stored=_copies(message),
        left_out=message.left_out,
        at=message.at,
    )
    author = message.by or message.link
    ticket = asking.ask(message.ticket.trainee, Topic.GENERAL, said, by=by, author=author)
    if ticket.made_from_id is None:
        ticket.made_from = message
        ticket.save(update_fields=["made_from"])
        _settle_when_all_is_asked(message.ticket, by=by)
    return ticket


def _settle_when_all_is_asked(line: Ticket, *, by: User) -> None:
    """All that waits in the line became requests: they are answered there."""
    line = posting.locked(line)
    waits = Message.objects.filter(ticket=line, from_agency=False, request=None)
    if line.asked_at and not waits.filter(at__gte=line.asked_at).exists():
        settle(line, by=by)


def _copies(message: Message) -> list[StoredFile]:
    if Ticket.objects.filter(made_from=message).exists():
        return []
    files = (uploads.copy(each.file) for each in message.attachments.select_related("file"))
    return [each for each in files if each is not None]
