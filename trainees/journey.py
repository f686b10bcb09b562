"""The journey: what is done from before departure until back home, and who has done it."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit
from imyportal.enums import Action

from .accompanying import news as of_group
from .enums import News, PublicationKind, StepTicker
from .guardians import news
from .models import Edition, EditionQuestion, Group, JourneyStep, StepDone, Trainee

Pair = tuple[Trainee, JourneyStep]
COPIED = ["code", "phase", "position", "names", "ticked_by", "is_needed", "due_from", "due_days"]


@transaction.atomic
def begin(group: Group) -> int:
    """Give a group those steps of the agency's template that it lacks; how many."""
    Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
    made = JourneyStep.objects.bulk_create(
        JourneyStep(group=group, **{name: getattr(step, name) for name in COPIED})
        for step in JourneyStep.objects.lacking(group)
    )
    return len(made)


def tick(trainee: Trainee, step: JourneyStep, *, by: User) -> None:
    """The trainee has done this step of their group. Ticked twice is ticked once.

    Raises `ValidationError`: `group` for a step of another group, `tutor` when the trainee ticks what
    the agency tutor ticks, `early` when the trainee ticks a step whose phase has not begun. The tutor
    may: they know what was handed in before its time. `read` when there is something to read, whose
    receipt ticks it; `portal` for a step that is ticked by itself.
    """
    _refuse_by_hand([step])
    if step.ticked_by == StepTicker.TUTOR and not by.is_staff:
        raise ValidationError(_("Your tutor ticks this step."), code="tutor")
    if not by.is_staff and step.code in to_read():
        text = _("Read it first, and confirm it there: that ticks the step.")
        raise ValidationError(text, code="read")
    begins_on = step.begins_on(trainee.group)
    if begins_on and timezone.localdate() < begins_on and not by.is_staff:
        text = _("This part of your journey begins on %(day)s. Tick it then.")
        raise ValidationError(text % {"day": date_format(begins_on, "j F")}, code="early")
    with transaction.atomic():
        _tick([(trainee, step)], by)


REFLECTION = "reflection"  # the code of the step that answers on health and safety tick


def to_read() -> set[str]:
    """Codes of the steps that a receipt, or answers, tick: of the publications there are; one query."""
    asks = EditionQuestion.objects.filter(edition=OuterRef("pk"))
    found = Edition.objects.published().annotate(asks=Exists(asks))
    kinds = set(found.values_list("kind", "asks"))
    codes = {kind for kind, _asks in kinds}
    return codes | {REFLECTION} if (PublicationKind.GUIDEBOOK, True) in kinds else codes


def tick_code(trainee: Trainee, code: str, *, by: User) -> None:
    """Tick the step with this code, where the trainee's group has one: what it asks for was done just now.

    Reading ahead is no fault, so it may come before the step's phase begins. Called inside the
    transaction of the deed.
    """
    step = JourneyStep.objects.filter(group=trainee.group_id, code=code).first()
    if step is not None:
        _tick([(trainee, step)], by)


@transaction.atomic
def change(*, done: Iterable[Pair], undone: Iterable[Pair], by: User) -> tuple[int, int]:
    """Tick and take back many at once; how many ticks came, and how many went.

    Raises `ValidationError` `group` when somebody belongs to another group than a step, `portal` as `tick`.
    """
    done, undone = list(done), list(undone)
    _refuse_by_hand(step for _trainee, step in [*done, *undone])
    made = _tick(done, by)
    gone = [row for pair in undone if (row := _of(*pair))]
    _untick(gone, by)
    return made, len(gone)


def _refuse_by_hand(steps: Iterable[JourneyStep]) -> None:
    if any(step.ticked_by == StepTicker.PORTAL for step in steps):
        text = _("This step is ticked by itself, as soon as what it says has happened.")
        raise ValidationError(text, code="portal")


def untick_code(trainee: Trainee, code: str, *, by: User) -> None:
    """It has not happened after all. Call it in the transaction of the deed."""
    rows = StepDone.objects.select_for_update(of=("self",)).select_related("trainee", "step")
    _untick(list(rows.filter(trainee=trainee, step__code=code)), by)


def _tick(pairs: list[Pair], by: User) -> int:
    if any(trainee.group_id != step.group_id for trainee, step in pairs):
        raise ValidationError(_("This step belongs to another group."), code="group")
    # In one order, so that two who tick the same wait for each other.
    people = sorted({trainee.pk for trainee, _step in pairs})
    list(Trainee.objects.select_for_update(of=("self",)).filter(pk__in=people).order_by("pk"))
    there = set(StepDone.objects.filter(trainee__in=people).values_list("trainee", "step"))
    now = timezone.now()
    made = StepDone.objects.bulk_create(
        StepDone(trainee=trainee, step=step, by=by, at=now)
        for trainee, step in pairs
        if (trainee.pk, step.pk) not in there
    )
    audit.note_each(Action.STEP_TICKED, by=by, rows=made)
    for row in made:
        if row.step.code in news.STEPS:
            news.tell(row.trainee, news.STEPS[row.step.code])
    for group, what in _news(made):
        of_group.tell([group], what)
    return len(made)


@transaction.atomic
def untick(trainee: Trainee, step: JourneyStep, *, by: User, now: datetime | None = None) -> None:
    """Take a tick back: agency tutors always, trainees their own on the same day.

    Raises `ValidationError` `late` when the trainee comes too late, or somebody else ticked it.
    """
    done = _of(trainee, step)
    if done is None:
        return
    _refuse_by_hand([step])
    if not by.is_staff and (step.code in to_read() or not may_undo(done, by, now=now)):
        raise ValidationError(
            _("This tick can no longer be taken back here. Ask your tutor."), code="late"
        )
    _untick([done], by)


def may_undo(done: StepDone, trainee: User, *, now: datetime | None = None) -> bool:
    """Whether the trainee may take it back: the own tick, on the same day."""
    return done.by_id == trainee.pk and timezone.localdate(done.at) == timezone.localdate(now)


def _of(trainee: Trainee, step: JourneyStep) -> StepDone | None:
    rows = StepDone.objects.select_for_update(of=("self",)).select_related("trainee", "step")
    return rows.filter(trainee=trainee, step=step).first()


def _untick(rows: list[StepDone], by: User) -> None:
    audit.note_each(Action.STEP_UNTICKED, by=by, rows=rows)
    for row in rows:
        if row.step.code in news.STEPS:
            news.forget(row.trainee, news.STEPS[row.step.code])
    StepDone.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for group, what in _news(rows):
        of_group.forget(group, what)


def _news(rows: list[StepDone]) -> list[tuple[int, News]]:
    """Of which groups what is to be told, or not after all."""
    found = {(row.trainee.group_id, news.STEPS.get(row.step.code)) for row in rows}
    return sorted((group, what) for group, what in found if what is not None)
