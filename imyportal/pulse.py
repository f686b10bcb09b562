"""Who is at work behind the pages, and what their runs add up to: rows that any process can read.

A worker says so whenever it does something, beat through the worker that hears it, and the sweep at
every round, which also rings for a worker: so each is heard of at least once a minute while it lives.
"""

import logging
import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.db.models import F
from django.utils import timezone

from .models import Heartbeat, JobTally
from .work import Run

logger = logging.getLogger(__name__)

WORKER, BEAT, SWEEP = "worker", "beat", "sweep"
# A pass of the sweep that has much to do takes its time.
LATE_AFTER = {
    WORKER: timedelta(minutes=5),
    BEAT: timedelta(minutes=5),
    SWEEP: timedelta(minutes=15),
}
SELDOM = 20.0  # seconds between two writings of one process about the same


def expected() -> list[str]:
    """Whom this installation has: without a broker there is only the sweep."""
    return [WORKER, BEAT, SWEEP] if settings.REDIS_URL else [SWEEP]


# --- Heartbeats -------------------------------------------------------------------------------

_felt: dict[str, float] = {}


def beat(name: str) -> None:
    """Say that `name` is at work; written down three times a minute at most."""
    now = time.monotonic()
    if now - _felt.get(name, -SELDOM) < SELDOM:
        return
    try:
        Heartbeat.objects.bulk_create(
            [Heartbeat(name=name, at=timezone.now())],
            update_conflicts=True,
            unique_fields=["name"],
            update_fields=["at"],
        )
    except DatabaseError as error:
        logger.warning("heartbeat of %s not written: %s", name, error)
    else:
        _felt[name] = now


@dataclass(frozen=True)
class Pulse:
    """How one of them is: `ok`, `late` or `never`, and for how many seconds nothing was heard."""

    state: str
    seconds: int | None
    at: datetime | None


def read(now: datetime) -> dict[str, Pulse]:
    """How everybody is whom this installation has; one query."""
    heard = dict(Heartbeat.objects.values_list("name", "at"))
    return {name: _pulse(name, heard.get(name), now) for name in expected()}


def _pulse(name: str, at: datetime | None, now: datetime) -> Pulse:
    if at is None:
        return Pulse("never", None, None)
    age = max(now - at, timedelta())
    return Pulse("late" if age > LATE_AFTER[name] else "ok", int(age.total_seconds()), at)


# --- Runs of jobs -----------------------------------------------------------------------------


@dataclass
class _Sum:
    """What this process has not written down yet of one kind of work."""

    since: float
    runs: int = 0
    failed_runs: int = 0
    rows_done: int = 0
    rows_failed: int = 0
    seconds: float = 0.0
    succeeded_at: datetime | None = None


_sums: dict[str, _Sum] = {}
_lock = threading.Lock()


def tally(run: Run) -> None:
    """Add `run` to what its kind of work adds up to; idle runs are written down together."""
    with _lock:
        sum_ = _sums.setdefault(run.name, _Sum(since=time.monotonic() - SELDOM))
        sum_.runs += 1
        sum_.failed_runs += bool(run.error)
        sum_.rows_done += run.done
        sum_.rows_failed += run.failed
        sum_.seconds += run.seconds
        if not (run.error or run.failed):
            sum_.succeeded_at = timezone.now()
        if run.is_idle and time.monotonic() - sum_.since < SELDOM:
            return
        _sums[run.name] = _Sum(since=time.monotonic())
    try:
        _write(run.name, sum_)
    except DatabaseError as error:
        logger.warning("runs of %s not written: %s", run.name, error)


def _write(name: str, sum_: _Sum) -> None:
    columns: dict[str, Any] = {
        field: F(field) + getattr(sum_, field)
        for field in ("runs", "failed_runs", "rows_done", "rows_failed", "seconds")
    }
    if sum_.succeeded_at:
        columns["succeeded_at"] = sum_.succeeded_at
    if not JobTally.objects.filter(name=name).update(**columns):
        JobTally.objects.bulk_create([JobTally(name=name)], ignore_conflicts=True)
        JobTally.objects.filter(name=name).update(**columns)
