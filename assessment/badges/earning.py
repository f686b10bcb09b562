"""Who earned which level: placement weeks of a stay with at least one signed day of work.

A week is an ISO week, Monday to Sunday. It counts once, whoever was worked for in it, so that a change
of company in the middle loses none; weeks without a signed working day, like an interruption, count
nothing and break nothing; an extension goes on counting. Cancelled placements do not count. The
signed days are taken as they were corrected: what a correction takes away later takes no badge with it,
a person looks at it and withdraws it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from imyportal import weeks
from placements.enums import DayKind, PlacementStatus, WeekStatus
from placements.models import Correction, WorkDay
from trainees.models import Trainee

from ..models import BadgeLevel

LOOK_BACK = timedelta(days=180)  # so long after the last day late signatures still count


@dataclass(frozen=True)
class Stay:
    """The signed days of work of one trainee, in order; at least one."""

    days: tuple[date, ...]

    @property
    def weeks(self) -> int:
        return placement_weeks(self.days)

    @property
    def first(self) -> date:
        return self.days[0]

    @property
    def last(self) -> date:
        return self.days[-1]


Earned = tuple[Trainee, Stay, BadgeLevel]


def placement_weeks(days: Iterable[date]) -> int:
    """How many ISO weeks the days lie in."""
    return len({weeks.monday_of(day) for day in days})


def level_for(count: int, levels: Iterable[BadgeLevel]) -> BadgeLevel | None:
    """The highest level that asks for no more than `count` weeks."""
    reached = [level for level in levels if level.weeks <= count]
    return max(reached, key=lambda level: level.weeks, default=None)


def stays(trainees: Iterable[Trainee]) -> dict[int, Stay]:
    """The signed days of work by the trainee's key; who has none is left out. Two queries."""
    about = {
        "week__status": WeekStatus.SIGNED,
        "week__placement__trainee__in": [trainee.pk for trainee in trainees],
    }
    days: dict[tuple[int, int, date], str] = {}
    columns = ("week__placement__trainee", "week", "date")
    cancelled = Q(week__placement__status=PlacementStatus.CANCELLED)
    signed = WorkDay.objects.filter(**about).exclude(cancelled)
    for *key, kind in signed.values_list(*columns, "kind"):
        days[tuple(key)] = kind
    corrected = Correction.objects.filter(**about).exclude(cancelled).order_by("at", "pk")
    for *key, new in corrected.values_list(*columns, "new"):
        days[tuple(key)] = new.get("kind", "")
    worked: dict[int, set[date]] = defaultdict(set)
    for (trainee, _week, day), kind in days.items():
        if kind == DayKind.WORKED:
            worked[trainee].add(day)
    return {trainee: Stay(tuple(sorted(found))) for trainee, found in worked.items()}


def candidates() -> QuerySet[Trainee]:
    """Trainees whose signed weeks may be enough for a level they do not have.

    Counts weeks without looking at their days, so that one question answers for all; `due()` looks
    closer. Who had the badge withdrawn is left out.
    """
    ended = timezone.localdate() - LOOK_BACK
    counted = Q(placements__weeks__status=WeekStatus.SIGNED)
    counted &= ~Q(placements__status=PlacementStatus.CANCELLED)
    higher = BadgeLevel.objects.filter(weeks__gt=OuterRef("badge__level__weeks")).order_by("weeks")
    first = BadgeLevel.objects.aggregate(least=Min("weeks"))["least"]
    if first is None:
        return Trainee.objects.none()
    recent = Trainee.objects.filter(placements__ends_on__gte=ended).values("pk")
    return (
        Trainee.objects.filter(pk__in=recent, badge__withdrawn_at=None)
        .annotate(
            signed=Count("placements__weeks__monday", filter=counted, distinct=True),
            wanted=Subquery(higher.values("weeks")[:1]),
        )
        .filter(Q(badge=None, signed__gte=first) | Q(badge__isnull=False, signed__gte=F("wanted")))
        .order_by("pk")
    )


def due() -> Iterable[Earned]:
    """Who has earned a level they do not have yet, with the stay that earned it."""
    found = list(candidates().select_related("badge__level", "group"))
    levels = list(BadgeLevel.objects.all())
    known = stays(found)
    for trainee in found:
        stay = known.get(trainee.pk)
        level = level_for(stay.weeks, levels) if stay else None
        if stay and level and _is_higher(level, trainee):
            yield trainee, stay, level


def _is_higher(level: BadgeLevel, trainee: Any) -> bool:
    there = getattr(trainee, "badge", None)
    return there is None or level.weeks > there.level.weeks
