"""What the shifts of one person make of the limits that hold for them. Knows no database."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise

from imyportal import weeks

from ..enums import LimitKind
from .rules import Limit, Person, RuleSet, limits_on

DAY = timedelta(days=1)
DAY_MINUTES = 24 * 60


@dataclass(frozen=True)
class Shift:
    """Work on one day as a chart or a timetable says it; an end at or before the start is next day."""

    date: date
    starts_at: time
    ends_at: time
    break_minutes: int = 0
    break_at: time | None = None  # when the break began, where it is known
    country: str = ""  # where the company is
    key: int = 0  # what the shift is part of; findings name the keys they are about


@dataclass(frozen=True)
class Found:
    """One limit not kept."""

    limit: Limit
    date: date  # the day; the Monday when it is about a week
    measured: int  # minutes; days for free days
    keys: frozenset[int]

    @property
    def kind(self) -> LimitKind:
        return self.limit.kind


@dataclass(frozen=True)
class _Stretch:
    """A shift in real minutes, counted from one moment for all."""

    shift: Shift
    start: int
    end: int

    @property
    def worked(self) -> int:
        return max(self.end - self.start - self.shift.break_minutes, 0)


@dataclass(frozen=True)
class _Clock:
    """Clock times to real minutes."""

    zone: tzinfo

    def minute(self, day: date, at: time = time()) -> int:
        return int(datetime.combine(day, at, self.zone).timestamp()) // 60

    def stretch(self, shift: Shift) -> _Stretch:
        last = shift.date if shift.ends_at > shift.starts_at else shift.date + DAY
        start = self.minute(shift.date, shift.starts_at)
        return _Stretch(shift, start, max(start, self.minute(last, shift.ends_at)))

    def window(self, day: date, first: time, last: time) -> tuple[int, int]:
        """From `first` on `day` to the next `last`."""
        until = day if last > first else day + DAY
        return self.minute(day, first), self.minute(until, last)


def check(
    shifts: Iterable[Shift],
    *,
    first: date,
    last: date,
    person: Person,
    rules: Sequence[RuleSet],
    zone: tzinfo,
) -> list[Found]:
    """Every limit not kept in the weeks that share a day with `first`..`last`, by day and kind.

    `shifts` are all of the person, from as many weeks before as the longest average looks back to the
    week after; a shift counts whether or not it lies in the weeks asked for.
    """
    book = _Book(list(shifts), person, rules, _Clock(zone))
    found = [each for monday in weeks.mondays(first, last) for each in book.week(monday)]
    return sorted(found, key=lambda each: (each.date, list(LimitKind).index(each.kind)))


class _Book:
    """All shifts of a person, sorted once."""

    def __init__(
        self, shifts: list[Shift], person: Person, rules: Sequence[RuleSet], clock: _Clock
    ) -> None:
        self.person, self.rules, self.clock = person, rules, clock
        self.stretches = sorted(map(clock.stretch, shifts), key=lambda each: each.start)
        self.busy = merged((each.start, each.end) for each in self.stretches)
        self.by_day: dict[date, list[_Stretch]] = {}
        self.minutes: dict[date, int] = {}  # by Monday
        for each in self.stretches:
            self.by_day.setdefault(each.shift.date, []).append(each)
            monday = weeks.monday_of(each.shift.date)
            self.minutes[monday] = self.minutes.get(monday, 0) + each.worked
        self._limits: dict[tuple[date, str], dict[LimitKind, Limit]] = {}

    def limits(self, day: date, country: str) -> dict[LimitKind, Limit]:
        key = (day, country)
        if key not in self._limits:
            self._limits[key] = limits_on(day, self.person, country, self.rules)
        return self._limits[key]

    def week(self, monday: date) -> Iterator[Found]:
        days = weeks.days_of(monday)
        within = [each for day in days for each in self.by_day.get(day, [])]
        for day in days:
            if day in self.by_day:
                yield from self._day(day, self.by_day[day])
        if not within:
            return
        country = within[0].shift.country
        keys = frozenset(each.shift.key for each in within)
        yield from self._sunday(days[-1], country)
        yield from self._totals(days, country, keys)
        limits = self.limits(days[-1], country)
        if limit := limits.get(LimitKind.WEEKLY_REST):
            rest = self._longest_rest(monday)
            if rest is not None and rest < limit.minutes:
                yield Found(limit, monday, rest, keys)
        if limit := limits.get(LimitKind.AVERAGE):
            yield from self._average(limit, monday, keys)
        if limit := limits.get(LimitKind.NIGHT_SHIFTS):
            yield from self._night_shifts(limit, monday, within, keys)

    # --- One day --------------------------------------------------------------------------

    def _day(self, day: date, on: list[_Stretch]) -> Iterator[Found]:
        limits = self.limits(day, on[0].shift.country)
        keys = frozenset(each.shift.key for each in on)
        worked = sum(each.worked for each in on)
        if (limit := limits.get(LimitKind.DAY)) and worked > limit.minutes:
            yield Found(limit, day, worked, keys)
        if limit := limits.get(LimitKind.DAILY_REST):
            before = [each.end for n in (1, 2) for each in self.by_day.get(day - n * DAY, [])]
            rest = max(on[0].start - max(before, default=-DAY_MINUTES), 0)
            if rest < min(limit.minutes, DAY_MINUTES):
                yield Found(limit, day, rest, keys)
        if (limit := limits.get(LimitKind.BREAK)) and worked > limit.after_minutes:
            pause = _pause(on)
            if pause < limit.minutes:
                yield Found(limit, day, pause, keys)
        if limit := limits.get(LimitKind.STRETCH):
            longest = self._longest_stretch(on)
            if longest > limit.minutes:
                yield Found(limit, day, longest, keys)
        if limit := limits.get(LimitKind.NIGHT):
            night = sum(self._at_night(limit, each) for each in on)
            if night > limit.minutes:
                yield Found(limit, day, night, keys)

    def _longest_stretch(self, on: list[_Stretch]) -> int:
        """The longest time without a break, of the shifts whose break is known; 0 of none."""
        pieces = []
        for each in on:
            begun = each.shift.break_at
            if not each.shift.break_minutes:
                pieces.append((each.start, each.end))
            elif begun is not None:
                day = each.shift.date if begun >= each.shift.starts_at else each.shift.date + DAY
                pause = self.clock.minute(day, begun)
                pieces += [(each.start, pause), (pause + each.shift.break_minutes, each.end)]
        return max((end - start for start, end in merged(pieces)), default=0)

    def _at_night(self, limit: Limit, each: _Stretch) -> int:
        """Minutes between start and end that lie in the night."""
        if limit.night_from is None or limit.night_to is None:
            return 0
        nights = [
            self.clock.window(each.shift.date + n * DAY, limit.night_from, limit.night_to)
            for n in (-1, 0, 1)
        ]
        return sum(_shared((each.start, each.end), night) for night in nights)

    def _sunday(self, sunday: date, country: str) -> Iterator[Found]:
        limit = self.limits(sunday, country).get(LimitKind.SUNDAY)
        if limit is None:
            return
        whole = self.clock.minute(sunday), self.clock.minute(sunday + DAY)
        on = [
            (each, minutes)
            for day in (sunday - DAY, sunday)
            for each in self.by_day.get(day, [])
            if (minutes := _shared((each.start, each.end), whole))
        ]
        worked = sum(minutes for _, minutes in on)
        if worked > limit.minutes:
            yield Found(limit, sunday, worked, frozenset(each.shift.key for each, _ in on))

    # --- One week -------------------------------------------------------------------------

    def _totals(self, days: list[date], country: str, keys: frozenset[int]) -> Iterator[Found]:
        """Limits on the week: each counts up to the last day it holds for."""
        until = {
            limit: day
            for day in days
            for kind in (LimitKind.WEEK, LimitKind.FREE_DAYS)
            if (limit := self.limits(day, country).get(kind))
        }
        for limit, last in until.items():
            counted = [day for day in days if day <= last]
            if limit.kind == LimitKind.WEEK:
                worked = sum(each.worked for day in counted for each in self.by_day.get(day, []))
                if worked > limit.minutes:
                    yield Found(limit, days[0], worked, keys)
            else:
                free = 7 - sum(self._touched(day) for day in counted)
                if free < limit.days:
                    yield Found(limit, days[0], free, keys)

    def _touched(self, day: date) -> bool:
        whole = self.clock.minute(day), self.clock.minute(day + DAY)
        near = [*self.by_day.get(day - DAY, []), *self.by_day.get(day, [])]
        return any(_shared((each.start, each.end), whole) for each in near)

    def _longest_rest(self, monday: date) -> int | None:
        """The longest free time that begins in the week; None when the last one has no end yet."""
        free_from = self.clock.minute(monday)
        end_of_week = self.clock.minute(monday + 7 * DAY)
        longest = 0
        for start, end in self.busy:
            if free_from >= end_of_week:
                return longest
            longest = max(longest, start - free_from)
            free_from = max(free_from, end)
        return longest if free_from >= end_of_week else None

    def _average(self, limit: Limit, monday: date, keys: frozenset[int]) -> Iterator[Found]:
        back = [monday - timedelta(weeks=n) for n in range(limit.weeks or 1)]
        worked = [minutes for day in back if (minutes := self.minutes.get(day, 0))]
        if len(worked) > 1 and sum(worked) > limit.minutes * len(worked):
            yield Found(limit, monday, -(-sum(worked) // len(worked)), keys)

    def _night_shifts(
        self, limit: Limit, monday: date, within: list[_Stretch], keys: frozenset[int]
    ) -> Iterator[Found]:
        nights = [
            each.worked
            for each in within
            if self._at_night(limit, each) >= max(limit.after_minutes, 1)
        ]
        if nights and sum(nights) > limit.minutes * len(nights):
            yield Found(limit, monday, -(-sum(nights) // len(nights)), keys)


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that touch or overlap made one, in order; empty ones are left out."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def _shared(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(min(one[1], other[1]) - max(one[0], other[0]), 0)


def _pause(on: list[_Stretch]) -> int:
    """The breaks of a day: those of each shift, and the time between two shifts."""
    busy = merged((each.start, each.end) for each in on)
    between = sum(later[0] - earlier[1] for earlier, later in pairwise(busy))
    return between + sum(each.shift.break_minutes for each in on)
