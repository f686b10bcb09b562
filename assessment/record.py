"""Everything that was observed in some placements, read at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from placements.models import Placement

from . import framework, results, slots
from .enums import EvaluationMoment
from .framework import Framework, indicators_of
from .models import Evaluation, Indicator, Objective, Score
from .results import Observation
from .slots import Key


@dataclass
class Given:
    """An evaluation with its scores."""

    evaluation: Evaluation
    on: date  # the day it speaks of
    objectives: dict[int, int | None] = field(default_factory=dict)  # by key, as a whole
    indicators: dict[int, int | None] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        """By which a slot knows it: see `Slot.takes`."""
        evaluation = self.evaluation
        return slots.key_of(evaluation.kind, evaluation.moment, evaluation.monday)

    def value(self, objective: Objective) -> int | None:
        """0-100, or None when it was not observed."""
        parts = (self.indicators.get(each.pk) for each in indicators_of(objective))
        return results.objective_value(self.objectives.get(objective.pk), parts)


@dataclass
class Record:
    """The evaluations of one placement, oldest first, and what they are about."""

    placement: Placement
    framework: Framework
    given: list[Given] = field(default_factory=list)
    waiting: list[Given] = field(default_factory=list)  # for another trainee; they do not count

    def by(self, kind: str, *moments: str) -> list[Given]:
        """Those of one observer, oldest first; of some moments only, if named."""
        mine = (each for each in self.given if each.evaluation.kind == kind)
        return [each for each in mine if not moments or each.evaluation.moment in moments]

    def average(self, given: Given) -> int | None:
        """The mean over the objectives of one evaluation."""
        return results.mean(given.value(objective) for objective in self.framework.objectives)

    def observations(self, objective: Objective, *kinds: str) -> Iterator[Observation]:
        """What was seen of an objective after the start, by these observers (none: by all)."""
        for each in self.given:
            evaluation = each.evaluation
            if evaluation.moment != EvaluationMoment.START and (
                not kinds or evaluation.kind in kinds
            ):
                yield Observation(evaluation.kind, each.on, each.value(objective))

    def indicator_values(self, indicator: Indicator, kind: str) -> Iterator[Observation]:
        """What one observer saw of an indicator after the start."""
        for each in self.by(kind):
            if each.evaluation.moment != EvaluationMoment.START:
                yield Observation(kind, each.on, each.indicators.get(indicator.pk))


def of(placements: Iterable[Placement]) -> dict[int, Record]:
    """The record of each placement by its key; five queries, however many there are."""
    placements = list(placements)
    evaluations = Evaluation.objects.filter(placement__in=placements).order_by(
        "monday", "given_at", "pk"
    )
    given = {each.pk: each for each in evaluations}
    scores = defaultdict(list)
    rows_of_scores = Score.objects.filter(evaluation__placement__in=placements)
    for pk, *score in rows_of_scores.values_list("evaluation", "objective", "indicator", "value"):
        scores[pk].append(score)
    frameworks = framework.of(placements)
    rows: dict[int, Record] = {each.pk: Record(each, frameworks[each.pk]) for each in placements}
    for pk, evaluation in given.items():
        record = rows[evaluation.placement_id]
        kept = record.waiting if evaluation.is_waiting else record.given
        kept.append(_given(evaluation, record.placement, scores[pk]))
    return rows


def _given(evaluation: Evaluation, placement: Placement, scores: list[list[int | None]]) -> Given:
    given = Given(evaluation, observed_on(evaluation, placement))
    for objective, indicator, value in scores:
        if objective is not None:
            given.objectives[objective] = value
        elif indicator is not None:
            given.indicators[indicator] = value
    return given


def observed_on(evaluation: Evaluation, placement: Placement) -> date:
    """The day an evaluation speaks of: it may be given weeks later, when the hours are signed."""
    given_on = timezone.localdate(evaluation.given_at)
    return min(given_on, evaluation.monday + timedelta(days=6), placement.ends_on)
