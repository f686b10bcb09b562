"""What is observed: the sets of objectives, loaded whole. They are few, so one look serves many pages."""

from dataclasses import dataclass

from .enums import SetKind
from .models import Indicator, Objective, ObjectiveSet


@dataclass(frozen=True)
class Framework:
    """A set of objectives with its indicators, in their order."""

    pk: int
    is_current: bool
    objectives: tuple[Objective, ...]  # each with its indicators at hand: `indicators_of()`

    @property
    def indicators(self) -> list[Indicator]:
        return [each for objective in self.objectives for each in indicators_of(objective)]


def indicators_of(objective: Objective) -> list[Indicator]:
    """The indicators of an objective that came out of a framework, without asking the database."""
    return list(objective.indicators.all())


def standard() -> dict[int, Framework]:
    """Every version of the standard set by its key; three queries."""
    sets = ObjectiveSet.objects.filter(kind=SetKind.STANDARD)
    return {
        each.pk: Framework(each.pk, each.is_current, tuple(each.objectives.all()))
        for each in sets.prefetch_related("objectives__indicators")
    }


def current(frameworks: dict[int, Framework]) -> Framework:
    """The one new placements are observed by; an empty one when the agency has set none in use."""
    in_use = (each for each in frameworks.values() if each.is_current)
    return next(in_use, Framework(pk=0, is_current=True, objectives=()))
