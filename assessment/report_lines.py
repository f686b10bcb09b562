"""What this room tells in a group's weekly report: averages, and evaluations of the next week."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import ngettext

from placements.models import Placement
from placements.reports import sources
from placements.reports.lines import Line, Section, kind
from placements.reports.scores import SCORE

from . import growth, slots
from .enums import EvaluationKind, EvaluationMoment

TOLD = (EvaluationMoment.MID, EvaluationMoment.FINAL)


def _due(values: Mapping[str, Any], names: Mapping[str, str]) -> str:
    count = values["count"]
    if values["moment"] == EvaluationMoment.MID:
        text = ngettext(
            "Middle evaluation by the company: %(count)d trainee",
            "Middle evaluation by the companies: %(count)d trainees",
            count,
        )
    else:
        text = ngettext(
            "Final evaluation by the company: %(count)d trainee",
            "Final evaluation by the companies: %(count)d trainees",
            count,
        )
    return text % {"count": count}


DUE = kind("evaluation_due", Section.NEXT, _due, moment=EvaluationMoment, count=int)


@sources.register
def averages(placements: Sequence[Placement], monday: date) -> Iterator[Line]:
    """Each trainee's own average as it was in the week; one query."""
    grown = growth.of(placements)
    for placement in placements:
        number = placement.week_number(monday)
        course = growth.Growth(grown[placement.pk].values[: max(number, 0) + 1])
        if course.now is None:
            continue
        values: dict[str, Any] = {"now": course.now, "course": course.values}
        if course.change is not None:
            values["change"] = course.change
        yield Line(placement, SCORE, values=values)


@sources.register
def evaluations_due(placements: Sequence[Placement], monday: date) -> Iterator[Line]:
    """Middle and final evaluations that the companies give in the next week; one query."""
    following = monday + timedelta(weeks=1)
    every = slots.of_each(placements, [EvaluationKind.COMPANY])
    due = Counter(
        slot.moment for laid in every.values() for slot in laid if slot.monday == following
    )
    for moment in TOLD:
        if due[moment]:
            values = {"moment": moment, "count": due[moment]}
            yield Line(None, DUE, values=values, about=str(moment))
