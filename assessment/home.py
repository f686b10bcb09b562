"""What waits for a trainee, of the journey and of evaluations, and what they got; one query."""

import json
import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
    Window,
)
from django.db.models.functions import Cast, Coalesce, RowNumber, TruncDate

from imyportal import prepared
from placements.models import Placement
from trainees import consent_texts
from trainees.enums import ConsentPurpose, Giver, JourneyPhase, StepTicker
from trainees.models import Consent, Group, JourneyStep, StepDone, Trainee

from . import late, plans, slots
from .enums import OWN_KINDS, EvaluationKind, PeerAnswer
from .models import Award, BadgeAward, Certificate, Evaluation, EvaluationPlan, PeerRequest
from .slots import Slot


@dataclass(frozen=True)
class Waiting:
    """In the order in which they opened and were asked."""

    due: list[Slot]
    asked: list[tuple[uuid.UUID, str]]  # of whom, by first name


@dataclass(frozen=True)
class Home:
    """All that the home page says of one trainee besides the hours."""

    waiting: Waiting
    steps: list[JourneyStep]  # of the group, as far as the page needs them
    done: set[int]  # keys of the steps that are done
    certificates: list[str]  # their numbers
    badges: list[tuple[date, dict[str, str]]]  # day, names of the level
    must_decide: bool  # turned 18 since the badge's page was agreed to
    must_read: bool  # the text agreed to was changed
    awards: list[tuple[int, str, dict[str, str]]]  # level, occasion, names of a listed one


Rows = dict[str, list[Any]]
EVALUATIONS = ("plan", "asked", "others")  # parts of every question


def of(trainee: Trainee, placement: Placement | None, today: date) -> Waiting:
    """What of evaluations waits today; one query.

    One that somebody declined to confirm is to do again. Without anybody else of the group at work
    nothing is to be talked over.
    """
    return _waiting(trainee, placement, today, _rows(trainee, placement, today))


def whole(trainee: Trainee, placement: Placement | None, today: date) -> Home:
    """What waits today, as `of`, and what the trainee got, the newest award first; one query."""
    is_over = placement is not None and today > placement.ends_on
    certificate = ["certificate"] if is_over else []
    found = _rows(trainee, placement, today, "step", "badge", "award", *certificate)
    is_minor = trainee.is_minor_on(today)
    return Home(
        waiting=_waiting(trainee, placement, today, found),
        steps=[_step(row) for row in found["step"]],
        done={row[1] for row in found["step"] if row[7]},
        certificates=[row[3] for row in found["certificate"]],
        badges=[(row[5], json.loads(row[3])) for row in found["badge"]],
        must_decide=any(_must_decide(row, is_minor=is_minor) for row in found["badge"]),
        must_read=any(_must_read(row, is_minor=is_minor) for row in found["badge"]),
        awards=[
            (level, occasion, json.loads(names))
            for _what, _place, level, occasion, names, *_rest in sorted(found["award"])
        ],
    )


def _rows(trainee: Trainee, placement: Placement | None, today: date, *parts: str) -> Rows:
    """Rows of these parts of the question, by the part."""
    whom = (trainee.pk, trainee.group_id, placement.pk if placement else 0)
    given = ["given"] if placement else []
    found: Rows = defaultdict(list)
    for row in prepared.filled(
        _question, (*whom, today, trainee.of_age_on), *EVALUATIONS, *given, *parts
    ):
        found[row[0]].append(row)
    return found


def _question(
    trainee: int, group: int, placement: int, today: date, of_age_on: date, *parts: str
) -> QuerySet[Any, Any]:
    ask: dict[str, Callable[[], QuerySet[Any, Any]]] = {
        "plan": lambda: _plans(group),
        "asked": lambda: _asked(trainee),
        "others": lambda: _others(trainee, group, today),
        "given": lambda: _given(placement, today),
        "step": lambda: _steps(trainee, group),
        "badge": lambda: _badges(trainee, of_age_on),
        "award": lambda: _awards(trainee),
        "certificate": lambda: _certificates(placement),
    }
    return plans.together(*(ask[part]() for part in parts))


# --- Evaluations ------------------------------------------------------------------------------


def _waiting(trainee: Trainee, placement: Placement | None, today: date, found: Rows) -> Waiting:
    asked = [(uuid.UUID(by), name) for _what, _one, _two, by, name, *_rest in found["asked"]]
    if placement is None:
        return Waiting([], asked)
    given = {slots.key_of(by, at, day) for _what, _one, _two, by, at, day, *_rest in found["given"]}
    plan = plans.from_parts(found["plan"]).of(trainee.group_id)
    due = [
        slot
        for slot in slots.lay(
            placement.starts_on, placement.ends_on, plan, more=placement.evaluation_days
        )
        if slot.is_open(today)
        and slot.takes not in given
        and (slot.kind != EvaluationKind.PEER or found["others"])
    ]
    return Waiting(due, asked)


def _plans(group: int) -> QuerySet[Any, Any]:
    return plans.part(EvaluationPlan.objects.filter(Q(group=None) | Q(group=group)))


