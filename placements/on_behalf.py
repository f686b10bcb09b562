"""The agency tutor fills in a trainee's week, with the paper in hand. Every day says who filled it in."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from imyportal import audit
from imyportal.enums import Action
from imyportal.forms import use_key
from imyportal.models import OutgoingMail

from . import hours, signing
from .entries import DayEntry
from .models import HourWeek, Placement, WorkDay

PAUSE = timedelta(
    minutes=10
)  # who fills in a week saves more than once; the mail waits for the last

MAIL = "filled_for_you"


@dataclass(frozen=True)
class Filled:
    """A week after it was filled in."""

    week: HourWeek
    is_changed: bool  # the trainee is told


class DaysRefused(ValidationError):
    """Days that could not be stored, each with its own error."""

    def __init__(self, by_day: dict[date, ValidationError]) -> None:
        super().__init__([text for error in by_day.values() for text in error.messages])
        self.by_day = by_day
        codes = {getattr(error, "code", None) for error in by_day.values()}
        self.code = "changed" if "changed" in codes else "days"


@transaction.atomic
def fill_week(
    placement: Placement,
    monday: date,
    entries: Mapping[date, DayEntry | None],
    *,
    by: User,
    version: int,
    once: uuid.UUID | None = None,
) -> Filled:
    """Store these days of the week, None for a day to empty; all or none.

    The trainee gets one mail, `PAUSE` after the last of several changes, with the week as it is then.
    What is changed after that mail is told by another; nothing changed, nothing told.

    `version` is the week's that was seen. Days that stay as they are keep who filled them in. Raises
    `DaysRefused` with the errors of `hours.save_day` by day, `ValidationError` with code `locked` when
    the week was sent or signed. The same `once` again does nothing more.
    """
    week = hours.locked_week(placement, monday)
    if not use_key(once):
        return Filled(week, is_changed=_unsent(week).exists())
    refused: dict[date, ValidationError] = {}
    changed = False
    for day, entry in sorted(entries.items()):
        try:
            changed |= _store(placement, week, day, entry, by=by, version=version)
        except ValidationError as error:
            refused[day] = error
    if refused:
        raise DaysRefused(refused)
    week.refresh_from_db()
    if changed:
        audit.note(Action.HOURS_FILLED_FOR, by=by, about=week)
        _tell(week, by=by)
    return Filled(week, is_changed=changed)


def _unsent(week: HourWeek) -> QuerySet[OutgoingMail]:
    """The mail about this week that no worker has taken yet."""
    return OutgoingMail.objects.waiting().filter(
        template=f"placements/{MAIL}",
        about_type=ContentType.objects.get_for_model(week),
        about_id=week.pk,
        lease_until=None,
    )


def _tell(week: HourWeek, *, by: User) -> None:
    # Held, no worker takes it before this change can be read; taken, it may be too old already.
    waiting = _unsent(week).select_for_update(of=("self",)).first()
    if waiting is None:
        key = f"{MAIL}:{week.pk}:{week.version}"
        signing.tell_trainee(MAIL, week, key=key, wait=PAUSE, by=by.pk)
        return
    waiting.due_at = timezone.now() + PAUSE
    waiting.save(update_fields=["due_at"])


def _store(
    placement: Placement,
    week: HourWeek,
    day: date,
    entry: DayEntry | None,
    *,
    by: User,
    version: int,
) -> bool:
    before = WorkDay.objects.filter(week=week, date=day).first()
    if entry is None:
        if before is not None:
            hours.clear_day(placement, day, by=by, version=version)
        return before is not None
    if before is not None:
        # The note is the trainee's own; the form does not show it.
        entry = DayEntry(
            entry.kind, entry.starts_at, entry.ends_at, entry.break_minutes, before.note
        )
    row = hours.save_day(placement, day, entry, by=by, version=version)
    return before is None or row.version != before.version
