"""Welcome days: one that was, with somebody late, somebody who caught up and somebody still to; one to come."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from trainees.enums import PresentHow
from trainees.models import (
    Group,
    JourneyStep,
    StepDone,
    TopicConfirmed,
    Trainee,
    WelcomeDay,
    WelcomePresence,
    WelcomeTopic,
)
from trainees.welcome import agenda
from trainees.welcome.presence import STEP

PLACE = "IMY, Via degli Orafi 12, Pistoia, first floor"
NOTE = "Bring your identity card, your health card and your phone, charged."
LATE, LATER, ABSENT = 5, 8, 12  # places in the list


def build() -> None:
    """The group of the third week, and the one that arrives next week."""
    here = Group.objects.select_related("lead_tutor").get(name__startswith="Lindenhof")
    coming = Group.objects.select_related("lead_tutor").get(name__startswith="Szeged")
    for group in (here, coming):
        starts_at = timezone.make_aware(
            datetime.combine(group.arrives_on + timedelta(days=1), time(10))
        )
        day = agenda.plan(group, starts_at, PLACE, by=group.lead_tutor, note=NOTE)
        if group == here:
            _fill(day)


def _fill(day: WelcomeDay) -> None:
    topics = list(WelcomeTopic.objects.filter(group=day.group))
    step = JourneyStep.objects.filter(group=day.group, code=STEP).first()
    people = Trainee.objects.filter(group=day.group).select_related("user").order_by("pk")
    for number, trainee in enumerate(people):
        if number == ABSENT or trainee.user is None:
            continue
        presence = _present(day, trainee, number)
        if step is not None:
            StepDone.objects.get_or_create(
                trainee=trainee, step=step, defaults={"by": presence.by, "at": presence.at}
            )
        known = topics[: 7 if number % 4 == 2 else len(topics)]
        begins = max(day.starts_at, presence.at)
        TopicConfirmed.objects.bulk_create(
            TopicConfirmed(
                trainee=trainee, topic=topic, at=begins + timedelta(minutes=24 * place + number)
            )
            for place, topic in enumerate(known, start=1)
        )


def _present(day: WelcomeDay, trainee: Trainee, number: int) -> WelcomePresence:
    tutor = day.group.lead_tutor
    how, by, minutes = PresentHow.CODE, trainee.user, -9 + number
    if number == LATE:
        minutes = 37
    if number == LATER:
        how, by, minutes = PresentHow.LATER, tutor, 26 * 60
    if by is None:
        by = tutor
    return WelcomePresence.objects.create(
        day=day, trainee=trainee, how=how, by=by, at=day.starts_at + timedelta(minutes=minutes)
    )