def _given(placement: int, today: date) -> QuerySet[Any, Any]:
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


def _asked(trainee: int) -> QuerySet[Any, Any]:
    return (
        PeerRequest.objects.waiting()
        .filter(peer=trainee)
        .annotate(what=Value("asked"), one=Value(0), two=Value(0))
        .annotate(by=Cast("public_id", CharField()))
        .annotate(at=F("evaluation__placement__trainee__first_name"))
        .annotate(day=F("evaluation__monday"), mean=Value(0.0), flag=Value(0), **plans.numbers())
    )


def _others(trainee: int, group: int, today: date) -> QuerySet[Any, Any]:
    """One row when somebody else of the group is at work these days."""
    at_work = late.around(Placement.objects.filter(trainee__group=OuterRef("pk")), today)
    return (
        Group.objects.filter(Exists(at_work.exclude(trainee=trainee)), pk=group)
        .annotate(what=Value("others"), one=Value(0), two=Value(0), by=Value(""), at=Value(""))
        .annotate(day=F("arrives_on"), mean=Value(0.0), flag=Value(0), **plans.numbers())
    )


# --- The journey, and what the trainee got ----------------------------------------------------


def _steps(trainee: int, group: int) -> QuerySet[Any, Any]:
    done = StepDone.objects.filter(trainee=trainee, step=OuterRef("pk"))
    is_own = When(ticked_by=StepTicker.TRAINEE, then=1)
    phases = [When(phase=each, then=place) for place, each in enumerate(JourneyPhase.values)]
    return (
        JourneyStep.objects.filter(group=group)
        .annotate(what=Value("step"), one=F("pk"), two=F("position"))
        .annotate(by=Cast("names", TextField()), at=F("due_from"), day=F("group__arrives_on"))
        .annotate(mean=Value(0.0), flag=Case(When(Exists(done), then=1), default=0))
        .annotate(n1=F("due_days"), n2=Case(is_own, default=0), n3=Case(*phases, default=0))
        .annotate(n4=Value(0))
    )


def _step(row: Any) -> JourneyStep:
    _what, pk, position, names, due_from, _day, _mean, _is_done, due_days, is_own, phase, _n4 = row
    return JourneyStep(
        pk=pk,
        phase=JourneyPhase.values[phase],
        position=position,
        names=json.loads(names),
        due_from=due_from,
        due_days=due_days,
        ticked_by=StepTicker.TRAINEE if is_own else StepTicker.TUTOR,
    )


def _badges(trainee: int, of_age_on: date) -> QuerySet[Any, Any]:
    """With what was agreed about its page, as `consents.Standing` reads it."""
    words = Consent.objects.standing().filter(
        trainee=trainee, purpose=ConsentPurpose.BADGES, agrees=True
    )
    own = words.filter(giver=Giver.TRAINEE)
    as_adult = own.filter(said_on__gte=of_age_on)
    return (
        BadgeAward.objects.valid()
        .filter(trainee=trainee)
        .annotate(what=Value("badge"), one=Value(0), two=Value(0), at=Value(""))
        .annotate(by=Cast("level__names", TextField()), day=TruncDate("awarded_at"))
        .annotate(mean=Value(0.0), flag=Case(When(Exists(words), then=1), default=0))
        .annotate(n1=Coalesce(Subquery(own.values("text_version")[:1]), 0))
        .annotate(n2=Case(When(Exists(as_adult), then=1), default=0), n3=Value(0), n4=Value(0))
    )


def _must_decide(row: Any, *, is_minor: bool) -> bool:
    """As `Standing.must_ask_again`."""
    is_agreed, said_as_adult = row[7], row[9]
    return not is_minor and bool(is_agreed) and not said_as_adult


def _must_read(row: Any, *, is_minor: bool) -> bool:
    """As `Standing.is_outdated`."""
    version, said_as_adult = row[8], row[9]
    counts = version and (is_minor or said_as_adult)
    return bool(counts) and version < consent_texts.newest(ConsentPurpose.BADGES)


def _awards(trainee: int) -> QuerySet[Any, Any]:
    newest_first = Window(RowNumber(), order_by=[F("confirmed_at").desc(), F("pk").desc()])
    return (
        Award.objects.given()
        .filter(trainee=trainee)
        .annotate(what=Value("award"), one=newest_first, two=F("level"), by=F("occasion"))
        .annotate(at=Coalesce(Cast("listed__names", TextField()), Value("{}", TextField())))
        .annotate(day=TruncDate("confirmed_at"), mean=Value(0.0), flag=Value(0), **plans.numbers())
    )


def _certificates(placement: int) -> QuerySet[Any, Any]:
    """Made and not withdrawn."""
    return (
        Certificate.objects.valid()
        .filter(placement=placement, rendered_at__isnull=False)
        .annotate(what=Value("certificate"), one=Value(0), two=Value(0), by=F("number"))
        .annotate(at=Value(""), day=TruncDate("rendered_at"), mean=Value(0.0), flag=Value(0))
        .annotate(**plans.numbers())
    )
