"""The chain of the audit trail: what was committed gets a number and a digest over all before it.

Its old end is let go after years; the chain then says itself where it begins, and on what it follows.

A separate short step, so that no request waits for another: `docs/adr/0020-audit-chain.md`.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from . import audit
from .enums import Action
from .models import AuditEvent, AuditSeal, Change

START = "0" * 64  # what the first digest follows on
AT_ONCE = 1000  # events sealed in one transaction
LONGEST_TRANSACTION = timedelta(days=1)  # an event is committed at most this long after its time
UNSEALED_FOR = timedelta(minutes=15)  # longer, and the worker does not do its work
_LOCK = 0x494D59  # of PostgreSQL's advisory locks

_FIELDS = [
    "id", "at", "action", "user_id", "link_id", "actor_kind", "actor", "about_kind", "about_id",
    "about", "ip", "details",
]  # fmt: skip


def seal() -> int:
    """Seal every committed event that is not sealed yet; how many were."""
    done = 0
    while count := _seal_some():
        done += count
    return done


def _alone() -> None:
    """Until the end of the transaction nobody else writes at the chain."""
    if connection.vendor == "postgresql":  # SQLite has one writer anyway
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


@transaction.atomic
def _seal_some() -> int:
    _alone()
    head = AuditSeal.objects.select_related("event").order_by("number").last()
    number, previous = (head.number, head.digest) if head else (0, START)
    waiting = AuditEvent.objects.filter(seal=None)
    if head:  # so that the whole trail need not be looked through
        waiting = waiting.filter(at__gte=head.event.at - LONGEST_TRANSACTION)
    seals = []
    for values in waiting.order_by("pk").values_list(*_FIELDS)[:AT_ONCE]:
        number += 1
        digest = _digest(number, previous, values)
        seals.append(AuditSeal(number=number, event_id=values[0], previous=previous, digest=digest))
        previous = digest
    AuditSeal.objects.bulk_create(seals)
    return len(seals)


def _digest(number: int, previous: str, values: tuple[Any, ...]) -> str:
    """SHA-256, in hex, over the canonical JSON of an event, its number and the digest before."""
    event = dict(zip(_FIELDS, values, strict=True))
    event["at"] = event["at"].astimezone(UTC).isoformat(timespec="microseconds")
    content = {"number": number, "previous": previous, "event": event}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def let_go(before: datetime) -> dict[str, int]:
    """Delete the beginning of the chain, up to the first event of `before` or later, and as old changes; how many.

    An event of its own says up to which number and digest. Triggers refuse what has not had its time.
    """
    _alone()
    changes, _by_model = Change.objects.filter(at__lt=before).delete()
    counts = {Change._meta.label: changes}
    old = AuditSeal.objects.filter(event__at__lt=before)
    if first := AuditSeal.objects.filter(event__at__gte=before).order_by("number").first():
        old = old.filter(number__lt=first.number)
    if last := old.order_by("number").last():
        events = list(old.values_list("event", flat=True))
        old.delete()
        for start in range(0, len(events), AT_ONCE):
            AuditEvent.objects.filter(pk__in=events[start : start + AT_ONCE]).delete()
        counts[AuditEvent._meta.label] = len(events)
        audit.note(Action.TRAIL_LET_GO, by=None, number=last.number, digest=last.digest)
    return {model: count for model, count in counts.items() if count}


@dataclass
class Verdict:
    """What a check of the chain found; `fault` is empty when all is well."""

    count: int = 0
    head: str = START
    fault: str = ""


def check(expect: str = "", now: datetime | None = None) -> Verdict:
    """Follow the chain from its beginning, or from where it was let go, to the first fault.

    `expect` is a digest noted earlier, elsewhere: a chain that was cut off or written anew does not
    come by it. Memory does not grow with the length of the chain.
    """
    found = Verdict()
    met = not expect or expect == START
    for number, previous, digest, *values in _links():
        if found.head == START and number > 1 and _was_let_go(number - 1, previous):
            found.count, found.head = number - 1, previous
        place = found.count + 1
        if number != place or previous != found.head:
            found.fault = f"number {place} is missing or out of its place"
            return found
        if digest != _digest(number, previous, tuple(values)):
            found.fault = f"number {place} (event {values[0]}) is not what was sealed"
            return found
        found.count, found.head = place, digest
        met = met or digest == expect
    if not met:
        found.fault = "the expected digest does not occur: the end was cut off or written anew"
    elif late := _unsealed(now or timezone.now()):
        found.fault = f"{late} events are not sealed: does the worker run, was one slipped in?"
    return found


def _was_let_go(number: int, digest: str) -> bool:
    """Whether a sealed event says that all up to this number had its time."""
    said = AuditEvent.objects.filter(action=Action.TRAIL_LET_GO, seal__isnull=False)
    return said.filter(details={"number": number, "digest": digest}).exists()


def _links() -> Iterator[tuple[Any, ...]]:
    columns = ["number", "previous", "digest", *(f"event__{name}" for name in _FIELDS)]
    rows = AuditSeal.objects.order_by("number").values_list(*columns)
    return rows.iterator(chunk_size=2000)


def _unsealed(now: datetime) -> int:
    return AuditEvent.objects.filter(seal=None, at__lt=now - UNSEALED_FOR).count()
