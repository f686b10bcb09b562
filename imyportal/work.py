"""Background work: the row remembers, a worker claims it for a while, and a bell wakes the workers.

A model that stands for work mixes in `Claimable`. `claims()` hands out due rows one by one under a
lease; `Claim.finish()` writes the result only while that lease still stands. What a worker killed in
the middle leaves behind becomes due again when its lease has run out.
"""

import logging
import threading
import time
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Self, TypeVar

from celery import current_app
from django.conf import settings
from django.db import (
    DatabaseError,
    DataError,
    IntegrityError,
    InterfaceError,
    ProgrammingError,
    connection,
    models,
    transaction,
)
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)

LONGEST = 240.0  # seconds of one run; what is left is for the next, long before Celery cuts it off

PATIENCE = 0.5  # seconds between two tries to reach the database

M = TypeVar("M", bound="Claimable")


# --- Rows that are work -----------------------------------------------------------------------


class ClaimableQuerySet(models.QuerySet[M]):
    """Chains: `.due()`, `.waiting()`."""

    def waiting(self) -> Self:
        """Not done and not given up."""
        return self.filter(done_at=None, stopped_at=None)

    def due(self, now: datetime | None = None) -> Self:
        """Waiting, its time has come, and nobody holds a lease on it."""
        now = now or timezone.now()
        free = Q(lease_until=None) | Q(lease_until__lte=now)
        return self.waiting().filter(free, due_at__lte=now)


