"""Opening hours in words, for every page that says them."""

from datetime import datetime, time, timedelta
from itertools import groupby
from typing import Any

from django.utils.dateformat import format as formatted
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from .clock import Hours, Times


def week(hours: Hours) -> list[str]:
    """Like «Monday to Friday, 9:30–17:00»: a line for neighbouring days with the same hours."""
    days = sorted(hours.spans.items())
    runs = groupby(enumerate(days), key=lambda found: (found[1][0] - found[0], found[1][1]))
    return [_line([day for _number, (day, _times) in run], times) for (_gap, times), run in runs]


def until(hours: Hours, now: datetime) -> str:
    """A sentence: until when somebody answers, or when the desk opens next."""
    if closes := hours.closes_at(now):
        return _("Somebody answers until %(time)s.") % {"time": f"{closes:%H:%M}"}
    return opens(hours, now)


def opens(hours: Hours, now: datetime) -> str:
    """A sentence: when the desk opens next; why it is closed when today would have hours."""
    at, today = hours.opens_next(now), now.astimezone(hours.zone).date()
    parts = {"time": f"{at:%H:%M}", "day": formatted(at, "l"), "date": formatted(at, "l j F")}
    if at.date() == today:
        return _("Opens today at %(time)s.") % parts
    if at.date() == today + timedelta(days=1):
        return _("Opens tomorrow at %(time)s.") % parts
    if at.date() < today + timedelta(days=7):
        # Translators: as in «Opens on Monday at 09:30.»
        return _("Opens on %(day)s at %(time)s.") % parts
    # Translators: as in «Opens on Monday 23 November at 09:30.»
    return _("Opens on %(date)s at %(time)s.") % parts


def closed_because(hours: Hours, now: datetime) -> str:
    """Why nobody is there today although the week would have hours; empty on all other days."""
    day = now.astimezone(hours.zone).date()
    return (hours.closed_for(day) or "") if hours.spans.get(day.weekday()) else ""


def answer_by(hours: Hours, now: datetime, minutes: int) -> str:
    """By when an answer is due that takes `minutes` of work: «today by 15:20», «on Monday by 10:20»."""
    at, today = hours.due(now, minutes), now.astimezone(hours.zone).date()
    parts = {"time": f"{at:%H:%M}", "day": formatted(at, "l"), "date": formatted(at, "l j F")}
    if at.date() == today:
        # Translators: inside a sentence: «You get an answer today by 15:20.»
        return _("today by %(time)s") % parts
    if at.date() == today + timedelta(days=1):
        # Translators: inside a sentence: «You get an answer tomorrow by 10:30.»
        return _("tomorrow by %(time)s") % parts
    if at.date() < today + timedelta(days=7):
        # Translators: inside a sentence: «You get an answer on Monday by 10:20.»
        return _("on %(day)s by %(time)s") % parts
    # Translators: inside a sentence: «You get an answer on Monday 7 January by 10:20.»
    return _("on %(date)s by %(time)s") % parts


def _line(days: list[int], times: tuple[Times, ...]) -> str:
    said = ", ".join(f"{_clock(opens)}–{_clock(closes)}" for opens, closes in times)
    names = {"first": WEEKDAYS[days[0]], "last": WEEKDAYS[days[-1]], "times": said}
    if len(days) == 1:
        # Translators: as in «Saturday, 9:30–12:00»
        return _("%(first)s, %(times)s") % names
    # Translators: as in «Monday to Friday, 9:30–17:00»
    return _("%(first)s to %(last)s, %(times)s") % names


def _clock(at: time) -> str:
    return f"{at.hour}:{at.minute:02}"


def of_page(hours: Hours, now: datetime) -> dict[str, Any]:
    """What a page says about the desk: `is_open`, `state`, `until`, `because`, `week`."""
    is_open = hours.is_open(now)
    return {
        "is_open": is_open,
        "state": _("Open now") if is_open else _("Closed now"),
        "until": until(hours, now),
        "because": closed_because(hours, now),
        "week": week(hours),
    }
