"""The agreed days of an absence, and what stands in the hour chart for them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts.models import User
from imyportal import weeks

from .. import hours
from ..entries import DayEntry
from ..enums import ABSENCES, EDITABLE_WEEKS, AbsenceKind, DayKind
from ..models import AgreedDay, HourWeek, Placement, WorkDay
from ..worktime import keeping


def agreed(placement: Placement) -> dict[int, AgreedDay]:
    """The timetable by weekday; one query."""
    return {day.weekday: day for day in AgreedDay.objects.filter(placement=placement)}


def within(
    placement: Placement, timetable: dict[int, AgreedDay], first: date, last: date
) -> list[date]:
    """Days in `first`..`last` on which work is agreed."""
    count = (last - first).days + 1
    every = (first + timedelta(days=n) for n in range(count))
    return [day for day in every if day.weekday() in timetable and placement.holds(day)]


def starts_at(day: date, timetable: dict[int, AgreedDay]) -> datetime:
    """When work was to begin on an agreed day."""
    return timezone.make_aware(datetime.combine(day, timetable[day.weekday()].starts_at))


def enter(
    placement: Placement,
    found: Iterable[date],
    kind: AbsenceKind,
    *,
    by: User,
    told_at: datetime | None,
) -> list[date]:
    """Enter these days as absent; those of weeks that were sent or signed stay, and come back.

    A past day that was entered as worked stays, too: hours are changed in the hour chart.
    """
    entry = DayEntry(DayKind.ILL if kind == AbsenceKind.ILL else DayKind.ABSENT)
    today, left = timezone.localdate(), []
    for monday, days in _by_week(found).items():
        week = hours.locked_week(placement, monday)
        if week.status not in EDITABLE_WEEKS:
            left += days
            continue
        stored = _stored(week)
        for day in days:
            row = stored.get(day)
            if row and row.kind not in ABSENCES and day < today:
                left.append(day)
                continue
            hours.put_day(week, day, entry, row=row, by=by, told_at=told_at)
        keeping.recheck(placement, monday)
    return left


def clear(placement: Placement, found: Iterable[date], *, by: User) -> list[date]:
    """Take absences out of these days; those of weeks that were sent or signed stay, and come back."""
    left = []
    for monday, days in _by_week(found).items():
        week = hours.locked_week(placement, monday)
        rows = [row for day in days if (row := _stored(week).get(day)) and row.kind in ABSENCES]
        if rows and week.status not in EDITABLE_WEEKS:
            left += [row.date for row in rows]
            continue
        for row in rows:
            hours.drop_day(week, row, by=by)
        keeping.recheck(placement, monday)
    return left


def _by_week(found: Iterable[date]) -> dict[date, list[date]]:
    days: dict[date, list[date]] = defaultdict(list)
    for day in sorted(found):
        days[weeks.monday_of(day)].append(day)
    return days


def _stored(week: HourWeek) -> dict[date, WorkDay]:
    return {row.date: row for row in WorkDay.objects.filter(week=week)}
