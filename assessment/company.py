"""The company's optional scores beside the hours it signs."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django.forms import BaseForm
from django.http import QueryDict

from accounts.models import AccessLink
from placements.models import HourWeek, Placement

from . import evaluations
from . import record as records
from .enums import EvaluationKind
from .forms import CompanyScoresForm
from .models import Evaluation
from .record import Record


class ScoresPanel:
    """Registered with `placements.company_panels`: one scale an objective on the signing page."""

    template = "assessment/company/_scores.html"

    def forms(
        self, viewer: AccessLink, weeks: Sequence[HourWeek], data: QueryDict | None = None
    ) -> dict[int, Any]:
        """The form of each week by its key, showing what was tapped before; five queries in all."""
        found = records.of({week.placement for week in weeks})
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


def _form(record: Record, week: HourWeek, data: QueryDict | None) -> CompanyScoresForm:
    before = [
        each for each in record.by(EvaluationKind.COMPANY) if each.evaluation.monday == week.monday
    ]
    form = CompanyScoresForm(
        data,
        prefix=f"scores-{week.pk}",
        objectives=record.framework.objectives,
        given=before[-1].objectives if before else {},
        initial={"comment": before[-1].evaluation.comment} if before else {},
    )
    form.given_at = before[-1].evaluation.given_at if before else None
    return form
