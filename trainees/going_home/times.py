"""When somebody is expected home, and when which step is due. Times are those of clocks in Italy."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from ..enums import HomeStep
from ..models import Group, WayHome
from ..models.journey import PACKING

ASK_AT = time(8)  # on the day of departure
TELL_AFTER = timedelta(hours=3)  # after the expected moment
LAID_BEFORE = PACKING  # so many days before leaving there is a row to plan with
LAID_AFTER = timedelta(days=2)  # who left longer ago was not looked after by this
USUAL = 22 * 60  # minutes after the beginning of the last day
MOST_MINUTES = 7 * 24 * 60


def of_group(group: Group) -> datetime:
    """When the people of `group` are expected home."""
    minutes = group.home_minutes
    return at(group.leaves_on, USUAL if minutes is None else minutes)


def at(day: date, minutes: int) -> datetime:
    """So many minutes after the beginning of `day`, by the clock on the wall."""
    return timezone.make_aware(datetime.combine(day, time()) + timedelta(minutes=minutes))


def minutes_after(day: date, moment: datetime) -> int:
    """The inverse of `at`; negative before `day`."""
    naive = timezone.make_naive(moment) - datetime.combine(day, time())
    return int(naive.total_seconds() // 60)


def due(way: WayHome, now: datetime) -> Iterator[tuple[HomeStep, datetime]]:
    """The steps of `way` whose time has come, with that time."""
    moments = {
        HomeStep.ASK: timezone.make_aware(datetime.combine(way.leaves_on, ASK_AT)),
        HomeStep.REMIND: way.home_by,
        HomeStep.TELL: way.home_by + TELL_AFTER,
    }
    yield from ((step, moment) for step, moment in moments.items() if moment <= now)


def is_missed(way: WayHome, now: datetime) -> bool:
    """Not known to be home, though guardians and school were to be told by now."""
    return way.home_at is None and way.home_by + TELL_AFTER <= now
