"""The trainee's day page: a day of the past entered as absent is an absence, like one that was said.

Nobody gets a mail: the day is over, and the board shows it. It counts as said too late, for it was: the trainee
says so themselves, which is not «nobody told», and only after work was to begin. What was said earlier by
telephone an agency tutor writes down with its moment. Papers and reports count it like any other.
"""

import uuid
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from imyportal import audit
from imyportal.enums import Action

from .. import hours
from ..entries import DayEntry
from ..enums import ABSENCES, AbsenceBy, AbsenceKind, DayKind
from ..models import Absence, Placement, WorkDay
from . import days, going
from .saying import Heard, Saying, add, held


@transaction.atomic
def save_day(
    placement: Placement,
    day: date,
    entry: DayEntry,
    *,
    by: User,
    version: int | None = None,
    once: uuid.UUID | None = None,
) -> WorkDay:
    """As `hours.save_day`, by the trainee: the absence is written with the day, and goes with it."""
    placement = held(placement)
    row = hours.save_day(placement, day, entry, by=by, version=version, once=once)
    if row.kind in ABSENCES:
        _keep(placement, row, by)
    else:
        _drop(placement, day, by)
    return row


@transaction.atomic
def clear_day(placement: Placement, day: date, *, by: User) -> None:
    """As `hours.clear_day`; the absence that was written with the day goes with it."""
    placement = held(placement)
    hours.clear_day(placement, day, by=by)
    _drop(placement, day, by)


def _keep(placement: Placement, row: WorkDay, by: User) -> None:
    """Of a past day on which work was agreed; one that somebody noticed is answered by it."""
    timetable = days.agreed(placement)
    if row.date >= timezone.localdate() or row.date.weekday() not in timetable:
        return
    kind = AbsenceKind.ILL if row.kind == DayKind.ILL else AbsenceKind.OTHER
    heard = Heard(by, AbsenceBy.TRAINEE, timezone.now())
    made = add(placement, Saying(kind, row.date, row.date), heard, timetable)
    if made is not None:
        audit.note(Action.ABSENCE_SAID, by=by, about=made)


def _drop(placement: Placement, day: date, by: User) -> None:
    """Take back what was written with the day; what somebody was told of goes by «I can go after all»."""
    found = Absence.objects.holding().filter(
        placement=placement,
        first_day=day,
        last_day=day,
        noted_by=AbsenceBy.TRAINEE,
        notices=None,
        papers=None,
    )
    for absence in found:
        going.shorten(absence, day)
        audit.note(Action.ABSENCE_OVER, by=by, about=absence, day=day.isoformat())
