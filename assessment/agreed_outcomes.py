"""Objectives as learning outcomes of agreements."""

from placements.agreements import outcomes
from placements.models import Placement

from . import framework


@outcomes.register
def objectives(placement: Placement, language: str) -> list[str]:
    """The names of those that are evaluated in the placement, if all have one in `language`; three queries."""
    found = framework.of([placement])[placement.pk].asked.objectives
    names = [each.names.get(language, "") for each in found]
    return names if all(names) else []
