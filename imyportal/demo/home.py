"""The way home of the group that has just left: all are home but one, who travels on with the family."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts import links
from accounts.enums import Purpose
from trainees.enums import HomeOutcome, HomeSaid, HomeStep
from trainees.going_home.laying import planned
from trainees.models import Group, HomeReminder, JourneyStep, StepDone, Trainee, WayHome

BY_PHONE = 3  # who phoned instead
LATE = 6  # who travels on
REMINDED = 9  # who said so after the second mail


def build(today: date) -> None:
    """The group that finished; others are laid by the worker when their day comes."""
    group = Group.objects.select_related("lead_tutor").get(name__startswith="Sevilla")
    people = Trainee.objects.filter(group=group).select_related("group", "user").order_by("pk")
    step = JourneyStep.objects.filter(group=group, code="home").first()
    for number, trainee in enumerate(people):
        way = planned(trainee)
        if number == LATE:
            _travels_on(way, today)
        way.save()
        if number == LATE:
            for kind in HomeStep:
                _done(way, kind, way.home_by + timedelta(hours=[-11, 0, 3][kind - 1]))
            continue
        _say(way, number, group)
        if step is not None and trainee.user is not None:
            StepDone.objects.create(trainee=trainee, step=step, by=trainee.user, at=way.home_by)


def _travels_on(way: WayHome, today: date) -> None:
    yesterday = today - timedelta(days=1)
    way.is_own, way.note = True, "Two days in Florence with the parents, then the train"
    way.leaves_on = yesterday
    way.home_by = timezone.make_aware(datetime.combine(yesterday, time(19, 30)))


def _say(way: WayHome, number: int, group: Group) -> None:
    _done(way, HomeStep.ASK, way.home_by - timedelta(hours=14))
    if number == REMINDED:
        _done(way, HomeStep.REMIND, way.home_by)
    late = 50 if number == REMINDED else -170 + number * 11
    way.home_at = min(way.home_by + timedelta(minutes=late), timezone.now())
    if number == BY_PHONE:
        way.said_how, way.said_by = HomeSaid.PHONE, group.lead_tutor
    else:
        way.said_how, way.said_link = HomeSaid.LINK, links.for_holder(Purpose.HOME, way)
    way.save()


def _done(way: WayHome, step: HomeStep, at: datetime) -> None:
    HomeReminder.objects.create(
        way=way,
        step=step,
        home_by=way.home_by,
        due_at=at,
        done_at=at + timedelta(seconds=40),
        outcome=HomeOutcome.MAILED,
    )
