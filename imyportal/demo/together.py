"""Evaluations of the demo with somebody's help: other trainees, comparisons, models, colleagues."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from assessment import plans, slots, standard
from assessment.enums import EvaluationKind, EvaluationMoment, PeerAnswer
from assessment.models import (
    Evaluation,
    EvaluationDue,
    EvaluationPlan,
    PeerRequest,
    Score,
    WrittenModel,
)
from imyportal import weeks
from placements.models import Placement

from .learning import Scale

KINDS = [EvaluationKind.PEER, EvaluationKind.COMPARE, EvaluationKind.MODEL, EvaluationKind.AGENCY]
WORDS = {
    EvaluationKind.PEER: "We both ask too late when something is unclear.",
    EvaluationKind.COMPARE: "She lays everything out first, I begin at once.",
    EvaluationKind.MODEL: "Next week I measure every piece.",
}


def build(placements: list[Placement], today: date) -> None:
    """What has come due by now; one trainee of eighteen is late, one waits for another's answer."""
    begun = [each for each in placements if each.starts_on < today and each.status == "confirmed"]
    if not begun:
        return
    _own_plan(begun[0])
    scale = Scale.of(begun)
    for number, placement in enumerate(begun):
        late = number % 18 == 4
        for slot in slots.of(placement, KINDS):
            if slot.due_on < today and not (late and slot.closes_on >= today):
                _give(scale, placement, slot, 45 + number % 5 * 4 + slot.number * 5)
        if number % 9 == 0:
            monday = weeks.monday_of(placement.starts_on)
            who: dict[str, Any] = {
                "given_by": "Luca Bini",
                "role": "Shift leader",
                "comment": "Chiede quando serve.",
            }
            colleague, week = EvaluationKind.COLLEAGUE, EvaluationMoment.WEEK
            scale.give(placement, colleague, week, monday, 60, **who)
    _read_models(scale.scores)
    Evaluation.objects.bulk_create(scale.evaluations)
    Score.objects.bulk_create(scale.scores)
    _ask(scale.evaluations)


def _read_models(scores: list[Score]) -> None:
    """The model each was given beside, where one is written for every field."""
    known = {each.objective_id: each for each in WrittenModel.objects.current().filter(field="")}
    for each in scores:
        if each.evaluation.kind == EvaluationKind.MODEL and each.objective_id in known:
            each.model = known[each.objective_id]


def _give(scale: Scale, placement: Placement, slot: slots.Slot, level: int) -> None:
    fields: dict[str, Any] = {"comment": WORDS.get(slot.kind, "")}
    if slot.kind == EvaluationKind.COMPARE:
        fields["compared_with"] = "colleague"
    scale.give(placement, slot.kind, slot.moment, slot.monday, level, **fields)


def _own_plan(placement: Placement) -> None:
    """The first group talks things over every other week: a plan of its own."""
    plan = EvaluationPlan.objects.create(
        group=placement.trainee.group, starts_on=weeks.monday_of(placement.starts_on)
    )
    lines = [plans.Due(**line) for line in standard.dues() if line["kind"] != "peer"]
    lines.append(plans.Due("peer", "week", first_week=2, every=2, opens=2, due=4))
    EvaluationDue.objects.bulk_create(EvaluationDue(plan=plan, **vars(line)) for line in lines)


def _ask(evaluations: list[Evaluation]) -> None:
    """Each asks the next of the group, who has confirmed; of the first group one has not yet."""
    asking = [each for each in evaluations if each.kind == EvaluationKind.PEER]
    by_group: dict[int, list[Evaluation]] = defaultdict(list)
    for each in asking:
        by_group[each.placement.trainee.group_id].append(each)
    requests = []
    for number, group in enumerate(by_group.values()):
        for place, each in enumerate(group):
            peer = group[place - 1].placement.trainee
            waits = number == 0 and place == 1
            requests.append(_request(each, peer.pk, None if waits else _answered(each)))
    PeerRequest.objects.bulk_create(requests)
    Evaluation.objects.bulk_update(asking, ["confirmed_at"])


def _answered(evaluation: Evaluation) -> datetime:
    evaluation.confirmed_at = evaluation.given_at + timedelta(hours=2)
    return evaluation.confirmed_at


def _request(evaluation: Evaluation, peer: int, answered: datetime | None) -> PeerRequest:
    return PeerRequest(
        evaluation=evaluation,
        peer_id=peer,
        asked_at=evaluation.given_at,
        answer=PeerAnswer.CONFIRMED if answered else "",
        answered_at=answered,
    )
