"""One message more in a ticket: what asking and answering have in common."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import AccessLink, User
from imyportal import uploads, work
from imyportal.db import check_row
from imyportal.models import StoredFile

from ..enums import Via
from ..models import Attachment, Message, Ticket

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Said:
    """What somebody says: a text, files, or both.

    `key` says once for ever that it came: `of_form()`, or the Message-ID of a mail.
    """

    text: str
    files: Sequence[UploadedFile] = ()
    key: str = ""
    via: str = Via.PAGE
    stored: Sequence[StoredFile] = ()  # files of a mail, kept already
    left_out: str = ""  # names of those that were not
    seen: int | None = (
        None  # key of the newest message that who answers had before them; None: nobody knows
    )
    sender: str = ""  # the address, where it is not the one on file
    at: datetime = field(default_factory=timezone.now)

    def checked(self) -> "Said":
        """Raises `ValidationError` at `text` when nothing is said."""
        if not (self.text.strip() or self.files or self.stored or self.left_out):
            raise ValidationError({"text": _("Write your message.")}, code="empty")
        return self


def of_form(once: uuid.UUID | None) -> str:
    """The key of a message that came by a form with this one-time key."""
    return f"form:{once}" if once else ""


@transaction.atomic
def once(
    said: Said,
    lock: Callable[[], Row],
    store: Callable[[Row, Sequence[Attachment]], Message],
    *,
    by: User | AccessLink | None,
) -> Message:
    """What `store` makes of `said` in the row that `lock` holds; what was sent twice is the first message.

    Files are read before the lock: each may take half a minute. Raises as `uploads.take_in_all`.
    """
    if message := _known(said.key):
        return message
    files = [*said.stored, *(uploads.take_in_all(said.files, by=by) if said.files else [])]
    attached = [_attached(each) for each in files]
    row = lock()
    if message := _known(said.key):
        StoredFile.objects.filter(pk__in=[each.pk for each in files]).delete()
        return message
    return store(row, attached)


def _attached(file: StoredFile) -> Attachment:
    """With a small picture of a photo."""
    small = uploads.shrunk(file)
    if small is None:
        return Attachment(file=file)
    return Attachment(
        file=file, small=small.content, small_width=small.width, small_height=small.height
    )


def _known(key: str) -> Message | None:
    """The message that came in by `key` already."""
    if not key:
        return None
    return Message.objects.filter(key=key).select_related("ticket").first()


def locked(ticket: Ticket) -> Ticket:
    """The row under lock; of a ticket that was merged, the one it was merged into."""
    found = Ticket.objects.select_for_update(of=("self",)).get(pk=ticket.pk)
    work.hook("tickets.locked")
    while found.merged_into_id is not None:
        found = Ticket.objects.select_for_update(of=("self",)).get(pk=found.merged_into_id)
    return found


def missed(ticket: Ticket, seen: int | None) -> Message | None:
    """The first thing the trainee wrote after what the answering colleague had `seen`."""
    if seen is None:
        return None
    rows = Message.objects.filter(ticket=ticket, from_agency=False, pk__gt=seen)
    return rows.order_by("pk").first()


def post(
    ticket: Ticket,
    said: Said,
    files: Sequence[Attachment],
    *,
    by: User | AccessLink | None,
    from_agency: bool,
    is_note: bool = False,
) -> Message:
    """Store the message in the locked `ticket`, inside the caller's transaction."""
    message = Message(
        ticket=ticket,
        at=said.at,
        from_agency=from_agency,
        is_note=is_note,
        by=by if isinstance(by, User) else None,
        link=by if isinstance(by, AccessLink) else None,
        via=said.via,
        body=said.text.strip(),
        sender=said.sender,
        left_out=said.left_out,
        key=said.key,
    )
    check_row(message)
    message.save(force_insert=True)
    for each in files:
        each.message = message
    Attachment.objects.bulk_create(files)
    if not is_note:
        ticket.last_at = max(ticket.last_at, said.at)
    return message


# Columns that change with a message.
TURN = [
    "state", "last_at", "asked_at", "due_at", "snoozed_until", "owner", "first_answered_at",
    "first_answer_minutes", "solved_at", "solved_by", "helped", "rated_at",
]  # fmt: skip


def refuse_line(ticket: Ticket) -> None:
    """Raises `ValidationError` for a direct line: it has no end."""
    if ticket.is_line:
        raise ValidationError(_("The direct line stays open."), code="line")


def read(
    ticket: Ticket, *, by_agency: bool, at: datetime | None = None, upto: int | None = None
) -> int:
    """Note that one side has seen what the other wrote, to the key `upto`; how many messages were new to it."""
    now = at or timezone.now()
    unread = Message.objects.filter(
        ticket=ticket, from_agency=not by_agency, is_note=False, read_at=None, at__lte=now
    )
    if upto is not None:
        unread = unread.filter(pk__lte=upto)
    # Most looks find nothing new: asking is cheaper than a transaction that changes nothing.
    return unread.update(read_at=now) if unread.exists() else 0
