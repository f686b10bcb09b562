"""The company's optional scores beside the hours it signs."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast

from django.db.models import FilteredRelation, Q, QuerySet
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import AccessLink
from placements.models import HourWeek, Placement
from placements.todo import Todo

from . import evaluations, framework
from .enums import EvaluationKind
from .forms import CompanyScoresForm
from .framework import Framework, Place
from .models import Evaluation


class ScoresPanel:
    """Registered with `placements.company_panels`: one scale an objective on the signing page."""

    template = "assessment/company/_scores.html"

    def forms(
        self, viewer: AccessLink, weeks: Sequence[HourWeek], data: QueryDict | None = None
    ) -> dict[int, Any]:
        """The form of each week by its key, showing what was tapped before; two queries in all."""
        found = _found({week.placement_id for week in weeks})
        return {week.pk: _form(found[week.placement_id], week, data) for week in weeks}

    def save(self, form: BaseForm, week: HourWeek, viewer: AccessLink, *, name: str) -> None:
        """Store what a valid form says, if anything; runs in the signing transaction."""
        scores = cast("CompanyScoresForm", form)
        save_company_scores(week.placement, week.monday, scores, link=viewer, name=name)


def award_offer(placement: Placement) -> Todo:
    """The way to suggest an award."""
    name = {"name": placement.trainee.first_name}
    return Todo(
        # Translators: the name is the trainee's first name
        title=_("Suggest an award for %(name)s") % name,
        note=_("optional, for something that went really well"),
        url=reverse("assessment:company_award", args=[placement.public_id]),
        icon="medal",
    )


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


def _found(placements: Collection[int]) -> dict[int, _Asked]:
    """By the placement's key; like `record.of`, without what this page does not show. Two queries."""
    tapped: dict[int, dict[date, _Tapped]] = defaultdict(dict)
    newest: dict[int, _Tapped] = {}
    places: dict[int, Place] = {}
    for key, pk, monday, given_at, comment, objective, value, *place in _rows(placements):
        places[key] = Place(*place)
        if pk is not None:
            tapped[key][monday] = newest.setdefault(pk, _Tapped(given_at, comment))
            if objective is not None:
                tapped[key][monday].objectives[objective] = value
    return {pk: _Asked(each, tapped[pk]) for pk, each in framework.at(places).items()}


def _rows(placements: Collection[int]) -> QuerySet[Any, Any]:
    """Each placement with the scores the company gave, oldest first; a comment alone is a row too."""
    given = FilteredRelation("evaluations", condition=Q(evaluations__kind=EvaluationKind.COMPANY))
    return (
        framework.with_places(Placement.objects.filter(pk__in=placements))
        .annotate(given=given)
        .order_by("given__monday", "given__given_at", "given__pk")
        .values_list(
            "pk",
            "given__pk",
            "given__monday",
            "given__given_at",
            "given__comment",
            "given__scores__objective",
            "given__scores__value",
            *framework.COLUMNS,
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
