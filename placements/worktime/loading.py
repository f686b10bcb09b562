"""Reading what the engine needs: the limits, a person, and their shifts."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from trainees.models import Trainee

from .. import agreed_hours
from ..agreed_hours import Timetable
from ..entries import DayEntry
from ..enums import DayKind, LimitKind, LimitWeight
from ..models import Correction, Placement, WorkDay, WorkingTimeLimit
from .engine import Shift
from .rules import Limit, Person, RuleSet


def rule_sets() -> list[RuleSet]:
    """All rule sets of the desk; one query."""
    by_set: dict[int, tuple[WorkingTimeLimit, list[Limit]]] = {}
    for row in WorkingTimeLimit.objects.select_related("rules"):
        by_set.setdefault(row.rules_id, (row, []))[1].append(limit_of(row))
    return [
        RuleSet(
            limits=tuple(limits),
            country=row.rules.country,
            age_from=row.rules.age_from,
            age_below=row.rules.age_below,
            for_school=row.rules.for_school,
            valid_from=row.rules.valid_from,
        )
        for row, limits in by_set.values()
    ]


def limit_of(row: WorkingTimeLimit) -> Limit:
    """As the engine takes it; its rules are loaded."""
    return Limit(
        kind=LimitKind(row.kind),
        minutes=row.minutes or 0,
        days=row.days or 0,
        after_minutes=row.after_minutes or 0,
        night_from=row.night_from,
        night_to=row.night_to,
        weeks=row.weeks or 0,
        article=row.article,
        weight=LimitWeight(row.weight),
        for_minors=row.rules.is_for_minors,
        pk=row.pk,
    )


def look_back(rules: Iterable[RuleSet]) -> timedelta:
    """How far before a week its limits may look, and how far after one it may be looked back to."""
    longest = max((limit.weeks for each in rules for limit in each.limits), default=0)
    return timedelta(weeks=max(longest, 1))


def person(trainee: Trainee) -> Person:
    """What the limits ask about `trainee`."""
    return Person(trainee.birth_date, at_school=trainee.in_compulsory_school)


def placements_of(trainee: Trainee) -> list[Placement]:
    """Live placements of the person, under all groups they came with; one query."""
    rows = Placement.objects.live().select_related("company")
    if trainee.user_id:
        return list(rows.filter(trainee__user=trainee.user_id))
    return list(rows.filter(trainee=trainee))


def worked(placements: list[Placement], first: date, last: date) -> list[Shift]:
    """What was worked from `first` to `last`, as corrected; the key is the week's. Two queries."""
    country = {each.pk: each.company.country for each in placements}
    entries: dict[tuple[int, date], tuple[int, DayEntry | None]] = {}
    for row in WorkDay.objects.filter(
        week__placement__in=country, date__range=(first, last), kind=DayKind.WORKED
    ).select_related("week"):
        entries[row.week_id, row.date] = row.week.placement_id, DayEntry.of(row)
    for change in Correction.objects.filter(
        week__placement__in=country, date__range=(first, last)
    ).select_related("week"):
        now = DayEntry.from_json(change.new)
        entries[change.week_id, change.date] = change.week.placement_id, now
    return [
        shift
        for (week, day), (placement, entry) in entries.items()
        if entry and (shift := _shift(day, entry, country[placement], week))
    ]


def _shift(day: date, entry: DayEntry, country: str, key: int) -> Shift | None:
    if entry.kind != DayKind.WORKED or entry.starts_at is None or entry.ends_at is None:
        return None
    return Shift(
        date=day,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        break_minutes=entry.break_minutes,
        country=country,
        key=key,
    )


def agreed(placements: list[Placement], first: date, last: date) -> list[Shift]:
    """What is agreed from `first` to `last`; the key is the placement's. One query."""
    timetables = agreed_hours.of(placements)
    return [
        shift
        for placement in placements
        for weekday in timetables[placement.pk].days
        for shift in _repeated(placement, timetables[placement.pk], weekday, first, last)
    ]


def _repeated(
    placement: Placement, timetable: Timetable, weekday: int, first: date, last: date
) -> Iterator[Shift]:
    begin = max(first, placement.starts_on)
    day = begin + timedelta(days=(weekday - begin.weekday()) % 7)
    while day <= min(last, placement.ends_on):
        if row := timetable.on(day):
            yield Shift(
                date=day,
                starts_at=row.starts_at,
                ends_at=row.ends_at,
                break_minutes=row.break_minutes,
                break_at=row.break_starts_at,
                country=placement.company.country,
                key=placement.pk,
            )
        day += timedelta(weeks=1)
