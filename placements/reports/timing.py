"""When a week's report is drafted, refreshed and asked for."""

from datetime import date, datetime, time, timedelta

from django.utils.timezone import localdate, make_aware

from imyportal import weeks
from trainees.models import Group

DRAFTED_FROM = (4, time(15))  # Friday of the week
ASKED_FOR_BY = (7, time(10))  # Monday after it
REFRESHED_EVERY = timedelta(minutes=30)
REFRESHED_SELDOM = timedelta(days=1)  # once it is long overdue
LAID_BACK = 4  # weeks for which a draft is still laid when nothing ran


def drafted_from(monday: date) -> datetime:
    """The moment from which on the week has a draft."""
    return _moment(monday, *DRAFTED_FROM)


def asked_for_by(monday: date) -> datetime:
    """The moment until which the tutor should have released it."""
    return _moment(monday, *ASKED_FOR_BY)


def _moment(monday: date, days: int, at: time) -> datetime:
    return make_aware(datetime.combine(monday + timedelta(days=days), at))


def next_refresh(monday: date, now: datetime) -> datetime:
    """When a draft that was refreshed `now` is refreshed again."""
    is_old = now > asked_for_by(monday) + timedelta(weeks=1)
    return now + (REFRESHED_SELDOM if is_old else REFRESHED_EVERY)


def weeks_to_lay(now: datetime) -> list[date]:
    """The Mondays of the last weeks whose drafts should be there, the newest first."""
    this = weeks.monday_of(localdate(now))
    found = [this - timedelta(weeks=n) for n in range(LAID_BACK + 1)]
    return [monday for monday in found if drafted_from(monday) <= now]


def number(group: Group, monday: date) -> int:
    """Which week of the group's stay this is; who arrives at a weekend begins on the Monday after it."""
    return max(weeks.number_in(group.arrives_on + timedelta(days=2), monday), 1)
