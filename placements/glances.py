"""Reading what `glance.py` measures, for one placement or many, and finding those that lag behind."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import (
    BooleanField,
    Case,
    Count,
    ExpressionWrapper,
    F,
    FilteredRelation,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import Coalesce, ExtractHour, ExtractIsoWeekDay, ExtractMinute

from . import agreed_hours
from .agreed_hours import Timetable
from .enums import DayKind, WeekStatus
from .glance import BELOW_FROM, Glance, Tally, measure
from .models import AgreedDay, Correction, Placement, WorkDay

ARRANGED = "week__placement__arrangements"
WEEKDAY = ExtractIsoWeekDay("date") - 1
SENT = [WeekStatus.DECLARED, WeekStatus.SIGNED]


def of(placements: Iterable[Placement], *, today: date) -> dict[int, Glance]:
    """The figures of each placement by its key; three queries."""
    found = list(placements)
    timetables = agreed_hours.of(found)
    tallies = _tallies(found, timetables, today)
    return {
        each.pk: measure(
            each.starts_on,
            each.ends_on,
            timetables[each.pk].minutes,
            tallies[each.pk],
            below_percent=settings.BELOW_AGREED_PERCENT,
            spans=timetables[each.pk].spans,
        )
        for each in found
    }


def _tallies(
    placements: list[Placement], timetables: Mapping[int, Timetable], today: date
) -> dict[int, list[Tally]]:
    """What was entered, with every correction applied; two queries."""
    tallies: dict[int, list[Tally]] = defaultdict(list)
    entered = (
        WorkDay.objects.filter(week__placement__in=placements)
        .annotate(
            weekday=WEEKDAY,
            arranged=agreed_hours.on_date(ARRANGED),
            is_settled=ExpressionWrapper(_is_settled(today), output_field=BooleanField()),
        )
        .values_list(
            "week__placement",
            "weekday",
            "kind",
            "week__status",
            "is_settled",
            "arranged__most_day_minutes",
        )
        .annotate(days=Count("pk"), total=Sum("minutes"))
        .order_by()
    )
    for placement, weekday, kind, status, is_settled, most, days, minutes in entered:
        tallies[placement].append(Tally(weekday, kind, status, days, minutes, is_settled, most))
    changes = Correction.objects.filter(week__placement__in=placements)
    for placement, day, old, new, more in changes.values_list(
        "week__placement", "date", "old", "new", "minutes_more"
    ):
        for entry, days, minutes in ((old, -1, 0), (new, 1, more)):
            if entry:
                tallies[placement].append(
                    Tally(
                        day.weekday(),
                        entry["kind"],
                        WeekStatus.SIGNED,
                        days,
                        minutes,
                        most=timetables[placement].most_on(day),
                    )
                )
    return tallies


def _is_settled(today: date) -> Q:
    """Past, or sent to the company: what holds, and not what may still become."""
    return Q(date__lt=today) | Q(week__status__in=SENT)


# --- In the database: who of many lags behind --------------------------------------------------


def _span(start: str, end: str) -> Any:
    """Minutes from one clock time to another; negative over midnight."""
    return (
        ExtractHour(end) * 60 + ExtractMinute(end) - ExtractHour(start) * 60 - ExtractMinute(start)
    )


def agreed_minutes(path: str = "agreed__") -> Any:
    """Of the agreed day joined as `path`, "" is the row itself; NULL where there is none."""
    starts_at, ends_at = f"{path}starts_at", f"{path}ends_at"
    span = _span(starts_at, ends_at)
    over_midnight = Q(**{f"{ends_at}__lte": F(starts_at)})
    whole = Case(When(over_midnight, then=span + 1440), default=span)
    return ExpressionWrapper(whole - F(f"{path}break_minutes"), output_field=IntegerField())


def _with_agreed(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Each day with the agreed day of its weekday, where there is one, and how much is arranged at most."""
    path = "week__placement__timetable"
    return rows.annotate(
        agreed=FilteredRelation(path, condition=Q(**{f"{path}__weekday": WEEKDAY})),
        arranged=agreed_hours.on_date(ARRANGED),
        agreed_minutes=agreed_hours.at_most(agreed_minutes(), "arranged__most_day_minutes"),
    )


def _counts(side: str) -> Case:
    """1 where that side of a correction is an entry."""
    return Case(When(**{f"{side}__has_key": "kind"}, then=1), default=0)


def _promises(side: str) -> Case:
    """1 where that side of a correction is an entry that counts against the timetable."""
    is_holiday = When(**{f"{side}__kind": DayKind.HOLIDAY}, then=0)
    return Case(is_holiday, When(**{f"{side}__has_key": "kind"}, then=1), default=0)


class _OnceAGroup(Coalesce):
    """A subquery that asks for the grouped key alone: not a further column to group by, row by row."""

    def get_group_by_cols(self) -> list[Any]:
        return []


def _corrected(total: Any, where: Q | None = None) -> Coalesce:
    """What the corrections of a placement's signed days add to a figure; `at` is the placement."""
    rows = _with_agreed(Correction.objects.filter(week__placement=OuterRef("at")))
    totals = rows.order_by().values("week__placement").annotate(total=Sum(total, filter=where))
    return _OnceAGroup(Subquery(totals.values("total")), 0)


def below(placements: QuerySet[Placement], *, today: date) -> QuerySet[WorkDay, dict[str, Any]]:
    """Those of `placements` that are below the agreed hours, as `Glance.is_below`; one query.

    Columns: `at` (the placement's key), `who` (the trainee's), `short` (minutes that are missing), `first`
    and `last` (days it is about).
    """
    agreed = AgreedDay.objects.filter(placement=OuterRef("at")).order_by().values("placement")
    enough = Subquery(agreed.annotate(days=Count("pk") * BELOW_FROM).values("days"))
    rows = WorkDay.objects.filter(_is_settled(today), week__placement__in=placements)
    percent = settings.BELOW_AGREED_PERCENT
    promise = Coalesce(Sum("agreed_minutes", filter=~Q(kind=DayKind.HOLIDAY)), 0)
    promise_more = F("agreed_minutes") * (_promises("new") - _promises("old"))
    days_more = _corrected(_counts("new") - _counts("old"), Q(agreed__isnull=False))
    balance_more = _corrected(F("minutes_more") * 100 - Coalesce(promise_more, 0) * percent)
    return (
        _with_agreed(rows)
        .annotate(at=F("week__placement"), who=F("week__placement__trainee"))
        .values("at", "who")
        .annotate(
            first=Min("date"),
            last=Max("date"),
            short=promise
            - Sum("minutes")
            + _corrected(Coalesce(promise_more, 0) - F("minutes_more")),
        )
        .alias(
            days=Count("agreed") + days_more,
            balance=Sum("minutes") * 100 - promise * percent + balance_more,
        )
        .filter(days__gte=_OnceAGroup(enough, 0), balance__lt=0)
        .order_by()
    )
