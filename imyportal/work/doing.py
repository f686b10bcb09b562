"""Work through the rows that are due: one by one under a lease, or many in one transaction."""

import logging
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

from django.conf import settings
from django.db import (
    DatabaseError,
    DataError,
    IntegrityError,
    InterfaceError,
    ProgrammingError,
    connection,
    transaction,
)
from django.db.models import F
from django.utils import timezone

from . import runs
from .hooks import hook
from .rows import Claim, Claimable, ClaimableQuerySet, LeaseLost, M, claim_one, put_off, took

logger = logging.getLogger(__name__)

PATIENCE = 0.5  # seconds between two tries to reach the database

BATCH = 500  # rows in one transaction

# Keys of rows, and what else their columns say when they are done.
Result = tuple[Collection[Any], dict[str, Any]]


def claims(due: Callable[[], ClaimableQuerySet[M]]) -> Iterator[Claim[M]]:
    """Claim after claim until nothing is due, or the run has lasted long enough.

    `due` is called anew for each, as in `claims(Certificate.objects.due)`. An exception that the
    caller's loop body lets out is the caller's; `do_all()` notes it on the row instead.
    """
    while not runs.is_over() and (claim := claim_one(due())):
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
            runs.failed()
            if until(error):
                break
        else:
            done += 1
    return done


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
    while not runs.is_over():
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
                put_off(rows[0], error, attempts=rows[0].attempts + 1)
                runs.failed()
            else:
                for row in rows:
                    done += do_in_batches(lambda pk=row.pk: due().filter(pk=pk), do, most=1)  # type: ignore[misc]
        else:
            done += len(rows)
    return done


def _lock(due: ClaimableQuerySet[M], most: int) -> list[M]:
    found = due.select_for_update(of=("self",), skip_locked=True)
    rows = list(found.order_by("due_at", "pk")[:most])
    took(rows)
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
