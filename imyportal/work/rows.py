"""Rows that are work, and the lease under which one of them is worked on."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Self, TypeVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import runs

M = TypeVar("M", bound="Claimable")


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
        put_off(self.row, error, lease_token=self.token)


def put_off(row: Claimable, error: BaseException, attempts: int = 0, **only: Any) -> None:
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


def took(rows: Sequence[Claimable]) -> None:
    """Have the run know how late the longest due of `rows` was taken."""
    if rows:
        due = min(row.due_at for row in rows)
        runs.took((timezone.now() - due).total_seconds())


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
    took([row])
    return Claim(row, token)
