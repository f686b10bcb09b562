"""When somebody looks at a trainee's work: what the plan of the group makes of a placement's weeks.

An evaluation opens and is due on the plan's weekdays, earlier when the placement ends earlier, later
where a trainee has days more (`placements/adjusting.py`). It may be given until the end of the
following week. The trainee's own may be changed until the Sunday of its week, so much later where it is due
later: by then the company may have signed, and its scores should not lead the trainee's.

One observer has one evaluation a week: the final one goes before that of the middle, and this before a
weekly one. The middle is the week in the middle, of three weeks or more.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from imyportal import weeks
from placements.models import Placement

from . import plans
from .enums import OWN_KINDS, EvaluationKind, EvaluationMoment
from .plans import Due, Plan

START_KEY = "start"
START_WITHIN = timedelta(days=2)
CLOSES_AFTER = timedelta(days=13)  # the Monday of its week: the Sunday of the next one
MID_FROM = 3  # weeks a placement has at least to have a middle

Key = tuple[str, date, bool]  # observer, Monday, whether it is of the start


@dataclass(frozen=True)
class Slot:
    """One evaluation that a placement has."""

    kind: EvaluationKind
    moment: EvaluationMoment
    monday: date
    number: int  # week of the placement, from 1; 0 of the start
    opens_on: date
    due_on: date
    more: int = 0  # days that the trainee has more than others

    @property
    def when(self) -> str:
        """As in addresses: «start» or the ISO week."""
        is_start = self.moment == EvaluationMoment.START
        return START_KEY if is_start else weeks.iso(self.monday)

    @property
    def key(self) -> str:
        """The same after the observer, where it is not the trainee alone."""
        return self.when if self.kind == EvaluationKind.SELF else f"{self.kind}-{self.when}"

    @property
    def changes_until(self) -> date:
        return min(self.monday + timedelta(days=6 + self.more), self.closes_on)

    @property
    def closes_on(self) -> date:
        """The last day to give it."""
        return self.monday + CLOSES_AFTER

    @property
    def takes(self) -> Key:
        """What an evaluation given for it has in common with it, even when the plan was changed since."""
        return self.kind, self.monday, self.moment == EvaluationMoment.START

    def is_open(self, day: date) -> bool:
        return self.opens_on <= day <= self.closes_on

    def is_late(self, day: date) -> bool:
        """It was due and may still be given."""
        return self.due_on < day <= self.closes_on


def key_of(kind: str, moment: str, monday: date) -> Key:
    """By which a slot knows its evaluation: see `Slot.takes`."""
    return kind, monday, moment == EvaluationMoment.START


def of(placement: Placement, kinds: Collection[EvaluationKind] = OWN_KINDS) -> list[Slot]:
    """All of a placement, in their order; the trainee's own, if nothing else is named. One query."""
    return of_each([placement], kinds)[placement.pk]


def of_each(
    placements: Iterable[Placement], kinds: Collection[EvaluationKind] = OWN_KINDS
) -> dict[int, list[Slot]]:
    """Those of each placement by its key; one query. Needs the trainees loaded."""
    placements = list(placements)
    known = plans.of_groups({each.trainee.group_id for each in placements})
    return {
        each.pk: lay(
            each.starts_on,
            each.ends_on,
            known.of(each.trainee.group_id),
            kinds,
            more=each.evaluation_days,
        )
        for each in placements
    }


def find(placement: Placement, key: str) -> Slot | None:
    """The trainee's own with this key in the address; one query."""
    return next((slot for slot in of(placement) if slot.key == key), None)


def moment_of(placement: Placement, kind: EvaluationKind, monday: date) -> EvaluationMoment:
    """What a week is for an observer: the last, the middle where the plan has one, else any; one query."""
    found = (slot for slot in of(placement, [kind]) if slot.monday == monday and slot.number)
    slot = next(found, None)
    if slot:
        return slot.moment
    is_last = monday == weeks.monday_of(placement.ends_on)
    return EvaluationMoment.FINAL if is_last else EvaluationMoment.WEEK


