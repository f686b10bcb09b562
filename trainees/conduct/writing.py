"""A breach is written down, answered, and followed by a rung of the ladder. Nothing of it is ever changed."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import mail, registers, work
from imyportal.enums import Action

from ..enums import BreachParty, Rung, ToldHow
from ..models import Breach, BreachMeasure, BreachNotice, BreachReply, Trainee
from ..models.stand_ins import on_duty
from ..told import school


@dataclass(frozen=True)
class Happened:
    """What is written down."""

    rule: str
    text: str
    happened_at: datetime


@transaction.atomic
def write(
    trainee: Trainee, what: Happened, *, by: User, once: uuid.UUID | None = None
) -> Breach | None:
    """Write a breach down; the trainee gets a mail that there is something to read and to answer.

    None when the form was sent twice. Raises `ValidationError` for what is still to come.
    """
    breach = Breach(trainee=trainee, **vars(what))
    if not registers.add(breach, by=by, action=Action.BREACH_WRITTEN, about=breach, once=once):
        return None
    _mail_trainee(breach, by=by)
    return breach


def _mail_trainee(breach: Breach, *, by: User) -> None:
    trainee = breach.trainee
    language = trainee.user.language if trainee.user else trainee.language
    row = mail.queue(
        "trainees/breach_written",
        to=trainee.email,
        language=language,
        about=breach,
        key=f"breach:{breach.pk}",
    )
    if row is not None:
        _note_told(breach, BreachParty.TRAINEE, trainee.name, by=by)


def _note_told(breach: Breach, party: BreachParty, name: str, *, by: User) -> None:
    """By a mail of ours, now; the trail has the deed that sent it."""
    now = timezone.now()
    BreachNotice.objects.create(
        breach=breach, party=party, name=name, how=ToldHow.EMAIL, told_at=now, at=now, by=by
    )


# --- The ladder -------------------------------------------------------------------------------


@transaction.atomic
def follow(
    breach: Breach,
    rung: Rung,
    text: str,
    *,
    by: User,
    because: str = "",
    once: uuid.UUID | None = None,
) -> BreachMeasure | None:
    """What follows. A report tells the sending tutor by mail that there is something to talk about.

    None when the form was sent twice. Raises `ValidationError` with code `skipped` when a rung is left out,
    or `unheard` when somebody is excluded who said nothing to it, and `because` does not say why.
    """
    # All breaches of one person share a ladder, so the person is locked.
    trainee = Trainee.objects.select_for_update(of=("self",)).get(pk=breach.trainee_id)
    work.hook("conduct.locked")
    after = stands_on(trainee)
    if rung > after + 1 and not because:
        names = {"rung": Rung(after + 1).label}
        text = _("The next rung is: %(rung)s. Write why it is skipped.") % names
        raise ValidationError({"because": ValidationError(text, code="skipped")})
    if rung == Rung.EXCLUSION and not because and not breach.replies.exists():
        text = _("The trainee has said nothing to it yet. Hear them first, or write why not.")
        raise ValidationError({"because": ValidationError(text, code="unheard")})
    measure = BreachMeasure(breach=breach, rung=rung, after=after, text=text, because=because)
    if not registers.add(measure, by=by, action=Action.BREACH_ADDED, about=breach, once=once):
        return None
    if rung == Rung.REPORT:
        _mail_school(breach, by=by)
    return measure


def stands_on(trainee: Trainee) -> int:
    """The highest rung so far; 0 for none."""
    found = BreachMeasure.objects.filter(breach__trainee=trainee)
    return found.aggregate(highest=Max("rung"))["highest"] or 0


def _mail_school(breach: Breach, *, by: User) -> None:
    told = school(breach.trainee.group)
    row = mail.queue(
        "trainees/breach_school",
        to=told.email,
        language=told.language,
        about=breach,
        key=f"breach:school:{breach.pk}",
    )
    if row is not None:
        _note_told(breach, BreachParty.SCHOOL, told.name, by=by)


# --- Words ------------------------------------------------------------------------------------


@transaction.atomic
def reply(breach: Breach, text: str, *, by: User, once: uuid.UUID | None = None) -> bool:
    """What the trainee says to it; whoever looks after them hears by mail that there is a word.

    False when the form was sent twice.
    """
    row = BreachReply(breach=breach, text=text)
    if not registers.add(row, by=by, action=Action.BREACH_REPLIED, about=breach, once=once):
        return False
    tutor = on_duty(breach.trainee.responsible, timezone.localdate())
    if tutor.pk != by.pk:
        mail.queue(
            "trainees/breach_replied",
            to=tutor.email,
            language=tutor.language,
            about=breach,
            key=f"breach:reply:{row.pk}",
            tutor=tutor.pk,
        )
    return True


@dataclass(frozen=True)
class Told:
    """Somebody was told."""

    party: str
    name: str
    how: str
    told_at: datetime


@transaction.atomic
def tell(breach: Breach, told: Told, *, by: User, once: uuid.UUID | None = None) -> bool:
    """Write down who was told; False when the form was sent twice."""
    notice = BreachNotice(breach=breach, **vars(told))
    return registers.add(notice, by=by, action=Action.BREACH_ADDED, about=breach, once=once)
