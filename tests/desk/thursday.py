"""A Thursday in the second week of a placement, on which nobody needs a tutor."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.models import User
from assessment.models import Evaluation
from imyportal import today as board
from placements.enums import DayKind, WeekStatus
from placements.models import Contact, HourWeek, WorkDay
from tests.factories import MONDAY, HourWeekFactory, PlacementFactory

NOW = datetime(2026, 3, 12, 9, tzinfo=ZoneInfo("Europe/Rome"))  # Thursday of week 2
THURSDAY = NOW.date()


def signed_in(trainee):
    User.objects.filter(pk=trainee.user_id).update(last_login=NOW)
    return trainee


def all_is_well(tutor, **fields):
    """A trainee about whom there is nothing to do: hours up to yesterday, own view given, called."""
    placement = PlacementFactory(full_time=True, trainee__tutor=tutor, **fields)
    signed_in(placement.trainee)
    first = HourWeekFactory(placement=placement, monday=MONDAY)
    WorkDay.objects.bulk_create(day_of(first, MONDAY + timedelta(days=n)) for n in range(5))
    HourWeek.objects.filter(pk=first.pk).update(status=WeekStatus.SIGNED, declared_at=NOW)
    this = HourWeekFactory(placement=placement, monday=MONDAY + timedelta(weeks=1))
    WorkDay.objects.bulk_create(day_of(this, MONDAY + timedelta(days=n)) for n in (7, 8, 9))
    given = [("self", "start"), ("self", "week"), ("model", "week")]
    Contact.objects.create(
        trainee=placement.trainee,
        kind="call",
        with_whom="trainee",
        at=NOW - timedelta(hours=1),
        text="All is well.",
        by=tutor,
        logged_at=NOW,
    )
    Evaluation.objects.bulk_create(
        Evaluation(placement=placement, kind=kind, moment=moment, monday=monday, given_by="Lena")
        for kind, moment, monday in [
            *((*each, MONDAY) for each in given),
            ("self", "week", this.monday),
        ]
    )
    return placement


def without_this_week(placement):
    """The self-evaluation of this week is not given yet."""
    this = MONDAY + timedelta(weeks=1)
    Evaluation.objects.filter(placement=placement, monday=this).delete()
    return placement


def day_of(week, day, kind=DayKind.WORKED):
    worked = kind == DayKind.WORKED
    return WorkDay(
        week=week,
        date=day,
        kind=kind,
        starts_at=time(8, 30) if worked else None,
        ends_at=time(17, 30) if worked else None,
        break_minutes=90 if worked else 0,
        minutes=450 if worked else 0,
    )


def week_of(placement, number=2):
    return placement.weeks.get(monday=MONDAY + timedelta(weeks=number - 1))


def keys(tutor):
    """What the board says, as «level key» of every reason."""
    found = board.signals(tutor, NOW)
    return [f"{each.level.name} {each.key}" for reasons in found.values() for each in reasons]
