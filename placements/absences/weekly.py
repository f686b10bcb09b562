"""The absences of one week, for reports: facts only, never why, and no text anybody wrote."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from ..enums import ABSENCES, WeekStatus
from ..models import Absence, Placement, WorkDay
from .promptness import Said, said


@dataclass(frozen=True)
class WeekAbsence:
    """Days of one week on which somebody was not there, of one absence."""

    days: tuple[date, ...]  # of this week, in order; announced ones too
    since: date  # the day the time away began, maybe in an earlier week
    until: date  # as expected, maybe in a later week
    said: Said | None  # None: entered in the hour chart afterwards, nothing was said
    back_on: date | None = None


def of(placements: Iterable[Placement | int], monday: date) -> dict[int, list[WeekAbsence]]:
    """Of each placement by its key, what of an absence lies in the week of `monday`; two queries.

    A day the company noticed is none where it signed it as worked all the same, and where the trainee says
    that it is not so: then the chart holds.
    Without reasons, notes and papers. Keys without any absence are there with an empty list.
    """
    keys = [each if isinstance(each, int) else each.pk for each in placements]
    sunday = monday + timedelta(days=6)
    entered, signed = _entered(keys, monday, sunday)
    found: dict[int, list[WeekAbsence]] = {key: [] for key in keys}
    rows = Absence.objects.holding().filter(
        placement__in=keys, first_day__lte=sunday, last_day__gte=monday
    )
    for row in rows.order_by("first_day", "pk"):
        own = {day for day in entered[row.placement_id] if row.holds(day)}
        entered[row.placement_id] -= own
        is_noticed = row.said_at is None and row.noticed_at and row.denied_at is None
        if is_noticed and row.first_day not in signed[row.placement_id]:
            own.add(row.first_day)  # the chart is the trainee's, who has not answered yet
        if own := {day for day in own if monday <= day <= sunday}:
            days = tuple(sorted(own))
            found[row.placement_id].append(
                WeekAbsence(days, row.begins_on, row.last_day, said(row), row.back_on)
            )
    for key, rest in entered.items():
        if rest:
            days = tuple(sorted(rest))
            found[key].append(WeekAbsence(days, days[0], days[-1], None))
    return found


Days = dict[int, set[date]]


def _entered(keys: list[int], monday: date, sunday: date) -> tuple[Days, Days]:
    """Days that stand in the hour charts as absent, and those that are signed as worked, by placement."""
    days: Days = defaultdict(set)
    signed: Days = defaultdict(set)
    rows = WorkDay.objects.filter(
        Q(kind__in=ABSENCES) | Q(week__status=WeekStatus.SIGNED, minutes__gt=0),
        week__placement__in=keys,
        date__range=(monday, sunday),
    )
    for key, day, kind in rows.values_list("week__placement", "date", "kind"):
        (days if kind in ABSENCES else signed)[key].add(day)
    return days, signed
