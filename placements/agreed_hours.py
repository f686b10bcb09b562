"""What is agreed for a date: the day of the timetable, as short as is arranged with the trainee for that date.

A timetable is the same every week; an `Arrangement` makes its days shorter from a date on, and only there: days before
it, and what was sent to the company, keep the hours they had. Minutes throughout.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.db.models import Case, F, FilteredRelation, IntegerField, Q, When

from imyportal import weeks

from .models import AgreedDay, Placement

BREAK_FROM = (
    270  # minutes of work: 94/33/EC, article 12 asks for a break after four and a half hours
)


@dataclass(frozen=True)
class Span:
    """From a day to a day, both included, at most so many minutes are agreed for a day."""

    first_day: date
    last_day: date | None  # None: nobody ended it
    most: int

    def holds(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)

    def within(self, first: date, last: date) -> tuple[date, date]:
        """What of `first`..`last` lies in it; the first day is after the last one where nothing does."""
        return max(first, self.first_day), min(last, self.last_day or last)


def most_on(spans: Iterable[Span], day: date) -> int | None:
    """Minutes that are agreed for `day` at most; None where nothing is arranged."""
    return next((each.most for each in spans if each.holds(day)), None)


def least(minutes: int, most: int | None) -> int:
    """`minutes` of a timetable as short as arranged."""
    return minutes if most is None else min(minutes, most)


def total(minutes: Mapping[int, int], spans: Iterable[Span], first: date, last: date) -> int:
    """All minutes agreed from `first` to `last`; `minutes` are those of the timetable by weekday."""
    spans = list(spans)
    return sum(
        each * weeks.how_many(weekday, first, last)
        - sum(
            (each - least(each, span.most)) * weeks.how_many(weekday, *span.within(first, last))
            for span in spans
        )
        for weekday, each in minutes.items()
    )


@dataclass(frozen=True)
class Timetable:
    """What is agreed in one placement."""

    days: dict[int, AgreedDay] = field(default_factory=dict)  # the timetable, by weekday
    spans: tuple[Span, ...] = ()  # none of them share a day

    @property
    def minutes(self) -> dict[int, int]:
        """Of the timetable, by weekday, whatever is arranged."""
        return {weekday: day.minutes for weekday, day in self.days.items()}

    def most_on(self, day: date) -> int | None:
        return most_on(self.spans, day)

    def on(self, day: date) -> AgreedDay | None:
        """What is agreed for `day`; None where that weekday is free. Not to be saved."""
        return self._shown(day.weekday(), self.most_on(day))

    def week_of(self, day: date) -> list[AgreedDay]:
        """Every weekday as it is agreed on `day`. Not to be saved."""
        most = self.most_on(day)
        found = (self._shown(weekday, most) for weekday in sorted(self.days))
        return [each for each in found if each]

    def total(self, first: date, last: date) -> int:
        return total(self.minutes, self.spans, first, last)

    def _shown(self, weekday: int, most: int | None) -> AgreedDay | None:
        found = self.days.get(weekday)
        return found if found is None or most is None else shortened(found, most)


def shortened(day: AgreedDay, most: int) -> AgreedDay:
    """The same day with an earlier end, so that it has `most` minutes; itself where it has not more.

    A break goes where no work follows it, or where nobody asks for one.
    """
    if day.minutes <= most:
        return day
    ends_at = _later(day.starts_at, most)
    pause, pause_at = day.break_minutes, day.break_starts_at
    is_after = pause_at is not None and pause_at >= ends_at
    if most <= BREAK_FROM or is_after:
        pause, pause_at = 0, None
    return AgreedDay(
        pk=day.pk,
        placement_id=day.placement_id,
        weekday=day.weekday,
        starts_at=day.starts_at,
        ends_at=_later(day.starts_at, most + pause),
        break_starts_at=pause_at,
        break_minutes=pause,
    )


def _later(at: time, minutes: int) -> time:
    found = (at.hour * 60 + at.minute + minutes) % 1440
    return time(found // 60, found % 60)


def of(placements: Iterable[Placement | int]) -> dict[int, Timetable]:
    """The timetable of each placement by its key, one without any included; one query."""
    days: dict[int, dict[int, AgreedDay]] = defaultdict(dict)
    spans: dict[int, dict[date, Span]] = defaultdict(dict)
    keys = [each if isinstance(each, int) else each.pk for each in placements]
    rows = AgreedDay.objects.filter(placement__in=keys).order_by("weekday")
    for day in rows.annotate(
        span_first=F("placement__arrangements__first_day"),
        span_last=F("placement__arrangements__last_day"),
        span_most=F("placement__arrangements__most_day_minutes"),
    ):
        days[day.placement_id][day.weekday] = day
        if day.span_first is not None:
            spans[day.placement_id][day.span_first] = Span(
                day.span_first, day.span_last, day.span_most
            )
    return {key: Timetable(days[key], tuple(spans[key].values())) for key in keys}


def of_one(placement: Placement) -> Timetable:
    """That of one placement; one query."""
    return of([placement])[placement.pk]


def latest(placement: Placement) -> list[AgreedDay]:
    """The weekdays as they are agreed from now on, to the last day; one query. Not to be saved."""
    return of_one(placement).week_of(placement.ends_on)


# --- In the database ---------------------------------------------------------------------------


def on_date(path: str, day: str = "date") -> FilteredRelation:
    """Joins what is arranged for the date in column `day`; `path` leads to the arrangements. One row at most."""
    begun = Q(**{f"{path}__first_day__lte": F(day)})
    runs = Q(**{f"{path}__last_day": None}) | Q(**{f"{path}__last_day__gte": F(day)})
    return FilteredRelation(path, condition=begun & runs)


def at_most(minutes: Any, most: str) -> Case:
    """`minutes`, or what column `most` allows where that is less; NULL there allows everything."""
    allowed = F(most)
    return Case(
        When(**{f"{most}__lt": minutes}, then=allowed),
        default=minutes,
        output_field=IntegerField(),
    )