def moments(placement: Placement, kind: EvaluationKind) -> list[Slot]:
    """The start and every week, whether the plan asks this observer then or not; one query."""
    due = {slot.takes: slot for slot in of(placement, [kind])}
    mondays = weeks.mondays(placement.starts_on, placement.ends_on)
    stay = _Stay(placement.starts_on, placement.ends_on, len(mondays), placement.evaluation_days)
    found = [stay.start(kind)]
    for number, monday in enumerate(mondays, start=1):
        is_last = number == stay.count
        moment = EvaluationMoment.FINAL if is_last else EvaluationMoment.WEEK
        slot = stay.week(kind, Due(kind, moment), monday, number)
        found.append(due.get(slot.takes, slot))
    return found


def lay(
    starts_on: date,
    ends_on: date,
    plan: Plan,
    kinds: Collection[EvaluationKind] = OWN_KINDS,
    *,
    more: int | None = None,
) -> list[Slot]:
    """The slots of a stay by a plan, due `more` days later than for others. Pure."""
    mondays = weeks.mondays(starts_on, ends_on)
    stay = _Stay(starts_on, ends_on, len(mondays), more)
    found: list[Slot] = []
    for number, monday in enumerate(mondays, start=1):
        dues = plan.on(monday)
        for kind in kinds:
            of_kind = {due.moment: due for due in dues if due.kind == kind}
            if number == 1 and EvaluationMoment.START in of_kind:
                found.append(stay.start(kind))
            if due := stay.due(of_kind, number):
                found.append(stay.week(kind, due, monday, number))
    return sorted(found, key=lambda slot: (slot.opens_on, slot.number))


@dataclass(frozen=True)
class _Stay:
    """The days of a placement, how many weeks they touch, and how many days more an evaluation has."""

    starts_on: date
    ends_on: date
    count: int
    more: int | None = None

    def due(self, of_kind: dict[str, Due], number: int) -> Due | None:
        """The line of the plan that rules this week for one observer."""
        if number == self.count and EvaluationMoment.FINAL in of_kind:
            return of_kind[EvaluationMoment.FINAL]
        is_mid = self.count >= MID_FROM and number == (self.count + 1) // 2
        if is_mid and EvaluationMoment.MID in of_kind:
            return of_kind[EvaluationMoment.MID]
        found = of_kind.get(EvaluationMoment.WEEK)
        if not found or not self._has_turn(found, number):
            return None
        return found

    def _has_turn(self, due: Due, number: int) -> bool:
        first, every, opens = due.first_week or 1, due.every or 1, due.opens or 0
        if number == 1 and self.count > 1 and self.starts_on.weekday() >= max(opens, 1):
            return False  # the first days are told by the start alone
        return number >= first and (number - first) % every == 0

    def start(self, kind: EvaluationKind) -> Slot:
        return Slot(
            kind=kind,
            moment=EvaluationMoment.START,
            monday=weeks.monday_of(self.starts_on),
            number=0,
            opens_on=self.starts_on,
            due_on=self._later(
                min(self.starts_on + START_WITHIN, self.ends_on), weeks.monday_of(self.starts_on)
            ),
            more=self.more or 0,
        )

    def week(self, kind: EvaluationKind, due: Due, monday: date, number: int) -> Slot:
        first = max(monday, self.starts_on)
        last = min(monday + timedelta(days=6), self.ends_on)
        opens_on = max(first, min(monday + timedelta(days=due.opens or 0), last))
        return Slot(
            kind=kind,
            moment=EvaluationMoment(due.moment),
            monday=monday,
            number=number,
            opens_on=opens_on,
            due_on=self._later(
                min(max(opens_on, monday + timedelta(days=due.due or 0)), last), monday
            ),
            more=self.more or 0,
        )

    def _later(self, due_on: date, monday: date) -> date:
        """While it may still be given: `Slot.closes_on`."""
        return min(due_on + timedelta(days=self.more or 0), monday + CLOSES_AFTER)
