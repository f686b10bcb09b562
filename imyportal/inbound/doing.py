"""What a mail that came in is for us: an answer in its thread, a notice, or nothing."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from imyportal import bounces, mail, ratelimit, uploads, work
from imyportal.enums import MailOutcome
from imyportal.models import InboundMail, ReplyAddress, StoredFile

from . import addresses, reading
from .reading import Mail

logger = logging.getLogger(__name__)

# A program that shows no sign of being one is stopped by it; the others wait.
ANSWERS, ANSWERS_SECONDS = 30, 3600


@dataclass(frozen=True)
class Reply:
    """An answer by mail, for the room whose thread it belongs to."""

    thread: int
    person: Any  # whose address it is: the answer is theirs only with `is_theirs`
    is_theirs: bool  # the mail comes from the address on file
    sender: str  # as the mail says
    text: str  # may be empty: a photo alone, or what `trouble` says
    was_longer: bool
    key: str  # once for ever: a mail that is read twice is one answer
    at: datetime
    trouble: str = ""  # "damaged", "encrypted", "work"
    files: list[StoredFile] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)  # names of files that were not taken


Handler = Callable[[Reply], None]
_handlers: dict[str, Handler] = {}


def receives(kind: str) -> Callable[[Handler], Handler]:
    """Register what happens with an answer to a thread of this kind.

    It is called in the transaction that ends the row of the mail. A `ValidationError` says that the
    answer has no place there; whatever else it raises is tried again later.
    """

    def register(function: Handler) -> Handler:
        _handlers[kind] = function
        return function

    return register


def work_off() -> int:
    """Read every mail that waits; how many were finished."""
    return work.do_all(InboundMail.objects.due, _do)


class TooMany(Exception):
    """More answers to one thread than a person writes; this one waits."""


def _do(claim: work.Claim[InboundMail]) -> None:
    raw = bytes(claim.row.raw or b"")
    found = reading.read(raw)
    work.hook("inbound.read")
    to = addresses.find(found.recipients)
    if _is_notice(raw, found, is_answer=bool(to)):
        return _end(claim, MailOutcome.NOTICE, keep=False)
    if found.automatic:
        return _end(claim, MailOutcome.AUTOMATIC, found.automatic, keep=False)
    if not to:
        return _end(claim, MailOutcome.UNKNOWN)
    # Who answers all of several has one address of their own among them.
    address = next((each for each in to if each.person.email == found.sender), to[0])
    if not ratelimit.hit(f"inbound:{address.pk}", limit=ANSWERS, seconds=ANSWERS_SECONDS):
        raise TooMany(f"address {address.pk}")
    return _hand_over(claim, address, found)


def _is_notice(raw: bytes, found: Mail, *, is_answer: bool) -> bool:
    """Whether it tells of a mail that did not arrive, which is then noted on that mail."""
    if found.is_notice:
        if not found.trouble:
            bounces.take_in(raw)
        return True
    may_be = not found.trouble and (found.automatic or not is_answer)
    return bool(may_be) and bounces.take_in(raw) != bounces.Outcome.NOTHING


def _end(
    claim: work.Claim[InboundMail], outcome: MailOutcome, why: str = "", *, keep: bool = True
) -> None:
    with claim.finish() as row:
        _note(row, outcome, why, keep=keep)


def _note(row: InboundMail, outcome: MailOutcome, why: str = "", *, keep: bool = False) -> None:
    row.outcome, row.why = outcome, why[:200]
    if not keep:
        row.raw = None
    row.done_at = timezone.now()  # at once: a row without words is done
    row.save(update_fields=["outcome", "why", "raw", "address", "done_at"])
    logger.info("mail came in row=%s outcome=%s", row.pk, outcome)


def _hand_over(claim: work.Claim[InboundMail], address: ReplyAddress, found: Mail) -> None:
    if address.kind not in _handlers:
        mail.load_fillers()  # a room says both in its `emails.py`
    handler = _handlers[address.kind]
    is_theirs = address.person.is_active and found.sender == address.person.email
    with claim.finish() as row:
        row.address = address
        try:
            with transaction.atomic():
                files, left_out = _take_files(found, address.person, wanted=is_theirs)
                handler(_reply(row, address, found, is_theirs, files, left_out))
        except ValidationError as error:
            _note(row, MailOutcome.DECLINED, " ".join(error.messages), keep=True)
        else:
            _note(row, MailOutcome.POSTED if is_theirs else MailOutcome.STRANGER)


def _reply(
    row: InboundMail,
    address: ReplyAddress,
    found: Mail,
    is_theirs: bool,
    files: list[StoredFile],
    left_out: list[str],
) -> Reply:
    return Reply(
        thread=address.thread,
        person=address.person,
        is_theirs=is_theirs,
        sender=found.sender,
        text=found.text,
        was_longer=found.was_longer,
        key=f"mail:{row.pk}",
        at=row.received_at,
        trouble=found.trouble,
        files=files,
        left_out=left_out,
    )


def _take_files(found: Mail, person: Any, *, wanted: bool) -> tuple[list[StoredFile], list[str]]:
    """Those that can be kept, and the names of the others; a stranger's are not even looked at."""
    kept: list[StoredFile] = []
    left_out = [*found.left_out]
    for name, content in found.files:
        try:
            if not wanted:
                raise ValidationError("")
            kept.append(uploads.take_in(SimpleUploadedFile(name or "file", content), by=person))
        except ValidationError:
            left_out.append(name or "file")
    return kept, left_out
