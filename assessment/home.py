"""What of evaluations waits for a trainee: their own, and what others of the group want confirmed."""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast

from placements.models import Placement
from trainees.models import Group, Trainee

from . import late, plans, slots
from .enums import OWN_KINDS, EvaluationKind, PeerAnswer
from .models import Evaluation, EvaluationPlan, PeerRequest
from .slots import Slot


@dataclass(frozen=True)
class Waiting:
    """In the order in which they opened and were asked."""

    due: list[Slot]
    asked: list[tuple[uuid.UUID, str]]  # of whom, by first name


def of(trainee: Trainee, placement: Placement | None, today: date) -> Waiting:
    """What waits today; one query.

    One that somebody declined to confirm is to do again. Without anybody else of the group at work
    nothing is to be talked over.
    """
    parts = [_plans(trainee), _asked(trainee), _others(trainee, today)]
    if placement is not None:
        parts.append(_given(placement, today))
    found: dict[str, list[Any]] = defaultdict(list)
    for row in plans.together(*parts):
        found[row[0]].append(row)
    asked = [(uuid.UUID(by), name) for _what, _one, _two, by, name, *_rest in found["asked"]]
    if placement is None:
        return Waiting([], asked)
    given = {slots.key_of(by, at, day) for _what, _one, _two, by, at, day, *_rest in found["given"]}
    plan = plans.from_parts(found["plan"]).of(trainee.group_id)
    due = [
        slot
        for slot in slots.lay(placement.starts_on, placement.ends_on, plan)
        if slot.is_open(today)
        and slot.takes not in given
        and (slot.kind != EvaluationKind.PEER or found["others"])
    ]
    return Waiting(due, asked)


def _plans(trainee: Trainee) -> QuerySet[Any, Any]:
    return plans.part(EvaluationPlan.objects.filter(Q(group=None) | Q(group=trainee.group_id)))


def _given(placement: Placement, today: date) -> QuerySet[Any, Any]:
    """Sent, and not declined by all who were asked."""
    asked = PeerRequest.objects.filter(evaluation=OuterRef("pk"))
    return (
        Evaluation.objects.filter(
            ~Q(kind=EvaluationKind.PEER) | Exists(asked.exclude(answer=PeerAnswer.DECLINED)),
            placement=placement,
            kind__in=OWN_KINDS,
            monday__gte=today - late.OPEN_FOR,
        )
        .annotate(what=Value("given"), one=Value(0), two=Value(0), by=F("kind"), at=F("moment"))
        .annotate(day=F("monday"), mean=Value(0.0), flag=Value(0), **plans.numbers())
    )


def _asked(trainee: Trainee) -> QuerySet[Any, Any]:
    return (
        PeerRequest.objects.waiting()
        .filter(peer=trainee)
        .annotate(what=Value("asked"), one=Value(0), two=Value(0))
        .annotate(by=Cast("public_id", CharField()))
        .annotate(at=F("evaluation__placement__trainee__first_name"))
        .annotate(day=F("evaluation__monday"), mean=Value(0.0), flag=Value(0), **plans.numbers())
    )


def _others(trainee: Trainee, today: date) -> QuerySet[Any, Any]:
    """One row when somebody else of the group is at work these days."""
    at_work = late.around(Placement.objects.filter(trainee__group=OuterRef("pk")), today)
    return (
        Group.objects.filter(Exists(at_work.exclude(trainee=trainee)), pk=trainee.group_id)
        .annotate(what=Value("others"), one=Value(0), two=Value(0), by=Value(""), at=Value(""))
        .annotate(day=F("arrives_on"), mean=Value(0.0), flag=Value(0), **plans.numbers())
    )
