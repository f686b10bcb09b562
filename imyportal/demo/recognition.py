"""Awards and the journey of the demo: all levels, one suggestion that waits, steps ticked so far."""

from datetime import date, datetime, timedelta

from accounts import links
from accounts.enums import Purpose
from accounts.models import User
from assessment import awards
from assessment.models import Award
from placements.enums import PlacementStatus
from placements.models import Placement
from trainees import journey
from trainees.enums import StepTicker
from trainees.models import Group, JourneyStep, StepDone

from .stay import at

# Number of the placement, level, occasion, reason, suggested by the company.
AWARDS = [
    (0, 2, "First day at the company", "On time, and with good questions.", False),
    (2, 1, "Help for a colleague", "Explained the machine to a newcomer.", True),
    (16, 3, "A difficult task done well", "Ran the breakfast room alone for a week.", True),
    (17, 1, "Progress in Italian", "Took orders in Italian from the second week on.", False),
    (19, 2, "A good idea of one’s own", "New labels for the store, in three languages.", True),
]
WAITING = (5, 3, "Un compito difficile svolto bene", "Ha trovato da solo un guasto al quadro.")


def build(placements: list[Placement], today: date) -> None:
    """Steps of everybody here or gone, then awards."""
    for group in Group.objects.all():
        journey.begin(group)
    _tick([each for each in placements if each.starts_on <= today], today)
    for number, level, occasion, reason, suggested in AWARDS:
        placement = placements[number]
        if placement.status == PlacementStatus.CONFIRMED and placement.starts_on < today:
            _award(placement, level, occasion, reason, suggested, today)
    number, level, occasion, reason = WAITING
    _suggest(placements[number], level, occasion, reason, at(today - timedelta(days=1), 9, 10))


def _tick(placements: list[Placement], today: date) -> None:
    """What was due is done; one in eight has not read the info kit, one in five lacks papers."""
    steps: dict[int, list[JourneyStep]] = {}
    for step in JourneyStep.objects.exclude(group=None):
        steps.setdefault(step.group_id or 0, []).append(step)
    done = [
        StepDone(trainee=each.trainee, step=step, by=_ticker(each, step), at=_when(each, step))
        for number, each in enumerate(placements)
        for step in steps[each.trainee.group_id]
        if step.due_on(each.trainee.group) < today and not _is_left(number, step)
    ]
    StepDone.objects.bulk_create(done)


def _is_left(number: int, step: JourneyStep) -> bool:
    if step.ticked_by == StepTicker.PORTAL:  # `welcome` and `home` tick these
        return True
    return (step.code, number % 8) == ("info-kit", 3) or (step.code, number % 5) == (
        "sender-papers",
        4,
    )


def _ticker(placement: Placement, step: JourneyStep) -> User:
    trainee = placement.trainee
    own = trainee.user if step.ticked_by == StepTicker.TRAINEE else None
    return own or trainee.responsible


def _when(placement: Placement, step: JourneyStep) -> datetime:
    return at(step.due_on(placement.trainee.group), 18, 20)


def _suggest(placement: Placement, level: int, occasion: str, reason: str, when: datetime) -> Award:
    tutor = placement.company_tutor
    link = links.for_holder(Purpose.COMPANY, tutor)
    award = awards.suggest(
        placement, occasion=occasion, level=level, reason=reason, name=tutor.name, link=link
    )
    Award.objects.filter(pk=award.pk).update(suggested_at=when)
    return award


def _award(
    placement: Placement, level: int, occasion: str, reason: str, suggested: bool, today: date
) -> None:
    when = at(min(placement.starts_on + timedelta(days=11), today - timedelta(days=1)), 15, 40)
    by = placement.trainee.responsible
    if suggested:
        award = awards.confirm(_suggest(placement, level, occasion, reason, when), by=by)
    else:
        award = awards.give(
            placement.trainee,
            occasion=occasion,
            level=level,
            reason=reason,
            by=by,
            placement=placement,
        )
    Award.objects.filter(pk=award.pk).update(confirmed_at=when)
