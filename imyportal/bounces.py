"""Notices of other mail servers that a mail of ours did not arrive.

Whoever reads a mail knows its Message-ID; nobody else does. A notice counts only if it returns that
ID and names the very address the mail went to, so that a made-up one does nothing.
"""

import logging
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from enum import StrEnum

from django.utils import timezone
from flufl.bounce import all_failures

from .models import OutgoingMail

logger = logging.getLogger(__name__)

LARGEST = 1_000_000  # bytes; what is beyond is only the mail that comes back
LONGEST = 300  # characters of another server's words
_MESSAGE_ID = re.compile(r"^message-id:\s*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)
_SENT_BY_SERVERS = ("mailer-daemon", "postmaster", "mail delivery")


class Outcome(StrEnum):
    """What a message was for us."""

    CAME_BACK = "came back"  # for good
    DELAYED = "delayed"  # their server goes on trying
    NOTHING = "nothing"  # no notice, or none about a mail of ours


@dataclass(frozen=True)
class Notice:
    """What a notice says."""

    message_ids: set[str]
    failed: set[str]  # addresses in lower case
    delayed: set[str]
    words: str  # of the server; may be empty


def take_in(raw: bytes) -> Outcome:
    """Note on the mail that the message `raw` speaks of that it did not arrive. Twice is once."""
    notice = read(raw[:LARGEST])
    if notice is None:
        return Outcome.NOTHING
    for mail in OutgoingMail.objects.filter(
        message_id__in=notice.message_ids, sent_at__isnull=False, bounced_at=None
    ):
        to = mail.to.lower()
        rows = OutgoingMail.objects.filter(pk=mail.pk, message_id=mail.message_id, bounced_at=None)
        if to in notice.failed:
            rows.update(bounced_at=timezone.now(), bounce=notice.words)
            logger.info("mail came back row=%s", mail.pk)
            return Outcome.CAME_BACK
        if to in notice.delayed:
            rows.update(bounce=notice.words)
            return Outcome.DELAYED
    return Outcome.NOTHING


def read(raw: bytes) -> Notice | None:
    """What the message says; None for one that is no notice, such as an answer of somebody away."""
    message = message_from_bytes(raw)
    if _is_answer(message):
        return None
    try:
        delayed, failed = all_failures(message)
    except Exception:  # whoever writes to us may send anything
        logger.warning("a message could not be read", exc_info=True)
        return None
    found = Notice(_message_ids(message), _addresses(failed), _addresses(delayed), _words(message))
    return found if found.message_ids and (found.failed or found.delayed) else None


def _is_answer(message: Message) -> bool:
    """Whether a person, or a program in a person's name, wrote it (RFC 3834)."""
    if message.get_content_type() == "multipart/report":
        return False
    automatic = str(message.get("Auto-Submitted", "no")).lower().startswith("auto-replied")
    sender = str(message.get("From", "")).lower()
    return automatic and not any(name in sender for name in _SENT_BY_SERVERS)


def _addresses(found: frozenset[bytes] | set[bytes]) -> set[str]:
    return {each.decode("ascii", "replace").strip().strip("<>").lower() for each in found}


def _message_ids(message: Message) -> set[str]:
    """Of what is returned inside; never those the message itself answers to."""
    found: set[str] = set()
    for part in message.walk():
        if part is not message and (number := part.get("Message-ID")):
            found.add(str(number).strip())
        if part.get_content_type() in ("text/plain", "text/rfc822-headers"):
            found.update(_MESSAGE_ID.findall(_text(part)))
    return found


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _words(message: Message) -> str:
    """The server's own: what it was told, else its number (RFC 3464, 2.3.6 and 2.3.4)."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload() if part.is_multipart() else []
            for block in blocks:
                said = block.get("Diagnostic-Code") or block.get("Status")  # type: ignore[union-attr]
                if said:
                    text = " ".join(str(said).split()).removeprefix("smtp;")
                    return text.strip()[:LONGEST]
    return ""
