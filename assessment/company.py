"""The company's optional scores beside the hours it signs, and what it is asked for besides.

Hours are signed whatever the scores say. A 0 or a 100 without a word is stored and counts, and the
page asks for the word afterwards, for two weeks.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.db.models import Case, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Value, When
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import AccessLink
from imyportal import prepared, weeks
from placements import company_todo
from placements.models import HourWeek, Placement
from placements.todo import Todo

from . import evaluations, framework, late, plans, slots
from .enums import EvaluationKind, EvaluationMoment
from .evaluations import EXTREMES
from .forms import CompanyScoresForm
from .framework import Framework, Place
from .models import Evaluation, EvaluationPlan, Score
from .slots import Slot

ASKED_FOR = timedelta(days=20)  # after the Monday of the week: two weeks from its Sunday


class ScoresPanel:
    """Registered with `placements.company_panels`: one scale an objective on the signing page."""

    template = "assessment/company/_scores.html"

    def forms(
        self, viewer: AccessLink, weeks: Sequence[HourWeek], data: QueryDict | None = None
    ) -> dict[int, Any]:
        """The form of each week by its key, showing what was tapped before; two queries in all."""
        found = _found({week.placement_id for week in weeks})
        return {
            week.pk: _form(found[week.placement_id], week.monday, data, f"scores-{week.pk}")
            for week in weeks
        }

    def save(self, form: BaseForm, week: HourWeek, viewer: AccessLink, *, name: str) -> None:
        """Store what a valid form says, if anything; runs in the signing transaction."""
        scores = cast("CompanyScoresForm", form)
        save_company_scores(
            week.placement, week.monday, scores, link=viewer, name=name, words_later=True
        )

    def said(self, week: HourWeek) -> str:
        """How many scores there are for the week, and their average; two queries."""
        before = _found({week.placement_id})[week.placement_id].tapped.get(week.monday)
        values = list(before.objectives.values()) if before else []
        if not values:
            return ""
        count = {"count": len(values)}
        seen = [value for value in values if value is not None]
        if not seen:
            text = ngettext("Stored: %(count)d score.", "Stored: %(count)d scores.", len(values))
            return text % count
        text = ngettext(
            "Stored: %(count)d score, average %(average)d.",
            "Stored: %(count)d scores, average %(average)d.",
            len(values),
        )
        return text % (count | {"average": (sum(seen) * 2 + len(seen)) // (2 * len(seen))})


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
    placement: Placement,
    monday: date,
    form: CompanyScoresForm,
    *,
    link: AccessLink,
    name: str,
    words_later: bool = False,
) -> Evaluation | None:
    """Store what a company tutor tapped for a week; None when they tapped and wrote nothing.

    Raises as `evaluations.give_company`.
    """
    return evaluations.give_company(
        placement,
        monday=monday,
        scores=form.scores(),
        comment=form.cleaned_data["comment"],
        name=name,
        link=link,
        words_later=words_later,
    )


@dataclass
class _Tapped:
    """What the company gave for a week before."""

    given_at: datetime
    comment: str
    left_out: frozenset[str]
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
    for key, pk, monday, given_at, comment, not_asked, objective, value, *place in prepared.filled(
        _rows, tuple(sorted(placements))
    ):
        places[key] = Place(*place)
        if pk is not None:
            tapped[key][monday] = newest.setdefault(
                pk, _Tapped(given_at, comment, frozenset(not_asked or ()))
            )
            if objective is not None:
                tapped[key][monday].objectives[objective] = value
    return {pk: _Asked(each, tapped[pk]) for pk, each in framework.at(places).items()}


def _rows(*placements: int) -> QuerySet[Any, Any]:
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
            "given__not_asked",
            "given__scores__objective",
            "given__scores__value",
            *framework.COLUMNS,
        )
    )


def _form(asked: _Asked, monday: date, data: QueryDict | None, prefix: str) -> CompanyScoresForm:
    before, observed = asked.tapped.get(monday), asked.framework
    if before:
        observed = replace(observed, left_out=before.left_out)
    form = CompanyScoresForm(
        data,
        prefix=prefix,
        objectives=observed.asked.objectives,
        given=before.objectives if before else {},
        initial={"comment": before.comment} if before else {},
    )
    form.given_at = before.given_at if before else None
    return form


def form_of_week(
    placement: Placement, monday: date, data: QueryDict | None = None
) -> CompanyScoresForm:
    """The scores alone, without any hours; two queries."""
    form = _form(_found({placement.pk})[placement.pk], monday, data, prefix="scores")
    form.wants_words = True
    return form


def open_until(monday: date) -> date:
    """The last day on which the company is asked for the scores of that week."""
    return monday + ASKED_FOR


@company_todo.register
def asks(seen: Sequence[Placement]) -> list[Todo]:
    """Scores that are late, and words for a 0 or a 100; one query."""
    today = timezone.localdate()
    placements = {
        each.pk: each for each in seen if each.starts_on <= today <= each.ends_on + late.OPEN_FOR
    }
    if not placements:
        return []
    rules, given = _plans_and_given(placements.values())
    taken = {(pk, slots.key_of(by, at, day)) for _w, pk, _two, by, at, day, *_rest in given}
    known = plans.from_parts(rules)
    rows = [
        _todo(placement, slot.monday, _late_title(placement, slot))
        for pk, placement in placements.items()
        for slot in slots.lay(
            placement.starts_on,
            placement.ends_on,
            known.of(placement.trainee.group_id),
            [EvaluationKind.COMPANY],
        )
        if slot.is_open(today) and slot.is_late(today) and (pk, slot.takes) not in taken
    ]
    bare = [(day, pk) for _w, pk, _two, _by, _at, day, _mean, is_bare, *_rest in given if is_bare]
    for monday, pk in sorted(bare):
        if today <= open_until(monday):
            # Translators: first name of a trainee
            text = _("%(name)s: a word about 0 or 100") % {
                "name": placements[pk].trainee.first_name
            }
            rows.append(_todo(placements[pk], monday, text))
    return rows


def _plans_and_given(placements: Collection[Placement]) -> tuple[list[Any], list[Any]]:
    """Rows of the plans, and of what the company gave, marked where words for a 0 or a 100 lack."""
    groups = sorted({each.trainee.group_id for each in placements})
    keys = [each.pk for each in placements]
    rows = prepared.filled(_question, (*keys, *groups), len(keys))
    return [row for row in rows if row[0] == "plan"], [row for row in rows if row[0] == "given"]


def _question(*keys_and_count: int) -> QuerySet[Any, Any]:
    """Keys of placements and of their groups; the last says how many are placements."""
    *keys, count = keys_and_count
    is_bare = Exists(Score.objects.filter(evaluation=OuterRef("pk"), value__in=EXTREMES))
    given = (
        Evaluation.objects.filter(placement__in=keys[:count], kind=EvaluationKind.COMPANY)
        .annotate(what=Value("given"), one=F("placement"), two=Value(0), by=F("kind"))
        .annotate(at=F("moment"), day=F("monday"), mean=Value(0.0), **plans.numbers())
        .annotate(flag=Case(When(is_bare, comment="", then=1), default=0))
    )
    rules = EvaluationPlan.objects.filter(Q(group=None) | Q(group__in=keys[count:]))
    return plans.together(plans.part(rules), given)


def _late_title(placement: Placement, slot: Slot) -> str:
    name = {"name": placement.trainee.first_name, "number": slot.number}
    if slot.moment == EvaluationMoment.FINAL:
        return _("How did it go with %(name)s?") % name
    return _("How is it going with %(name)s?") % name


def _todo(placement: Placement, monday: date, title: str) -> Todo:
    address = reverse("assessment:company_scores", args=[placement.public_id, weeks.iso(monday)])
    number = placement.week_number(monday)
    note = _("Week %(number)d: one tap a line, 20 seconds") % {"number": number}
    return Todo(title, note, address, "chart", is_needed=True)
