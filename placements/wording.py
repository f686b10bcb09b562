"""Hours and days as a trainee's pages say them: 7:30 h, Thursday 12 March."""

from datetime import date, timedelta

from django.utils.dateformat import format as formatted
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from imyportal import weeks

from .entries import DayEntry
from .enums import DayKind
from .presenting import period


def hours(minutes: int) -> str:
    """`minutes` with the unit: 7:30 h."""
    return f"{weeks.hours(minutes)} h"


def weekday(day: date) -> str:
    """Thursday."""
    return formatted(day, "l")


def day_month(day: date) -> str:
    """12 March."""
    return formatted(day, "j E")


def full_day(day: date) -> str:
    """Thursday 12 March."""
    return formatted(day, "l j E")


def week_span(monday: date) -> str:
    """9–15 March 2026."""
    sunday = monday + timedelta(days=6)
    return f"{period(monday, sunday)} {sunday.year}"


def day_list(days: list[date]) -> str:
    """Tuesday, Thursday and Friday."""
    # Translators: joins the last two of a list, as in «Tuesday and Friday»
    return get_text_list([weekday(day) for day in days], _("and"))


def times(entry: DayEntry) -> str:
    """08:30–17:30 of a day worked, else what it was."""
    if entry.kind == DayKind.WORKED:
        return f"{entry.starts_at:%H:%M}–{entry.ends_at:%H:%M}"
    return kind(entry.kind)


def kind(value: str) -> str:
    """The word a day without work carries."""
    return {
        DayKind.ILL: _("Ill"),
        DayKind.ABSENT: _("Absent"),
        DayKind.OFF: _("Free day"),
        DayKind.HOLIDAY: _("Public holiday"),
    }.get(DayKind(value), "")


def in_words(entry: DayEntry | None) -> str:
    """One line about a day: «7:30 h, 08:30–17:30, break 1:30 h»; «Free day»; «nothing»."""
    if entry is None:
        return _("nothing")
    if entry.kind != DayKind.WORKED:
        return kind(entry.kind)
    parts = {"hours": hours(entry.minutes), "times": times(entry)}
    if not entry.break_minutes:
        return _("%(hours)s, %(times)s, no break") % parts
    parts["pause"] = hours(entry.break_minutes)
    return _("%(hours)s, %(times)s, break %(pause)s") % parts
