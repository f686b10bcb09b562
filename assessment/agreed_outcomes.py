"""Objectives as learning outcomes of agreements."""

from imyportal import words
from placements.agreements import outcomes
from placements.models import Placement

from . import framework


@outcomes.register
def objectives(placement: Placement, language: str) -> list[str]:
    """The names of those the placement is observed by; three queries."""
    found = framework.of([placement])[placement.pk].objectives
    return [words.pick(each.names, language) or each.name for each in found]
