"""Makes a `Reminder` of everything that is due now and still of use.

Every pass looks at all that could be due, in batches of placements, and what has a row stays as it
is; so a pass may fail, be missed or be done twice. It is made when something has come due since the
last one, and once an hour besides: for who came late, and for a timetable that was changed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Value
from django.utils import timezone

from imyportal import weeks, work

from ..enums import MAILED_KINDS, TIMED_KINDS, CycleKind
from ..models import CompanyTutor, CycleMark, HourWeek, Placement, Reminder
from . import timetable, wanted
from .timetable import Timetable, Timetables, is_daytime

BATCH = 2000  # placements looked at together
EVERY = timedelta(hours=1)
LOOK_BACK = timedelta(days=10)  # after the last day of a placement nothing is due any more
HOURS_AFTER = 9  # days after its Monday that a reminder of a week's hours is of use


@dataclass(frozen=True)
class Due:
    """One step whose time has come."""

    kind: str
    step: int
    monday: date
    at: datetime
    useful_until: datetime

    def asks(self, starts_on: date, ends_on: date) -> bool:
        """Whether it is asked of a placement of these days."""
        day = timezone.localdate(self.at)
        if self.kind == CycleKind.CHECK_IN:
            return starts_on <= day <= ends_on
        if self.kind == CycleKind.HOURS:
            return starts_on < day and ends_on >= self.monday
        return starts_on < self.monday and ends_on >= self.monday - timedelta(weeks=1)


def due_of(table: Timetable, now: datetime) -> list[Due]:
    """What of a timetable is due and of use at `now`; of two steps the one whose turn it is."""
    this = weeks.monday_of(timezone.localdate(now))
    every = [
        each for monday in (this - timedelta(weeks=1), this) for each in _of_week(table, monday)
    ]
    return [each for each in every if each.at <= now < each.useful_until]


def _of_week(table: Timetable, monday: date) -> Iterator[Due]:
    for kind in TIMED_KINDS:
        steps = table.of(kind)
        if not steps or kind not in MAILED_KINDS:
            continue
        moments = [each.moment(monday) for each in steps]
        # The second mail takes the place of a first one that did not go out in time.
        ends = [*moments[1:], _midnight(monday, HOURS_AFTER if kind == CycleKind.HOURS else 7)]
        for each, at, until in zip(steps, moments, ends, strict=True):
            yield Due(kind, each.step, monday, at, until)


def _midnight(monday: date, days: int) -> datetime:
    return timezone.make_aware(datetime.combine(monday + timedelta(days=days), time()))


# --- One pass ---------------------------------------------------------------------------------


def lay_due(now: datetime | None = None) -> int:
    """Lay what is due, if it is time to look; how many reminders were laid.

    Nothing at night, and nothing while somebody else is at it.
    """
    now = now or timezone.now()
    if not is_daytime(now):
        return 0
    # In a transaction of its own, or who comes second would wait for who makes the first mark.
    CycleMark.objects.get_or_create(pk=1, defaults={"laid_until": now - 2 * EVERY})
    with transaction.atomic():
        marks = CycleMark.objects.select_for_update(of=("self",), skip_locked=True)
        mark = marks.filter(pk=1).first()
        tables = timetable.of_groups()
        if mark is None or not _is_time(mark.laid_until, now, tables):
            return 0
        count = sum(_lay_batch(rows, tables, now) for rows in _running(now))
        count += lay_sign(tables, now)
        CycleMark.objects.filter(pk=1).update(laid_until=now)
        work.hook("cycle.laid")
    return count


def _is_time(last: datetime, now: datetime, tables: Timetables) -> bool:
    if not last <= now < last + EVERY:
        return True
    return any(each.at > last for table in tables.all() for each in due_of(table, now))


# Key, group, company tutor, first and last day.
Running = tuple[int, int, int, date, date]


def _running(now: datetime) -> Iterator[Sequence[Running]]:
    """Placements around now, in batches by their keys."""
    today, last = timezone.localdate(now), 0
    found = (
        Placement.objects.live()
        .filter(starts_on__lte=today, ends_on__gte=today - LOOK_BACK)
        .order_by("pk")
        .values_list("pk", "trainee__group", "company_tutor", "starts_on", "ends_on")
    )
    while rows := list(found.filter(pk__gt=last)[:BATCH]):
        yield rows
        last = rows[-1][0]


def _lay_batch(rows: Sequence[Running], tables: Timetables, now: datetime) -> int:
    due: dict[int, list[Due]] = {}
    asked: dict[Due, set[int]] = defaultdict(set)
    for pk, group, tutor, starts_on, ends_on in rows:
        if group not in due:
            due[group] = due_of(tables.of(group), now)
        for each in due[group]:
            if each.asks(starts_on, ends_on):
                asked[each].add(tutor if each.kind == CycleKind.COMPANY_QUESTIONS else pk)
    return sum(_lay(each, keys, now) for each, keys in asked.items())


def _lay(due: Due, keys: set[int], now: datetime) -> int:
    of_tutor = due.kind == CycleKind.COMPANY_QUESTIONS
    whose = "company_tutor" if of_tutor else "placement"
    there = Reminder.objects.filter(
        **{f"{whose}__in": keys}, kind=due.kind, step=due.step, monday=due.monday
    )
    left = keys - set(there.values_list(whose, flat=True))
    if due.kind == CycleKind.CHECK_IN:
        left = wanted.check_ins(left, due.monday)
    elif due.kind == CycleKind.HOURS:
        left = wanted.hours(left, due.monday, now)
    else:
        left = wanted.company_questions(left, due.monday)
    return store(
        CompanyTutor if of_tutor else Placement,
        left,
        kind=due.kind,
        step=due.step,
        monday=due.monday,
        due_at=due.at,
        useful_until=due.useful_until,
    )


def store(of: type[Placement | CompanyTutor], keys: Collection[int], **columns: Any) -> int:
    """A reminder for each of these rows, where it is not there yet; how many. One statement.

    Building a hundred thousand rows here, to send them there, would take most of the time.
    """
    if not keys:
        return 0
    whose = "placement" if of is Placement else "company_tutor"
    fields = {each.name: each for each in Reminder._meta.concrete_fields if not each.primary_key}
    row = Reminder(**columns)
    values = {name: Value(getattr(row, field.attname), field) for name, field in fields.items()}
    selected = (
        of._base_manager.filter(pk__in=keys)
        .order_by("pk")
        .values_list(*(F("pk") if name == whose else value for name, value in values.items()))
    )
    sql, parameters = selected.query.sql_with_params()
    names = ", ".join(f'"{field.column}"' for field in fields.values())
    insert = f'INSERT INTO "{Reminder._meta.db_table}" ({names}) {sql} ON CONFLICT DO NOTHING'
    with connection.cursor() as cursor:
        cursor.execute(insert, parameters)  # what is written into the text are names of columns
        return cursor.rowcount


# --- Signatures -------------------------------------------------------------------------------


def lay_sign(tables: Timetables, now: datetime) -> int:
    """One reminder to each company tutor with weeks that have become late; how many were laid."""
    waiting = HourWeek.objects.to_sign().order_by("placement__company_tutor")
    tutors = waiting.values_list("placement__company_tutor", flat=True).distinct()
    last, count = 0, 0
    while keys := list(tutors.filter(placement__company_tutor__gt=last)[:BATCH]):
        late = wanted.sign(keys, now, tables)
        count += store(CompanyTutor, late, **this_week(CycleKind.SIGN, now))
        last = keys[-1]
    return count


def this_week(kind: CycleKind, now: datetime) -> dict[str, Any]:
    """For `store`: due at once, of use until the end of this week."""
    monday = weeks.monday_of(timezone.localdate(now))
    return {"kind": kind, "monday": monday, "due_at": now, "useful_until": _midnight(monday, 7)}
