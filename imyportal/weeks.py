"""Weeks run from Monday to Sunday; in addresses they are written as ISO 8601 does: 2026-W11."""

import re
from datetime import date, timedelta

_ISO_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")


def monday_of(day: date) -> date:
    """The Monday of the week `day` lies in."""
    return day - timedelta(days=day.weekday())


def days_of(monday: date) -> list[date]:
    """The seven days of the week that starts on `monday`."""
    return [monday + timedelta(days=n) for n in range(7)]


def iso(day: date) -> str:
    """`day`'s ISO week, as in 2026-W11. Its year is the ISO year, which may differ in January."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def from_iso(text: str) -> date:
    """The Monday of the week written like 2026-W11; raises `ValueError` for anything else.

    The last year that dates have is refused: there is no counting on from its end.
    """
    match = _ISO_WEEK.fullmatch(text)
    if not match or int(match[1]) == date.max.year:
        raise ValueError(f"Not an ISO week: {text!r}")
    return date.fromisocalendar(int(match[1]), int(match[2]), 1)


def mondays(first: date, last: date) -> list[date]:
    """The Mondays of all weeks that share a day with `first`..`last` (inclusive)."""
    start = monday_of(first)
    count = (monday_of(last) - start).days // 7 + 1
    return [start + timedelta(weeks=n) for n in range(max(count, 0))]


def how_many(weekday: int, first: date, last: date) -> int:
    """How often `weekday` (Monday is 0) comes from `first` to `last` (inclusive)."""
    start = first + timedelta(days=(weekday - first.weekday()) % 7)
    return max(0, (last - start).days // 7 + 1)


def number_in(first: date, day: date) -> int:
    """Which week of a stay that began on `first` holds `day`; the first is 1."""
    return (monday_of(day) - monday_of(first)).days // 7 + 1


def hours(minutes: int) -> str:
    """`minutes` as hours and minutes without a unit: 450 is 7:30."""
    sign = "-" if minutes < 0 else ""
    return f"{sign}{abs(minutes) // 60}:{abs(minutes) % 60:02}"
