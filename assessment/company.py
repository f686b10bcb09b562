"""The company's optional scores beside the hours it signs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast

from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import QueryDict

from accounts.models import AccessLink
from placements.models import HourWeek, Placement

from . import evaluations, framework
from .enums import EvaluationKind
from .forms import CompanyScoresForm
from .framework import Framework
from .models import Evaluation


class ScoresPanel:
    """Registered with `placements.company_panels`: one scale an objective on the signing page."""

    template = "assessment/company/_scores.html"

    def forms(
        self, viewer: AccessLink, weeks: Sequence[HourWeek], data: QueryDict | None = None
    ) -> dict[int, Any]:
        """The form of each week by its key, showing what was tapped before; two queries in all."""
        frameworks = framework.without_indicators()
        found = _found({week.placement_id for week in weeks}, frameworks)
        return {week.pk: _form(found[week.placement_id], week, data) for week in weeks}

    def save(self, form: BaseForm, week: HourWeek, viewer: AccessLink, *, name: str) -> None:
        """Store what a valid form says, if anything; runs in the signing transaction."""
        scores = cast("CompanyScoresForm", form)
        save_company_scores(week.placement, week.monday, scores, link=viewer, name=name)


def save_company_scores(
    placement: Placement, monday: date, form: CompanyScoresForm, *, link: AccessLink, name: str
) -> Evaluation | None:
    """Store what a company tutor tapped for a week; None when they tapped and wrote nothing."""
    return evaluations.give_company(
        placement,
        monday=monday,
        scores=form.scores(),
        comment=form.cleaned_data["comment"],
        name=name,
        link=link,
    )


@dataclass
class _Tapped:
    """What the company gave for a week before."""

    given_at: datetime
    comment: str
    objectives: dict[int, int | None] = field(default_factory=dict)


@dataclass
class _Asked:
    """What the company is asked about a placement, and what it gave, by Monday."""

    framework: Framework
    tapped: dict[date, _Tapped] = field(default_factory=dict)


def _found(placements: Collection[int], frameworks: dict[int, Framework]) -> dict[int, _Asked]:
    """By the placement's key; like `record.of`, without what this page does not show. One query."""
    in_use = framework.current(frameworks)
    found = {pk: _Asked(in_use) for pk in placements}
    is_settled: set[int] = set()
    newest: dict[int, _Tapped] = {}
    for pk, placement, kind, monday, given_at, comment, objective, value, *sets in _rows(
        placements
    ):
        asked = found[placement]
        version = next((each for each in sets if each in frameworks), None)
        if version is not None and placement not in is_settled:
            # A placement stays with the version it began with.
            is_settled.add(placement)
            asked.framework = frameworks[version]
        if kind == EvaluationKind.COMPANY:
            asked.tapped[monday] = newest.setdefault(pk, _Tapped(given_at, comment))
            if objective is not None:
                asked.tapped[monday].objectives[objective] = value
    return found


def _rows(placements: Collection[int]) -> QuerySet[Any, Any]:
    """Each evaluation with each of its scores, oldest first; a comment alone is a row too."""
    return (
        Evaluation.objects.filter(placement__in=placements)
        .order_by("monday", "given_at", "pk")
        .values_list(
            "pk",
            "placement",
            "kind",
            "monday",
            "given_at",
            "comment",
            "scores__objective",
            "scores__value",
            "scores__objective__set",
            "scores__indicator__objective__set",
        )
    )


def _form(asked: _Asked, week: HourWeek, data: QueryDict | None) -> CompanyScoresForm:
    before = asked.tapped.get(week.monday)
    form = CompanyScoresForm(
        data,
        prefix=f"scores-{week.pk}",
        objectives=asked.framework.objectives,
        given=before.objectives if before else {},
        initial={"comment": before.comment} if before else {},
    )
    form.given_at = before.given_at if before else None
    return form
