"""Keeping what came in: a row first, whoever brings it; and forgetting it when its time is over."""

import hashlib
import re
from datetime import timedelta

from django.core.cache import cache
from django.db.models import QuerySet
from django.utils import timezone

from imyportal import work
from imyportal.enums import MailOutcome
from imyportal.models import InboundMail

MB = 2**20
LARGEST = 15 * MB
# What could not be used stays so long, for whoever looks into it by hand; then its words go.
KEEP_WORDS = timedelta(days=30)
KEEP_ROWS = timedelta(days=90)  # a mail that is brought once more within them is known
FORGET_EVERY_SECONDS = 3600
_MESSAGE_ID = re.compile(rb"^message-id:\s*(<[!-;=?-~]{1,250}>)", re.IGNORECASE | re.MULTILINE)
_HEADERS_END = re.compile(rb"\r?\n\r?\n")


def take_in(raw: bytes) -> bool:
    """Keep one mail for the worker; False when it is here already.

    It is known by its Message-ID and its body, so that the copies a server delivers by several ways,
    each with other lines of delivery on top, are one. One larger than 15 MB is noted and not kept.
    """
    raw = raw.replace(b"\r\n", b"\n")
    end = _HEADERS_END.search(raw)
    named = _MESSAGE_ID.search(raw[: end.start() if end else 64 * 1024])
    number = named[1].decode("ascii") if named else ""
    is_too_large = len(raw) > LARGEST
    now = timezone.now()
    row = InboundMail(
        message_id=number,
        digest=hashlib.sha256(raw[end.end() :] if end and number else raw).hexdigest(),
        raw=None if is_too_large else raw,
        size=len(raw),
        done_at=now if is_too_large else None,
        outcome=MailOutcome.TOO_LARGE if is_too_large else "",
    )
    InboundMail.objects.bulk_create([row], ignore_conflicts=True)
    work.ring("read_inbound_mail")
    known = InboundMail.objects.filter(message_id=number, digest=row.digest)
    return known.filter(received_at=row.received_at).exists()


def try_again(rows: QuerySet[InboundMail]) -> int:
    """Make those of `rows` whose words are still there due now, also what had no place; how many."""
    count = rows.filter(raw__isnull=False, lease_until=None).update(
        due_at=timezone.now(), stopped_at=None, done_at=None, outcome="", why=""
    )
    work.ring("read_inbound_mail")
    return count


def forget() -> int:
    """Drop words and rows whose time is over; how many. Looks once an hour."""
    if not cache.add("inbound:forgotten", 1, timeout=FORGET_EVERY_SECONDS):
        return 0
    now = timezone.now()
    ended = InboundMail.objects.exclude(done_at=None, stopped_at=None)
    old_words = ended.filter(received_at__lt=now - KEEP_WORDS, raw__isnull=False)
    count = old_words.update(raw=None)
    return count + ended.filter(received_at__lt=now - KEEP_ROWS).delete()[0]
