"""Fetching mail from a mailbox (IMAP4rev1, RFC 3501): what has not been seen, once."""

import logging
import re
import ssl
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from imap_tools import AND, BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.consts import MailMessageFlags

from .keeping import LARGEST, take_in

logger = logging.getLogger(__name__)

SECONDS = 15.0
MOST = 50  # mails of one run
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class _AsItCame:
    """A mail as the server sent it: it is read where it can do no harm, not here."""

    def __init__(self, answer: Any) -> None:
        parts = [part for item in answer for part in (item if isinstance(item, tuple) else [item])]
        lines = b" ".join(part for part in parts if isinstance(part, bytes) and len(part) < 500)
        size = _SIZE.search(lines)
        self.size = int(size[1]) if size else 0
        self.raw = next((bytes(item[1]) for item in answer if isinstance(item, tuple)), b"")


def fetch() -> int:
    """Keep what is new in the mailbox `IMAP_URL`; how many mails. Without it there is none.

    A mail is marked as seen once its row is stored: a crash between the two brings it again, and it is
    known. Raises what the server says when it cannot be reached; the next minute tries again.
    """
    if not settings.IMAP_URL:
        return 0
    with _open(settings.IMAP_URL) as box:
        uids = box.uids(AND(seen=False))[:MOST]
        for uid in uids:
            _keep(box, uid)
            box.flag(uid, MailMessageFlags.SEEN, True)
        return len(uids)


def _keep(box: BaseMailBox, uid: str) -> None:
    size = next((each.size for each in _look(box, uid, headers_only=True)), 0)
    if size > LARGEST + 2**20:  # no row says who wrote it: it is not even fetched
        logger.warning("mail left uid=%s size=%d", uid, size)
        return
    for each in _look(box, uid, headers_only=False):
        take_in(each.raw)


def _look(box: BaseMailBox, uid: str, *, headers_only: bool) -> list[_AsItCame]:
    found: Any = box.fetch(uid_list=[uid], mark_seen=False, headers_only=headers_only)
    return list(found)


def _open(url: str) -> BaseMailBox:
    parts = urlsplit(url)
    host = parts.hostname or ""
    box: BaseMailBox
    if parts.scheme == "imaps":  # the library itself would take any certificate
        box = MailBox(host, parts.port or 993, SECONDS, ssl_context=ssl.create_default_context())
    elif parts.scheme == "imap+starttls":
        safe = ssl.create_default_context()
        box = MailBoxStartTls(host, parts.port or 143, SECONDS, ssl_context=safe)
    elif parts.scheme == "imap" and settings.LOCAL:
        box = MailBoxUnencrypted(host, parts.port or 143, SECONDS)
    else:
        raise ValueError("IMAP_URL begins with imaps:// or imap+starttls://.")
    box.email_message_class = _AsItCame  # type: ignore[assignment]
    folder = unquote(parts.path.strip("/")) or "INBOX"
    return box.login(unquote(parts.username or ""), unquote(parts.password or ""), folder)
