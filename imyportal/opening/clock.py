"""The clock of working minutes: pure, it knows neither rows nor settings.

Spans are times by the clock on the wall; between them minutes are counted as they pass, so that the nights in
which clocks are changed cost nobody an hour. A time that such a night leaves out or has twice is no time to
open: hours between two and three at night are not meant for this.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from . import holidays

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
# From here on only the hours of the week count: whoever closes the office for years has an answer, too.
AHEAD = timedelta(days=800)

Times = tuple[time, time]


@dataclass(frozen=True)
class Closed:
    """Days on which nobody is there, the last one included, and why."""

    first: date
    last: date
    reason: str


@dataclass(frozen=True)
class Hours:
    """When the office is open. `spans` are by weekday (Monday is 0), in order, apart from one another."""

    spans: Mapping[int, tuple[Times, ...]]
    closures: tuple[Closed, ...]
    country: str  # ISO 3166-1, two letters; empty: no public holidays
    subdivision: str  # as the country counts them: "PT", the province of Pistoia
    zone: ZoneInfo

    def closed_for(self, day: date) -> str | None:
        """Why nobody is there on `day`, in the language of the moment; None on other days, weekends among them."""
        for each in self.closures:
            if each.first <= day <= each.last:
                return each.reason
        return holidays.name_of(day, self.country, self.subdivision)

    def is_office_day(self, day: date) -> bool:
        """Somebody is there at some time of `day`."""
        return bool(self.spans.get(day.weekday())) and self.closed_for(day) is None

    def office_day_after(self, day: date, count: int) -> date:
        """The office day that is `count` after `day`."""
        return self._step(day, count, DAY)

    def office_days_before(self, at: datetime, count: int) -> datetime:
        """`count` office days before `at`, at the same time by the clock of the agency."""
        here = at.astimezone(self.zone)
        day = self._step(here.date(), count, -DAY)
        return datetime.combine(day, here.time(), tzinfo=self.zone)

    def is_open(self, at: datetime) -> bool:
        """Somebody answers at `at`."""
        return self.closes_at(at) is not None

    def closes_at(self, at: datetime) -> datetime | None:
        """When the span ends in which `at` lies; None when it lies in none."""
        here = at.astimezone(self.zone)
        for opens, closes in self._of_day(here.date(), here.date()):
            if opens <= at < closes:
                return closes.astimezone(self.zone)
        return None

    def opens_next(self, at: datetime) -> datetime:
        """When the office opens next after `at`, by its own clock."""
        opens = next(opens for opens, _closes in self._spans_from(at) if opens > at)
        return opens.astimezone(self.zone)

    def due(self, asked_at: datetime, minutes: int) -> datetime:
        """When `minutes` working minutes after `asked_at` have passed; with 0: when somebody is there."""
        left = minutes * MINUTE
        for opens, closes in self._spans_from(asked_at):
            begins = max(opens, asked_at)
            if begins < closes and left <= closes - begins:
                return (begins + left).astimezone(self.zone)
            left -= max(closes - begins, timedelta())
        raise AssertionError("The week has no hours.")  # `reading` gives none such

    def worked(self, start: datetime, end: datetime) -> int:
        """Whole working minutes between two moments."""
        if end <= start:
            return 0
        passed = timedelta()
        for opens, closes in self._spans_from(start):
            if opens >= end:
                break
            passed += max(min(closes, end) - max(opens, start), timedelta())
        return passed // MINUTE

    def closed_days(self, first: date, days: int) -> Iterator[tuple[date, str]]:
        """Of `days` days from `first` on those that the week would have open, with why they are not."""
        for number in range(days):
            day = first + number * DAY
            if self.spans.get(day.weekday()) and (reason := self.closed_for(day)) is not None:
                yield day, reason

    def _step(self, day: date, count: int, step: timedelta) -> date:
        first = day
        while count:
            day += step
            is_far = abs(day - first) > AHEAD
            count -= bool(self.spans.get(day.weekday())) if is_far else self.is_office_day(day)
        return day

    def _spans_from(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        first = day = at.astimezone(self.zone).date()
        while True:
            yield from self._of_day(day, first)
            day += DAY

    def _of_day(self, day: date, first: date) -> Iterator[tuple[datetime, datetime]]:
        times = self.spans.get(day.weekday(), ())
        if times and (day - first > AHEAD or self.closed_for(day) is None):
            for opens, closes in times:
                yield self._moment(day, opens), self._moment(day, closes)

    def _moment(self, day: date, at: time) -> datetime:
        # In UTC: subtracting two local times of one zone takes no notice of changed clocks.
        return datetime.combine(day, at, tzinfo=self.zone).astimezone(UTC)


def apart(spans: Iterable[Times]) -> tuple[Times, ...]:
    """The same times in order, with those that touch or overlap made one."""
    found: list[Times] = []
    for opens, closes in sorted(spans):
        if found and opens <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], closes))
        else:
            found.append((opens, closes))
    return tuple(found)
