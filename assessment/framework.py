"""What is observed: the sets of objectives, loaded whole. They are few, so one look serves many pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet

from .enums import SetKind
from .models import Indicator, Objective


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
    """Every version of the standard set that has objectives, by its key; two queries."""
    return _by_set(_objectives().prefetch_related("indicators"))


def without_indicators() -> dict[int, Framework]:
    """The same for pages that ask for whole objectives only; one query."""
    return _by_set(_objectives())


def _objectives() -> QuerySet[Objective]:
    return Objective.objects.filter(set__kind=SetKind.STANDARD).select_related("set")


def _by_set(objectives: Iterable[Objective]) -> dict[int, Framework]:
    """`objectives` with their sets, in their order."""
    return {
        found.pk: Framework(found.pk, found.is_current, tuple(members))
        for found, members in groupby(objectives, key=lambda each: each.set)
    }


def current(frameworks: dict[int, Framework]) -> Framework:
    """The one new placements are observed by; an empty one when the agency has set none in use."""
    in_use = (each for each in frameworks.values() if each.is_current)
    return next(in_use, Framework(pk=0, is_current=True, objectives=()))