class Claimable(models.Model):
    """A row that stands for work to be done once."""

    due_at = models.DateTimeField(_("due"), default=timezone.now, db_index=True, editable=False)
    done_at = models.DateTimeField(_("done"), null=True, editable=False)
    stopped_at = models.DateTimeField(_("given up"), null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    lease_token = models.UUIDField(null=True, editable=False)
    attempts = models.PositiveIntegerField(_("attempts"), default=0, editable=False)
    last_error = models.TextField(_("last error"), blank=True, editable=False)

    class Meta:
        abstract = True

    def is_hopeless(self, error: BaseException, now: datetime) -> bool:
        """Whether trying again after `error` is no use. Work is not given up unless its model says so."""
        return False


class LeaseLost(Exception):
    """Somebody else holds the row now; what was made must not be kept."""


@dataclass
class Claim(Generic[M]):
    """One row, ours until its lease runs out."""

    row: M
    token: uuid.UUID

    @contextmanager
    def finish(self, *, again: datetime | None = None) -> Iterator[M]:
        """In one transaction: the row re-read under lock, changed by the caller, marked done.

        With `again` it is due once more at that moment instead. Raises `LeaseLost` when the lease has passed
        on; then nothing is written.
        """
        with transaction.atomic():
            manager = type(self.row)._base_manager
            row = (
                manager.select_for_update(of=("self",))
                .filter(pk=self.row.pk, lease_token=self.token, done_at=None)
                .first()
            )
            if row is None:
                raise LeaseLost(str(self.row.pk))
            yield row
            row.lease_until, row.lease_token, row.last_error = None, None, ""
            fields = ["lease_until", "lease_token", "last_error"]
            if again is None:
                row.done_at = timezone.now()
                fields.append("done_at")
            else:
                row.due_at, row.attempts = again, 0
                fields += ["due_at", "attempts"]
            row.save(update_fields=fields)

    def fail(self, error: BaseException) -> None:
        """Note why, and try again later: after 30 s, then doubling up to an hour.

        A row that calls the error hopeless is given up instead; `stopped_at` says since when.
        """
        _put_off(self.row, error, lease_token=self.token)


# --- A run ------------------------------------------------------------------------------------


@dataclass
class Run:
    """One run of one kind of work, as the log and the figures tell of it."""

    name: str
    started: float
    done: int = 0  # rows finished
    failed: int = 0  # rows whose failure was noted on them
    late: float = 0.0  # seconds after its time that the row waiting longest was taken
    seconds: float = 0.0
    error: str = ""  # what ended it before its time

    @property
    def is_idle(self) -> bool:
        return not (self.done or self.failed or self.error)

    @property
    def is_over(self) -> bool:
        """Whether it should take no more rows."""
        return time.monotonic() - self.started > LONGEST


_run: ContextVar[Run | None] = ContextVar("run", default=None)


def _took(rows: Sequence[Claimable]) -> None:
    if (run := _run.get()) and rows:
        due = min(row.due_at for row in rows)
        run.late = max(run.late, (timezone.now() - due).total_seconds())


def _failed() -> None:
    if run := _run.get():
        run.failed += 1


def _is_over() -> bool:
    run = _run.get()
    return run is not None and run.is_over


def patiently(write: Callable[[], None]) -> None:
    """Run `write`, which only says in the database what has been done outside and must not be done again.

    A database that is away is waited for until the lease has run out; then its error is raised.
    """
    deadline = time.monotonic() + settings.WORK_LEASE.total_seconds()
    while True:
        try:
            return write()
        except (IntegrityError, DataError, ProgrammingError):
            raise
        except (DatabaseError, InterfaceError):  # a server that crashes is a plain DatabaseError
            if connection.in_atomic_block or time.monotonic() > deadline:
                raise
            logger.warning("the database is away; what was done is noted when it is back")
            connection.close()
            time.sleep(PATIENCE)


# --- Rows one by one --------------------------------------------------------------------------


def _put_off(row: Claimable, error: BaseException, attempts: int = 0, **only: Any) -> None:
    """Note `error`, and let the row be due again later, if it still stands as `only` says."""
    attempts = attempts or row.attempts
    wait = min(
        settings.WORK_RETRY_FIRST * 2 ** min(attempts - 1, 16),
        settings.WORK_RETRY_MOST,
    )
    now = timezone.now()
    given_up = {"stopped_at": now} if row.is_hopeless(error, now) else {}
    type(row)._base_manager.filter(pk=row.pk, done_at=None, **only).update(
        due_at=now + wait,
        lease_until=None,
        lease_token=None,
        attempts=attempts,
        last_error=f"{type(error).__name__}: {error}"[:2000],
        **given_up,
    )


def claim_one(queryset: ClaimableQuerySet[M]) -> Claim[M] | None:
    """Take the longest-due row of `queryset` (pass `.due()`); None when there is none left."""
    with transaction.atomic():
        row = (
            queryset.select_for_update(of=("self",), skip_locked=True)
            .order_by("due_at", "pk")
            .first()
        )
        if row is None:
            return None
        token = uuid.uuid4()
        row.attempts += 1
        row.lease_token, row.lease_until = token, timezone.now() + settings.WORK_LEASE
        row.save(update_fields=["attempts", "lease_token", "lease_until"])
    _took([row])
    return Claim(row, token)


def claims(due: Callable[[], ClaimableQuerySet[M]]) -> Iterator[Claim[M]]:
    """Claim after claim until nothing is due, or the run has lasted long enough.

    `due` is called anew for each, as in `claims(Certificate.objects.due)`. An exception that the
    caller's loop body lets out is the caller's; `do_all()` notes it on the row instead.
    """
    while not _is_over() and (claim := claim_one(due())):
        yield claim


def do_all(
    due: Callable[[], ClaimableQuerySet[M]],
    do: Callable[[Claim[M]], None],
    *,
    until: Callable[[Exception], bool] = lambda error: False,
) -> int:
    """Run `do` on every due row; a failure is noted on its row and does not stop the others.

    But one for which `until` answers yes does: the others would fail in the same way, and stay due.
    Returns how many succeeded.
    """
    done = 0
    for claim in claims(due):
        try:
            do(claim)
        except LeaseLost:
            logger.warning("lease lost kind=%s row=%s", claim.row._meta.label, claim.row.pk)
        except Exception as error:
            logger.exception("failed kind=%s row=%s", claim.row._meta.label, claim.row.pk)
            claim.fail(error)
            _failed()
            if until(error):
                break
        else:
            done += 1
    return done


# --- Many rows at once ------------------------------------------------------------------------

BATCH = 500  # rows in one transaction

# Keys of rows, and what else their columns say when they are done.
Result = tuple[Collection[Any], dict[str, Any]]


def do_in_batches(
    due: Callable[[], ClaimableQuerySet[M]],
    do: Callable[[list[M]], Iterable[Result]],
    *,
    most: int = BATCH,
) -> int:
    """Run `do` on due rows, `most` at a time; for work that does nothing but write to the database.

    Rows are locked, not leased: what `do` writes and that its rows are done is one transaction, so
    that a worker killed in the middle has done nothing. A batch that fails is done again row by
    row, and a failure is noted on its row alone. Returns how many succeeded.
    """
    done = 0
    while not _is_over():
        rows: list[M] = []
        try:
            with transaction.atomic():
                rows += _lock(due(), most)
                if not rows:
                    break
                _finish(rows, do(rows))
                hook("work.before_commit")
        except Exception as error:
            if not rows:
                raise
            logger.exception("failed kind=%s rows=%d", rows[0]._meta.label, len(rows))
            if len(rows) == 1:
                _put_off(rows[0], error, attempts=rows[0].attempts + 1)
                _failed()
            else:
                for row in rows:
                    done += do_in_batches(lambda pk=row.pk: due().filter(pk=pk), do, most=1)  # type: ignore[misc]
        else:
            done += len(rows)
    return done


def _lock(due: ClaimableQuerySet[M], most: int) -> list[M]:
    found = due.select_for_update(of=("self",), skip_locked=True)
    rows = list(found.order_by("due_at", "pk")[:most])
    _took(rows)
    return rows


def _finish(rows: Sequence[Claimable], results: Iterable[Result]) -> None:
    done: set[Any] = set()
    for keys, columns in results:
        type(rows[0])._base_manager.filter(pk__in=keys).update(
            done_at=timezone.now(), attempts=F("attempts") + 1, last_error="", **columns
        )
        done.update(keys)
    if left := {row.pk for row in rows} - done:
        raise ValueError(f"{len(left)} rows were left undone.")  # they would be due for ever


# --- Kinds of work and the bell ---------------------------------------------------------------

_jobs: dict[str, Callable[[], int]] = {}


def job(function: Callable[[], int]) -> Callable[[], int]:
    """Register an argument-less function of an app's `tasks.py` as a kind of work.

    It must be safe to run at any time, by anyone, twice. Its return value, how many rows it
    finished, goes to the log.
    """
    name = function.__name__
    _jobs[name] = function

    def task() -> int:
        return run(name)

    # Celery reads the name of what it is given, so no lambda.
    current_app.task(name=f"imyportal.{name}")(task)
    return function


_watchers: list[Callable[[Run], None]] = []


def watch(function: Callable[[Run], None]) -> None:
    """Have `function` told of every run when it has ended."""
    _watchers.append(function)


def run(name: str) -> int:
    """Do one kind of work now; how many rows were finished.

    After four minutes no more rows are taken, and the bell is rung for those that are left.
    """
    run = Run(name, time.monotonic())
    token = _run.set(run)
    try:
        run.done = _jobs[name]()
    except Exception as error:
        run.error = type(error).__name__
        raise
    finally:
        _run.reset(token)
        run.seconds = time.monotonic() - run.started
        _tell(run)
    if run.is_over:
        ring(name)
    return run.done


def _tell(run: Run) -> None:
    """One line a run; one that found nothing to do is not worth it, twice a minute and kind."""
    facts = {"job": run.name, "done": run.done, "failed": run.failed}
    facts |= {"seconds": round(run.seconds, 3), "late": round(run.late), "error": run.error}
    words = " ".join(f"{name}={value}" for name, value in facts.items() if value != "")
    level = logging.DEBUG if run.is_idle else logging.WARNING if run.error else logging.INFO
    logger.log(level, words, extra=facts)
    for function in _watchers:
        function(run)


def run_all(between: Callable[[], None] = lambda: None) -> int:
    """Do every kind of work that is due; the sweep. One kind's failure does not stop the others.

    `between` is called after each.
    """
    done = 0
    for name in list(_jobs):
        try:
            done += run(name)
        except Exception:
            logger.exception("job=%s failed", name)
        between()
    return done


def ring(name: str) -> None:
    """After this transaction commits, wake the workers for the kind `name`. Costs nothing.

    Without a broker, or when it is down, the sweep finds the work within a minute.
    """
    transaction.on_commit(lambda: _bell.ring(name))


class _Bell:
    """One daemon thread that talks to the broker, so that no request ever waits for it."""

    BREAK_SECONDS = 30.0

    def __init__(self) -> None:
        self._wanted: set[str] = set()
        self._condition = threading.Condition()
        self._thread: threading.Thread | None = None
        self._silent_until = 0.0

    def ring(self, name: str) -> None:
        if not settings.REDIS_URL:
            return
        with self._condition:
            self._wanted.add(name)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._loop, name="bell", daemon=True)
                self._thread.start()
            self._condition.notify()

    def _loop(self) -> None:
        while True:
            with self._condition:
                while not self._wanted:
                    self._condition.wait()
                names, self._wanted = self._wanted, set()
            if time.monotonic() >= self._silent_until:
                self._publish(names)

    def _publish(self, names: set[str]) -> None:
        try:
            for name in names:
                current_app.send_task(f"imyportal.{name}", retry=False, ignore_result=True)
        except Exception as error:
            self._silent_until = time.monotonic() + self.BREAK_SECONDS
            logger.warning("bell silent for %.0f s: %s", self.BREAK_SECONDS, error)


_bell = _Bell()


# --- Places where drills hold the window open -------------------------------------------------

_hooks: dict[str, Callable[[], Any]] = {}


def hook(name: str) -> None:
    """A named dangerous spot. Does nothing outside drills."""
    if _hooks and name in _hooks:
        _hooks[name]()


def set_hook(name: str, action: Callable[[], Any] | None) -> None:
    """For drills: run `action` at the spot `name`; None takes it away."""
    if action is None:
        _hooks.pop(name, None)
    else:
        _hooks[name] = action
