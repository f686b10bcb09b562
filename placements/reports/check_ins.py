"""What of the weekly check-ins a school may read: answers to set questions, never a word anybody wrote.

Whether somebody feels well and whether they ask for a call stays with the agency. What a trainee or a
company is not content with is shown only when the tutor says so: both are told that.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from ..cycle import check_ins as said
from ..enums import ReportLevel
from ..models import Placement
from . import sources
from .lines import Line, Section, kind

LOW = 2  # of 5, and below
OF_TRAINEE = ("work", "people", "home", "learning")  # never how somebody feels
OF_COMPANY = ("work", "people")


def _areas(values: Mapping[str, Any]) -> str:
    words = {
        "work": _("the work"),
        "people": _("the people at work"),
        "home": _("where they live"),
        "learning": _("what they learn"),
    }
    return ", ".join(words[name] for name in words if values.get(name, LOW + 1) <= LOW)


def _trainee(values: Mapping[str, Any], names: Mapping[str, str]) -> str:
    # Translators: what a trainee is not content with, like «the work, where they live»
    return _("Not content with: %(areas)s") % {"areas": _areas(values)}


def _company(values: Mapping[str, Any], names: Mapping[str, str]) -> str:
    # Translators: what a company is not content with, like «the work»
    return _("The company is not content with: %(areas)s") % {"areas": _areas(values)}


def _late(values: Mapping[str, Any], names: Mapping[str, str]) -> str:
    return _("Often not on time, the company says")


TRAINEE = kind("check_in", Section.CONCERN, _trainee, **dict.fromkeys(OF_TRAINEE, int))
COMPANY = kind("company_says", Section.CONCERN, _company, **dict.fromkeys(OF_COMPANY, int))
LATE = kind("late", Section.CONCERN, _late, punctual=int)


@sources.register
def check_ins(placements: Sequence[Placement], monday: date) -> Iterator[Line]:
    """Two queries."""
    found = said.of(placements, monday)
    for placement in placements:
        week = found[placement.pk]
        if week.trainee and (low := _low(week.trainee.answers, OF_TRAINEE)):
            yield Line(placement, TRAINEE, ReportLevel.NOTE, low, is_shown=False)
        if week.company:
            yield from _of_company(placement, week.company.answers)


def _of_company(placement: Placement, answers: Mapping[str, int]) -> Iterator[Line]:
    if low := _low(answers, OF_COMPANY):
        yield Line(placement, COMPANY, ReportLevel.NOTE, low, is_shown=False)
    punctual = answers.get("punctual", LOW + 1)
    if punctual <= LOW:
        level = ReportLevel.CONCERN if punctual < LOW else ReportLevel.NOTE
        yield Line(placement, LATE, level, {"punctual": punctual}, is_shown=False)


def _low(answers: Mapping[str, int], names: Sequence[str]) -> dict[str, int]:
    return {name: answers[name] for name in names if answers.get(name, LOW + 1) <= LOW}
