"""Who was at the welcome day, and what they confirmed."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit
from imyportal.enums import Action

from .. import journey
from ..enums import News, PresentHow
from ..guardians import news
from ..models import TopicConfirmed, Trainee, WelcomeDay, WelcomePresence, WelcomeTopic
from . import screen

STEP = "welcome-day"  # the code of the journey's step that is ticked by itself


def come_in(trainee: Trainee, typed: str, *, by: User, at: datetime) -> WelcomePresence:
    """The trainee is there: `typed` was on the screen when it was scanned, `at`. Said twice is once.

    Raises `ValidationError` `code` when it was not, or the group has no welcome day.
    """
    day = WelcomeDay.objects.filter(group=trainee.group_id).first()
    if day is None or not screen.holds(day, typed, at):
        text = _(
            "This code has run out. Enter the one that is on the screen now, or scan it again."
        )
        raise ValidationError(text, code="code")
    return _present(day, trainee, PresentHow.CODE, by=by, at=at)


def tick(day: WelcomeDay, trainee: Trainee, how: PresentHow, *, by: User) -> WelcomePresence:
    """The tutor writes it down: was there, or caught up later.

    Raises `ValidationError` `group` for somebody of another group, `early` before the day.
    """
    if trainee.group_id != day.group_id:
        raise ValidationError(_("This trainee belongs to another group."), code="group")
    if timezone.localdate() < timezone.localdate(day.starts_at):
        raise ValidationError(_("The welcome day is still to come."), code="early")
    return _present(day, trainee, how, by=by, at=timezone.now())


@transaction.atomic
def _present(
    day: WelcomeDay, trainee: Trainee, how: PresentHow, *, by: User, at: datetime
) -> WelcomePresence:
    locked = Trainee.objects.select_for_update(of=("self",)).get(pk=trainee.pk)
    found = WelcomePresence.objects.filter(trainee=locked).first()
    if found is None:
        found = WelcomePresence.objects.create(day=day, trainee=locked, how=how, by=by, at=at)
        journey.tick_code(locked, STEP, by=by)
        news.tell(locked, News.ARRIVED)
        audit.note(Action.WELCOME_PRESENT, by=by, about=found)
    return found


@transaction.atomic
def take_back(trainee: Trainee, *, by: User) -> None:
    """It was a mistake: the trainee was not there. What they confirmed stays."""
    found = WelcomePresence.objects.select_for_update(of=("self",)).filter(trainee=trainee).first()
    if found is not None:
        audit.note(Action.WELCOME_ABSENT, by=by, about=found)
        found.delete()
        journey.untick_code(trainee, STEP, by=by)


@transaction.atomic
def confirm(trainee: Trainee, topics: Collection[WelcomeTopic], *, by: User) -> int:
    """The trainee knows these topics; their steps of the journey are ticked. How many are new.

    Not the steps of what there is to read: those are ticked by its receipt.

    Raises `ValidationError`: `absent` for who was not there, `group` for topics of another group.
    """
    locked = Trainee.objects.select_for_update(of=("self",)).get(pk=trainee.pk)
    if not WelcomePresence.objects.filter(trainee=locked).exists():
        text = _("First say that you are here: scan the code on the screen.")
        raise ValidationError(text, code="absent")
    if any(topic.group_id != locked.group_id for topic in topics):
        raise ValidationError(_("This topic belongs to another group."), code="group")
    known = set(TopicConfirmed.objects.filter(trainee=locked).values_list("topic", flat=True))
    new = [topic for topic in topics if topic.pk not in known]
    TopicConfirmed.objects.bulk_create(TopicConfirmed(trainee=locked, topic=each) for each in new)
    to_read = journey.to_read() if new else set()
    for topic in new:
        if topic.step and topic.step not in to_read:
            journey.tick_code(locked, topic.step, by=by)
    if new:
        audit.note(Action.WELCOME_CONFIRMED, by=by, about=locked, count=len(new))
    return len(new)
