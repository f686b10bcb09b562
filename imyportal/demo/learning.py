"""Scores of the demo: they rise with the weeks, and not everybody sees the same."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Self

from assessment import framework
from assessment.enums import OWN_KINDS, EvaluationKind, EvaluationMoment
from assessment.framework import Framework
from assessment.models import Evaluation, Indicator, Objective, Score
from imyportal import weeks
from placements.enums import PlacementStatus
from placements.models import Placement

from .agency import SEED
from .stay import at

COMMENTS = ["Lavora con cura.", "Più domande, se qualcosa non è chiaro.", "Molto puntuale."]


def build(placements: list[Placement], today: date) -> None:
    """Self-evaluations every week, the company's most weeks."""
    framework.begin_due(today)
    scale = Scale.of(placements)
    for number, placement in enumerate(placements):
        if placement.status == PlacementStatus.CONFIRMED and placement.starts_on < today:
            scale.placement(placement, number, today)
    Evaluation.objects.bulk_create(scale.evaluations)
    Score.objects.bulk_create(scale.scores)


@dataclass(frozen=True)
class Scale:
    """What is observed, the dice, and what came of them."""

    frameworks: dict[int, Framework]  # by placement
    chance: random.Random
    evaluations: list[Evaluation] = field(default_factory=list)
    scores: list[Score] = field(default_factory=list)

    @classmethod
    def of(cls, placements: list[Placement]) -> Self:
        """By what these placements are observed."""
        return cls(frameworks=framework.of(placements), chance=random.Random(SEED + 2))  # noqa: S311

    def placement(self, placement: Placement, number: int, today: date) -> None:
        """Everything given about one placement, week by week."""
        base = 38 + number % 5 * 6
        past = [
            m for m in weeks.mondays(placement.starts_on, today) if m + timedelta(days=4) < today
        ]
        start = (EvaluationMoment.START, weeks.monday_of(placement.starts_on))
        self.give(placement, EvaluationKind.SELF, *start, base)
        for n, monday in enumerate(past):
            last = monday == past[-1]
            final = last and placement.ends_on < today
            moment = EvaluationMoment.FINAL if final else EvaluationMoment.WEEK
            level = base + 7 * (n + 1)
            # The first one, whom newcomers enter as, still has this week's to give.
            if not last or number % 9 not in ((4,) if final else (0, 4)):
                self.give(placement, EvaluationKind.SELF, moment, monday, level)
            # One trainee sees it far brighter than the company, one company never answers.
            seen = level - 28 if number == 7 else level - 4
            middle = placement.week_number(monday) == (placement.week_count + 1) // 2
            if number != 20 and (final or middle or self.chance.random() < 0.7):
                self.give(placement, EvaluationKind.COMPANY, moment, monday, seen)

    def give(
        self,
        placement: Placement,
        kind: EvaluationKind,
        moment: EvaluationMoment,
        monday: date,
        level: int,
        **fields: Any,
    ) -> None:
        """One evaluation whose scores lie around `level`."""
        own, alone = kind in OWN_KINDS, kind == EvaluationKind.SELF
        start = moment == EvaluationMoment.START
        by_company = kind == EvaluationKind.COMPANY
        told = {
            "given_by": _observer(placement, kind),
            "comment": self.chance.choice(COMMENTS) if by_company else "",
        }
        evaluation = Evaluation(
            placement=placement,
            kind=kind,
            moment=moment,
            monday=monday,
            given_at=at(monday + timedelta(days=0 if start else 4), 16, 50),
            user=placement.trainee.user if own else None,
            **told | fields,
        )
        observed = self.frameworks[placement.pk]
        things = observed.indicators if alone else observed.objectives
        self.evaluations.append(evaluation)
        self.scores.extend(self._score(evaluation, thing, level) for thing in things)

    def _score(self, evaluation: Evaluation, thing: Objective | Indicator, level: int) -> Score:
        missing = getattr(thing, "can_be_missing", False) and self.chance.random() < 0.1
        value = max(0, min(100, round((level + self.chance.randrange(-12, 13)) / 10) * 10))
        return Score(
            evaluation=evaluation,
            objective=thing if isinstance(thing, Objective) else None,
            indicator=thing if isinstance(thing, Indicator) else None,
            value=None if missing else value,
        )


def _observer(placement: Placement, kind: EvaluationKind) -> str:
    if kind in OWN_KINDS:
        return placement.trainee.name
    if kind == EvaluationKind.COMPANY:
        return placement.company_tutor.name
    return str(placement.trainee.responsible)
