"""Days on which work was agreed and nothing is entered."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Case, DateField, Exists, F, OuterRef, QuerySet, Value, When

from .enums import LIVE_STATUSES
from .models import AgreedDay, WorkDay

LOOK_BACK = 7  # days; each weekday lies once in them


def missing_days(today: date) -> QuerySet[AgreedDay]:
    """Agreed days of the last seven days, today not counted, without an entry.

    Each carries its date as `day`. Live placements only, and only days they hold.
    """
    return missing_of([today - timedelta(days=n) for n in range(LOOK_BACK, 0, -1)])


def missing_of(days: Sequence[date]) -> QuerySet[AgreedDay]:
    """The same of `days`, seven at most that follow each other."""
    if not days:
        return AgreedDay.objects.none()
    dated = Case(
        *[When(weekday=day.weekday(), then=Value(day)) for day in days], output_field=DateField()
    )
    # The range says nothing new, but keeps the database from walking through years of entries.
    entered = WorkDay.objects.filter(
        week__placement=OuterRef("placement"),
        date=OuterRef("day"),
        date__range=(days[0], days[-1]),
    )
    return (
        AgreedDay.objects.annotate(day=dated)
        .filter(
            ~Exists(entered),
            placement__status__in=LIVE_STATUSES,
            placement__starts_on__lte=F("day"),
            placement__ends_on__gte=F("day"),
        )
        .filter(
            # Says nothing new either: only placements around these days are looked at.
            placement__starts_on__lte=days[-1],
            placement__ends_on__gte=days[0],
        )
    )
