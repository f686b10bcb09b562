"""How early absences were said, measured against the agreed start of their first day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Count, F, Q
from django.utils import timezone

from ..models import Absence, Placement


class Said(StrEnum):
    """When the trainee said it."""

    IN_TIME = "in_time"  # before the agreed start of the first day
    LATE = "late"  # at the start or after it
    NOT = "not_said"  # somebody else had to notice


_IN_TIME = Q(said_at__lt=F("starts_at"))
_LATE = Q(said_at__gte=F("starts_at"))
_NOT = Q(said_at=None)


@dataclass(frozen=True)
class Promptness:
    """How many absences were said when; all 0 for somebody who was never away."""

    in_time: int = 0
    late: int = 0
    not_said: int = 0

    @property
    def total(self) -> int:
        return self.in_time + self.late + self.not_said


def of(
    placements: Iterable[Placement | int], *, until: date | None = None
) -> dict[int, Promptness]:
    """Of each placement by its key, absences that began up to `until` (default: today); one query."""
    keys = [each if isinstance(each, int) else each.pk for each in placements]
    found = (
        Absence.objects.holding()
        # What the trainee denies is nobody's fault until it is cleared up.
        .filter(placement__in=keys, first_day__lte=until or timezone.localdate(), denied_at=None)
        .values("placement")
        .annotate(
            in_time=Count("pk", filter=_IN_TIME),
            late=Count("pk", filter=_LATE),
            not_said=Count("pk", filter=_NOT),
        )
        .order_by()
    )
    counts = {
        row["placement"]: Promptness(row["in_time"], row["late"], row["not_said"]) for row in found
    }
    return {key: counts.get(key, Promptness()) for key in keys}


def said(absence: Absence) -> Said:
    """The same of one absence."""
    if absence.said_at is None:
        return Said.NOT
    return Said.IN_TIME if absence.said_at < absence.starts_at else Said.LATE
