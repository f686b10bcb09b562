"""What a badge says was learnt: 0-100 for each objective, and how final that is.

As the agency tutor signed it off, at the end or else at mid-term; before that as the portal proposes it
from what company and agency observed. The trainee's own view never stands in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from placements.enums import PlacementStatus
from placements.models import Placement
from trainees.models import Trainee

from .. import summary
from ..enums import ResultStatus, SignOffMoment
from ..models import Objective, SignOff


@dataclass(frozen=True)
class Outcomes:
    """Values of the objectives that were observed, and what all of them are."""

    values: dict[Objective, int] = field(default_factory=dict)
    status: ResultStatus = ResultStatus.PROVISIONAL


def of(trainees: Iterable[Trainee]) -> dict[int, Outcomes]:
    """By the trainee's key, of the last placement that has begun; a fixed number of queries."""
    placements = _last_begun(trainees)
    signed = _signed(placements)
    found = {each.trainee_id: signed[each.pk] for each in placements if each.pk in signed}
    others = [each for each in placements if each.pk not in signed]
    proposed = summary.of(others) if others else {}
    for each in others:
        lines = proposed[each.pk].objectives
        values = {line.objective: line.proposed for line in lines if line.proposed is not None}
        found[each.trainee_id] = Outcomes(values)
    return found


def _last_begun(trainees: Iterable[Trainee]) -> list[Placement]:
    begun = (
        Placement.objects.filter(trainee__in=[trainee.pk for trainee in trainees])
        .exclude(status=PlacementStatus.CANCELLED)
        .filter(starts_on__lte=timezone.localdate())
        .order_by("starts_on", "pk")
    )
    return list({each.trainee_id: each for each in begun}.values())


def _signed(placements: list[Placement]) -> dict[int, Outcomes]:
    """By the placement's key; what was signed off at the end goes before mid-term."""
    rows = (
        SignOff.objects.current()
        .filter(placement__in=[each.pk for each in placements])
        .prefetch_related("results__objective__set")
    )
    found: dict[int, Outcomes] = {}
    for row in sorted(rows, key=lambda row: row.moment == SignOffMoment.FINAL):
        values = {
            each.objective: each.value for each in row.results.all() if each.value is not None
        }
        is_final = row.moment == SignOffMoment.FINAL
        status = ResultStatus.COMPLETED if is_final else ResultStatus.IN_PROGRESS
        found[row.placement_id] = Outcomes(values, status)
    return found
