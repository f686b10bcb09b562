"""By when a request should be answered, and how long it took: in minutes of opening hours."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from imyportal import opening

from ..enums import DELICATE

SOON, USUAL = 60, 240  # minutes of opening hours


def due(asked_at: datetime, topic: str) -> datetime:
    """When somebody who asked at that moment should have an answer."""
    left = timedelta(minutes=SOON if topic in DELICATE else USUAL)
    for start, end in _open_from(asked_at):
        if end - start >= left:
            return start + left
        left -= end - start
    raise AssertionError("The desk never opens.")


def worked(start: datetime, end: datetime) -> int:
    """Whole minutes of opening hours between two moments."""
    passed = timedelta()
    for opens, closes in _open_from(start):
        if opens >= end:
            break
        passed += min(end, closes) - opens
    return passed // timedelta(minutes=1)


def _open_from(moment: datetime) -> Iterator[tuple[datetime, datetime]]:
    """When the desk is open from `moment` on, one day after the other."""
    zone = ZoneInfo(settings.TIME_ZONE)
    day = moment.astimezone(zone).date()
    while True:
        if day.weekday() in opening.WORKING_DAYS:
            closes = datetime.combine(day, opening.CLOSES, zone)
            if closes > moment:
                yield max(datetime.combine(day, opening.OPENS, zone), moment), closes
        day += timedelta(days=1)
