"""Scores of the demo: they rise with the weeks, and not everybody sees the same."""

import random
from datetime import date, timedelta

from assessment.enums import EvaluationKind, EvaluationMoment
from assessment.models import Evaluation, Indicator, Objective, ObjectiveSet, Score
from imyportal import weeks
from placements.enums import PlacementStatus
from placements.models import Placement

from .agency import SEED
from .stay import at

COMMENTS = ["Lavora con cura.", "Più domande, se qualcosa non è chiaro.", "Molto puntuale."]


def build(placements: list[Placement], today: date) -> None:
    """Self-evaluations every week, the company's most weeks, ours in the middle and at the end."""
    chance = random.Random(SEED + 2)  # noqa: S311
    current = ObjectiveSet.objects.current()
    objectives = list(Objective.objects.filter(set__in=current))
    indicators = list(Indicator.objects.filter(objective__set__in=current))
    for number, placement in enumerate(placements):
        if placement.status == PlacementStatus.CONFIRMED and placement.starts_on < today:
            _placement(placement, number, today, objectives, indicators, chance)


def _placement(
    placement: Placement,
    number: int,
    today: date,
    objectives: list[Objective],
    indicators: list[Indicator],
    chance: random.Random,
) -> None:
    trainee, tutor = placement.trainee, placement.company_tutor
    base = 38 + number % 5 * 6
    over = placement.ends_on < today
    past = [m for m in weeks.mondays(placement.starts_on, today) if m + timedelta(days=4) < today]
    _give(
        placement,
        EvaluationKind.SELF,
        EvaluationMoment.START,
        placement.starts_on,
        trainee.name,
        indicators,
        base,
        chance,
    )
    for n, monday in enumerate(past):
        level = base + 7 * (n + 1)
        last = over and monday == past[-1]
        moment = EvaluationMoment.FINAL if last else EvaluationMoment.WEEK
        # The first one, whom newcomers enter as, still has this week's to give.
        if number % 9 not in (0, 4) or n < len(past) - 1:
            _give(
                placement,
                EvaluationKind.SELF,
                moment,
                monday,
                trainee.name,
                indicators,
                level,
                chance,
            )
        # One trainee sees it far brighter than the company, one company never answers.
        seen = level - 28 if number == 7 else level - 4
        if number != 20 and (last or chance.random() < 0.7):
            _give(
                placement,
                EvaluationKind.COMPANY,
                moment,
                monday,
                tutor.name,
                objectives,
                seen,
                chance,
            )
        if last and number % 6 != 5:
            _give(
                placement,
                EvaluationKind.AGENCY,
                moment,
                monday,
                str(trainee.responsible),
                objectives,
                level,
                chance,
            )


def _give(
    placement: Placement,
    kind: EvaluationKind,
    moment: EvaluationMoment,
    day: date,
    name: str,
    of: list[Objective] | list[Indicator],
    level: int,
    chance: random.Random,
) -> None:
    monday = weeks.monday_of(day)
    evaluation = Evaluation.objects.create(
        placement=placement,
        kind=kind,
        moment=moment,
        monday=monday,
        given_at=at(monday + timedelta(days=0 if moment == EvaluationMoment.START else 4), 16, 50),
        given_by=name,
        user=placement.trainee.user if kind == EvaluationKind.SELF else None,
        comment=chance.choice(COMMENTS) if kind == EvaluationKind.COMPANY else "",
    )
    Score.objects.bulk_create(
        Score(
            evaluation=evaluation,
            objective=thing if isinstance(thing, Objective) else None,
            indicator=thing if isinstance(thing, Indicator) else None,
            value=None if _skips(thing, chance) else _value(level, chance),
        )
        for thing in of
    )


def _skips(thing: Objective | Indicator, chance: random.Random) -> bool:
    return isinstance(thing, Indicator) and thing.can_be_missing and chance.random() < 0.1


def _value(level: int, chance: random.Random) -> int:
    return max(0, min(100, round((level + chance.randrange(-12, 13)) / 10) * 10))
