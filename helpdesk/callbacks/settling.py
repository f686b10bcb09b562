"""What came of a call that somebody asked for."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit, opening, work
from imyportal.db import check_row
from imyportal.enums import Action

from ..enums import CallbackResult
from ..models import CallbackRequest

AGAIN = 60  # minutes of opening hours until the next try
KEPT = timedelta(days=90)  # after it was done, or was due


def _locked(row: CallbackRequest) -> CallbackRequest:
    row = CallbackRequest.objects.select_for_update(of=("self",)).get(pk=row.pk)
    work.hook("callbacks.locked")
    return row


def _waiting(row: CallbackRequest) -> CallbackRequest:
    row = _locked(row)
    if row.closed_at is not None:
        raise ValidationError(_("Somebody has answered this already."), code="closed")
    return row


def _close(row: CallbackRequest, result: str, *, by: User, now: datetime, said: str = "") -> None:
    row.result, row.said, row.closed_at, row.closed_by = result, said, now, by
    check_row(row)
    row.save(update_fields=["result", "said", "closed_at", "closed_by"])
    audit.note(Action.CALLBACK_SETTLED, by=by, about=row, result=result)


@transaction.atomic
def talked(row: CallbackRequest, said: str, *, by: User, now: datetime) -> None:
    """Reached, and what was `said`, or nothing. Raises `ValidationError` when it is closed already."""
    _close(_waiting(row), CallbackResult.REACHED, by=by, now=now, said=said)


@transaction.atomic
def drop(row: CallbackRequest, *, by: User, now: datetime) -> None:
    """No longer needed. Raises `ValidationError` when it is closed already."""
    _close(_waiting(row), CallbackResult.NO_NEED, by=by, now=now)


@transaction.atomic
def reopen(row: CallbackRequest, *, by: User) -> None:
    """It waits after all, also for who wrote down something else by mistake. Said twice, once.

    Raises `ValidationError` when the same was asked once more meanwhile, and waits.
    """
    row = _locked(row)
    if row.closed_at is None:
        return
    row.result, row.said, row.closed_at, row.closed_by = "", "", None, None
    try:
        with transaction.atomic():
            row.save(update_fields=["result", "said", "closed_at", "closed_by"])
    except IntegrityError:
        text = _("The same was asked once more, and waits on the list.")
        raise ValidationError(text, code="asked_again") from None
    audit.note(Action.CALLBACK_SETTLED, by=by, about=row, result="")


@transaction.atomic
def try_again(row: CallbackRequest, *, by: User, now: datetime) -> datetime:
    """Nobody answered: when it is due again. Raises `ValidationError` when it is closed already."""
    row = _waiting(row)
    row.tries += 1
    row.due_at = opening.due(now, AGAIN)
    row.save(update_fields=["tries", "due_at"])
    audit.note(Action.CALLBACK_SETTLED, by=by, about=row, tries=row.tries)
    return row.due_at


def forget(now: datetime) -> int:
    """Delete who asked ninety days ago or earlier; how many there were."""
    long_ago = now - KEPT
    old = CallbackRequest.objects.filter(
        Q(closed_at__lte=long_ago) | Q(closed_at=None, due_at__lte=long_ago)
    )
    return old.delete()[0]
