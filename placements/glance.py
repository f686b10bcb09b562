"""Hours at a glance: how far a placement has come, where it will end, whether it lags behind.

Pure arithmetic in minutes and whole percent; `glances.py` reads the figures. The rules:

* **Agreed** is the timetable from the first day to the last, each day as short as is arranged for it. Public holidays
  and free days take nothing away from it; they explain the gap.
* **Forecast**: what is entered, plus the agreed hours of every day without an entry at the share of the
  agreed hours that was worked so far (public holidays left out). The share is never more than the whole,
  and days that lack to three weeks count as worked: hours added never lower the forecast.
* **Attendance**: days worked of all days on which work was agreed and which were entered as worked, ill
  or absent. Public holidays and free days count for neither side; a day not entered yet, too, and an
  absence only once its day is settled.
* **Below the agreed hours**: less than a given share of what the timetable promised for the days entered
  so far, public holidays left out; said only once two weeks of days are settled, that is past, or sent
  to the company. A day not entered is not a day not worked.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from imyportal import weeks

from .agreed_hours import Span, least, total
from .enums import ABSENCES, DayKind, WeekStatus

FORECAST_OVER = 3  # weeks at least
BELOW_FROM = 2


@dataclass(frozen=True)
class Tally:
    """Days of one weekday that were entered alike; `days` is negative where a correction took one away."""

    weekday: int  # as `date.weekday()`
    kind: str
    status: str  # of their weeks
    days: int
    minutes: int
    is_settled: bool = True
    most: int | None = None  # minutes that were arranged for these days at most


@dataclass(frozen=True)
class Glance:
    """A placement's figures in minutes, and in days where it says so."""

    agreed: int = 0
    signed: int = 0
    waiting: int = 0  # with the company
    returned: int = 0  # sent back by the company
    open: int = 0  # entered, not sent
    forecast: int = 0  # at the last day
    promised: int = 0  # by the timetable for the settled days, public holidays left out
    kept: int = 0  # worked on the settled days
    days_worked: int = 0  # on which work was agreed
    days_missed: int = 0  # ill or absent; on which work was agreed
    days_off: int = 0  # public holidays and free days on which work was agreed
    is_below: bool = False

    @property
    def worked(self) -> int:
        return self.signed + self.waiting + self.returned + self.open

    @property
    def percent(self) -> int | None:
        """How much of the agreed hours is worked, 100 at most; None where nothing is agreed."""
        return min(100, self.worked * 100 // self.agreed) if self.agreed else None

    @property
    def kept_percent(self) -> int | None:
        """How much of what was promised so far is worked; None while nothing was."""
        return self.kept * 100 // self.promised if self.promised else None

    @property
    def attendance(self) -> int | None:
        """Percent, rounded down, so that 100 means every day; None before the first day."""
        return attendance(self.days_worked, self.days_missed)


def attendance(worked: int, missed: int) -> int | None:
    """Days worked of the days on which work was expected, in whole percent; None when there are none."""
    return worked * 100 // (worked + missed) if worked + missed > 0 else None


def _counts(
    first: date, last: date, weekdays: Iterable[int], spans: Sequence[Span]
) -> Counter[tuple[int, int | None]]:
    """How often each of these weekdays lies in `first`..`last`, apart by what is arranged for it."""
    counts: Counter[tuple[int, int | None]] = Counter()
    for weekday in weekdays:
        counts[weekday, None] = weeks.how_many(weekday, first, last)
        for span in spans:
            days = weeks.how_many(weekday, *span.within(first, last))
            counts[weekday, span.most] += days
            counts[weekday, None] -= days
    return counts


def measure(
    first: date,
    last: date,
    timetable: Mapping[int, int],
    tallies: Iterable[Tally],
    *,
    below_percent: int,
    spans: Sequence[Span] = (),
) -> Glance:
    """The figures of a placement from `first` to `last`; `timetable` is agreed minutes by weekday.

    `spans` say when how much of it is arranged at most.
    """
    found = list(tallies)
    minutes: Counter[str] = Counter()
    entered: Counter[tuple[int, int | None]] = Counter()
    days: Counter[str] = Counter()
    for each in found:
        minutes[each.status] += each.minutes
        if each.weekday in timetable:
            entered[each.weekday, each.most] += each.days
            days[each.kind] += each.days
    counts = _counts(first, last, timetable, spans)
    left = sum(
        least(timetable[weekday], most) * max(0, days - entered[weekday, most])
        for (weekday, most), days in counts.items()
    )
    worked = sum(each.minutes for each in found)
    expected = max(_promised(found, timetable), FORECAST_OVER * sum(timetable.values()))
    short = max(0, _promised(found, timetable) - worked)
    lost = (left * short + expected // 2) // expected if expected else 0
    settled = [each for each in found if each.is_settled]
    due, done = _promised(settled, timetable), sum(each.minutes for each in settled)
    settled_days = sum(each.days for each in settled if each.weekday in timetable)
    return Glance(
        agreed=total(timetable, spans, first, last),
        signed=minutes[WeekStatus.SIGNED],
        waiting=minutes[WeekStatus.DECLARED],
        returned=minutes[WeekStatus.RETURNED],
        open=minutes[WeekStatus.OPEN],
        forecast=worked + left - lost,
        promised=due,
        kept=done,
        days_worked=days[DayKind.WORKED],
        days_missed=sum(
            each.days for each in settled if each.weekday in timetable and each.kind in ABSENCES
        ),
        days_off=days[DayKind.OFF] + days[DayKind.HOLIDAY],
        is_below=settled_days >= BELOW_FROM * len(timetable) and done * 100 < due * below_percent,
    )


def _promised(tallies: Iterable[Tally], timetable: Mapping[int, int]) -> int:
    """Agreed minutes of the days entered, public holidays left out."""
    return sum(
        least(timetable.get(each.weekday, 0), each.most) * each.days
        for each in tallies
        if each.kind != DayKind.HOLIDAY
    )
