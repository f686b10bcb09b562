"""When a trainee looks at the own work: at the start, every week, and in the last week.

A week's self-evaluation opens on Thursday and is due on Friday, earlier when the placement ends
earlier. It may be given until the end of the following week, and changed until its own Sunday: by then
the company may have signed, and its scores should not lead the trainee's.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from imyportal import weeks
from placements.models import Placement

from .enums import EvaluationMoment

START_KEY = "start"
THURSDAY = 3
START_WITHIN = timedelta(days=2)


@dataclass(frozen=True)
class Slot:
    """One self-evaluation that a placement has."""

    moment: EvaluationMoment
    monday: date
    number: int  # week of the placement, from 1
    opens_on: date
    due_on: date

    @property
    def key(self) -> str:
        """As in addresses: «start», or the ISO week."""
        is_start = self.moment == EvaluationMoment.START
        return START_KEY if is_start else weeks.iso(self.monday)

    @property
    def changes_until(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def closes_on(self) -> date:
        """The last day to give it."""
        return self.monday + timedelta(days=13)

    def is_open(self, day: date) -> bool:
        return self.opens_on <= day <= self.closes_on


def of(placement: Placement) -> list[Slot]:
    """All of a placement, in their order."""
    mondays = weeks.mondays(placement.starts_on, placement.ends_on)
    if placement.starts_on.weekday() >= THURSDAY and len(mondays) > 1:
        mondays = mondays[1:]  # the first days are told by the start alone
    found = [_start(placement)] + [_week(placement, monday) for monday in mondays]
    return sorted(found, key=lambda slot: (slot.opens_on, slot.number))


def find(placement: Placement, key: str) -> Slot | None:
    """The one with this key in the address."""
    return next((slot for slot in of(placement) if slot.key == key), None)


def is_last_week(placement: Placement, monday: date) -> bool:
    """Whether the placement ends in the week that starts on `monday`."""
    return monday == weeks.monday_of(placement.ends_on)


def _start(placement: Placement) -> Slot:
    first = placement.starts_on
    return Slot(
        moment=EvaluationMoment.START,
        monday=weeks.monday_of(first),
        number=0,
        opens_on=first,
        due_on=min(first + START_WITHIN, placement.ends_on),
    )


def _week(placement: Placement, monday: date) -> Slot:
    last_week = is_last_week(placement, monday)
    first = max(monday, placement.starts_on)
    last = min(monday + timedelta(days=6), placement.ends_on)
    opens_on = max(first, min(monday + timedelta(days=THURSDAY), last))
    return Slot(
        moment=EvaluationMoment.FINAL if last_week else EvaluationMoment.WEEK,
        monday=monday,
        number=placement.week_number(monday),
        opens_on=opens_on,
        due_on=min(max(opens_on, monday + timedelta(days=THURSDAY + 1)), last),
    )
