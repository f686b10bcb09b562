"""When the help desk is open and tutors call back: Monday to Friday, 9:30–17:00 in the agency's time zone."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

OPENS, CLOSES = time(9, 30), time(17, 0)
WORKING_DAYS = range(5)  # Monday to Friday, as `date.weekday()`


def _here(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE))


def is_open(moment: datetime) -> bool:
    """Somebody answers at `moment` (aware)."""
    here = _here(moment)
    return here.weekday() in WORKING_DAYS and OPENS <= here.time() < CLOSES


def opens_next(moment: datetime) -> datetime:
    """When the desk opens next after `moment` (aware), in the agency's time zone."""
    here = _here(moment)
    day = here.date() if here.time() < OPENS else here.date() + timedelta(days=1)
    while day.weekday() not in WORKING_DAYS:
        day += timedelta(days=1)
    return datetime.combine(day, OPENS, tzinfo=here.tzinfo)
