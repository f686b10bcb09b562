"""When a week's report is drafted, refreshed and asked for."""

from datetime import date, datetime, time, timedelta

from django.utils.timezone import localdate, make_aware

from imyportal import weeks
from trainees.models import Group

from ..cycle.timetable import Timetable
from ..enums import CycleKind

DRAFTED_FROM = (4, time(15))  # Friday of the week
REFRESHED_EVERY = timedelta(minutes=30)
REFRESHED_SELDOM = timedelta(days=1)  # once it is long overdue
LONG = timedelta(weeks=2)  # after it was drafted
LAID_BACK = 4  # weeks for which a draft is still laid when nothing ran


def drafted_from(monday: date) -> datetime:
    """The moment from which on the week has a draft."""
    days, at = DRAFTED_FROM
    return make_aware(datetime.combine(monday + timedelta(days=days), at))


def asked_for_by(timetable: Timetable, monday: date) -> datetime | None:
    """The moment until which the tutor should have released it: the first of the timetable after it was drafted.

    None where the group's timetable does not ask for it.
    """
    for week in (monday, monday + timedelta(weeks=1)):
        moment = timetable.moment(CycleKind.REPORT_DUE, week)
        if moment and moment > drafted_from(monday):
            return moment
    return None


def next_refresh(monday: date, now: datetime) -> datetime:
    """When a draft that was refreshed `now` is refreshed again."""
    is_old = now > drafted_from(monday) + LONG
    return now + (REFRESHED_SELDOM if is_old else REFRESHED_EVERY)


def weeks_to_lay(now: datetime) -> list[date]:
    """The Mondays of the last weeks whose drafts should be there, the newest first."""
    this = weeks.monday_of(localdate(now))
    found = [this - timedelta(weeks=n) for n in range(LAID_BACK + 1)]
    return [monday for monday in found if drafted_from(monday) <= now]


def number(group: Group, monday: date) -> int:
    """Which week of the group's stay this is; who arrives at a weekend begins on the Monday after it."""
    return max(weeks.number_in(group.arrives_on + timedelta(days=2), monday), 1)
