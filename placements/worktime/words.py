"""Limits that were not kept, in sentences: the day, what was measured, the limit and its article."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _

from .. import wording
from ..enums import WEEK_LIMITS, LimitKind
from ..models import WorkingTimeFinding
from ..presenting import period
from . import loading
from .engine import Found
from .rules import Limit


def of_finding(row: WorkingTimeFinding) -> str:
    """One sentence; `limit` and its rules are loaded."""
    return of_findings([row])


def of_findings(alike: Sequence[WorkingTimeFinding]) -> str:
    """The same about several days of a week on which the same was measured."""
    row = alike[0]
    limit = loading.limit_of(row.limit)
    days = [each.date for each in alike]
    when = _dates(days) if len(days) > 1 else _when(limit.kind, row.date)
    return _sentence(limit, when, row.measured, is_joint=row.is_joint)


def of_found(found: Found) -> str:
    """One sentence about what is not stored."""
    when = _when(found.kind, found.date)
    return _sentence(found.limit, when, found.measured, is_joint=len(found.keys) > 1)


def of_plan(alike: Sequence[Found]) -> str:
    """One sentence about a timetable, which is the same every week; `alike` differ in the weekday."""
    found = alike[0]
    when = _("Every week") if found.kind in WEEK_LIMITS else weekdays([each.date for each in alike])
    is_joint = len(found.keys) > 1
    return _sentence(found.limit, capfirst(when), found.measured, is_joint=is_joint)


def _dates(days: list[date]) -> str:
    first, last = min(days), max(days)
    if len(days) > 2 and (last - first).days == len(days) - 1:
        # Translators: days in a row, like «Monday 9 March to Friday 13 March»
        return _("%(first)s to %(last)s") % {
            "first": wording.full_day(first),
            "last": wording.full_day(last),
        }
    # Translators: joins the last two of a list, as in «Tuesday and Friday»
    return get_text_list([wording.full_day(each) for each in sorted(days)], _("and"))


def weekdays(days: Iterable[date]) -> str:
    """Those of a timetable: «every Tuesday», «Monday to Friday», «Monday, Tuesday and Friday»."""
    found = sorted(days, key=date.weekday)
    if len(found) == 1:
        # Translators: a weekday of a timetable, like «every Tuesday»
        return _("every %(weekday)s") % {"weekday": wording.weekday(found[0])}
    first, last = found[0], found[-1]
    if len(found) > 2 and last.weekday() - first.weekday() == len(found) - 1:
        # Translators: weekdays of a timetable, like «Monday to Friday»
        return _("%(first)s to %(last)s") % {
            "first": wording.weekday(first),
            "last": wording.weekday(last),
        }
    return wording.day_list(found)


def caution() -> str:
    """What all these sentences are, and what they are not."""
    return _("These limits protect trainees. They are a safeguard, not legal advice.")


def _when(kind: str, day: date) -> str:
    if kind in WEEK_LIMITS:
        # Translators: the days of a week, like «Week of 9–15 March»
        return _("Week of %(days)s") % {"days": period(day, day + timedelta(days=6))}
    return capfirst(wording.full_day(day))


def _sentence(limit: Limit, when: str, measured: int, *, is_joint: bool) -> str:
    names = {"when": when, "fact": _fact(limit, measured), "article": limit.article}
    if is_joint:
        # Translators: fact is like «10:15 h of work, at most 8:00 h a day»
        names["fact"] = _("%(fact)s, all companies together") % names
    if limit.for_minors:
        # Translators: «Tuesday 10 March: 10:15 h of work, at most 8:00 h a day (for under-18s: 94/33/EC, art. 8)»
        return _("%(when)s: %(fact)s (for under-18s: %(article)s)") % names
    # Translators: «Tuesday 10 March: 10:00 h of rest, at least 11:00 h (2003/88/EC, art. 3)»
    return _("%(when)s: %(fact)s (%(article)s)") % names


def _fact(limit: Limit, measured: int) -> str:
    kind = limit.kind
    names = {
        "measured": measured if kind == LimitKind.FREE_DAYS else wording.hours(measured),
        "limit": limit.days if kind == LimitKind.FREE_DAYS else wording.hours(limit.minutes),
        "after": wording.hours(limit.after_minutes),
        "from": f"{limit.night_from:%H:%M}" if limit.night_from else "",
        "to": f"{limit.night_to:%H:%M}" if limit.night_to else "",
    }
    if not limit.minutes:
        if kind == LimitKind.NIGHT:
            return (
                _("%(measured)s of work between %(from)s and %(to)s, which is no time to work")
                % names
            )
        if kind == LimitKind.SUNDAY:
            return _("%(measured)s of work on a Sunday, which should be free") % names
    if kind == LimitKind.BREAK and limit.minutes == 1:
        return _("no break, one is due after %(after)s of work") % names
    return _templates()[kind] % names


def _templates() -> dict[LimitKind, str]:
    return {
        LimitKind.DAY: _("%(measured)s of work, at most %(limit)s a day"),
        LimitKind.WEEK: _("%(measured)s of work, at most %(limit)s a week"),
        LimitKind.AVERAGE: _("%(measured)s a week on average, at most %(limit)s"),
        LimitKind.DAILY_REST: _("%(measured)s of rest since the day before, at least %(limit)s"),
        LimitKind.WEEKLY_REST: _("%(measured)s of rest in a row, at least %(limit)s in a week"),
        LimitKind.FREE_DAYS: _("free days: %(measured)s, at least %(limit)s in a week"),
        LimitKind.BREAK: _(
            "%(measured)s of break, at least %(limit)s when work is longer than %(after)s"
        ),
        LimitKind.STRETCH: _("%(measured)s without a break, at most %(limit)s"),
        LimitKind.NIGHT: _("%(measured)s of work between %(from)s and %(to)s, at most %(limit)s"),
        LimitKind.NIGHT_SHIFTS: _("night shifts of %(measured)s on average, at most %(limit)s"),
        LimitKind.SUNDAY: _("%(measured)s of work on a Sunday, at most %(limit)s"),
    }
