"""An hour chart in words, the same on the company's page, in its mail and in the copy."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from imyportal import weeks

from .entries import DayEntry
from .enums import ABSENCES, DayKind
from .sheets import Line, Sheet


@dataclass(frozen=True)
class Row:
    """One day in words."""

    label: str  # "Mon 9"
    text: str  # "08:30–17:30", or why there are no hours
    hours: str  # "7:30", or "–"
    is_off: bool
    note: str = ""  # who filled it in, when it was not the trainee


def period(first: date, last: date) -> str:
    """Two days as a range without the year, as short as it stays clear: 9–15 March."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{date_format(last, 'j E')}"
    return f"{date_format(first, 'j E')}–{date_format(last, 'j E')}"


def in_agency(person: object) -> str:
    """Giulia Conti (IMY)."""
    return f"{person} ({settings.AGENCY['name']})"


def rows(sheet: Sheet) -> list[Row]:
    """The days of a week that say something: those with an entry, and those that are agreed."""
    return [_row(line) for line in sheet.days if line.now or line.is_missing]


def _row(line: Line) -> Row:
    now = line.now
    worked = now is not None and now.kind == DayKind.WORKED
    return Row(
        label=date_format(line.date, "D j"),
        text=day_text(line),
        hours=weeks.hours(line.minutes) if worked else "–",
        is_off=not worked,
        note=filled_in_words(line),
    )


def filled_in_words(line: Line) -> str:
    """«Filled in by Giulia Conti (IMY)»; empty when the trainee did."""
    if line.filled_in_by is None:
        return ""
    return _("Filled in by %(name)s") % {"name": in_agency(line.filled_in_by)}


def day_text(line: Line) -> str:
    """From when to when, or why not: «Absent, told at 07:48». Never the reason of an absence."""
    now = line.now
    if now is None:
        return _("No entry")
    if now.kind == DayKind.WORKED:
        return f"{now.starts_at:%H:%M}–{now.ends_at:%H:%M}"
    if line.entry and line.entry.told_at and now.kind in ABSENCES:
        return _("Absent, told at %(time)s") % {
            "time": date_format(localtime(line.entry.told_at), "H:i")
        }
    return kind_text(now.kind)


def entry_text(data: dict[str, Any]) -> str:
    """One side of a correction: «08:30–17:30, 7:30 h», «Absent», «No entry»."""
    entry = DayEntry.from_json(data)
    if entry is None:
        return _("No entry")
    if entry.kind == DayKind.WORKED:
        hours = weeks.hours(entry.minutes)
        return f"{entry.starts_at:%H:%M}–{entry.ends_at:%H:%M}, {hours} h"
    return kind_text(entry.kind)


def corrected_text(signed: str, now: str, day: str) -> str:
    """«29:00 h signed; 30:00 h after a correction by the agency on 17 March»."""
    names = {"signed": signed, "now": now, "day": day}
    # Translators: signed is like «29:00 h signed» or «29:00, signed on 12 March 2026», now like «30:00 h»
    return _("%(signed)s; %(now)s after a correction by the agency on %(day)s") % names


def signed_hours(sheet: Sheet) -> str:
    """«30:00 h», of a signed week; with what was signed, where a correction changed the sum."""
    now, signed, day = sheet.minutes, sheet.signed_minutes, sheet.corrected_on
    if day is None or signed in (None, now):
        return f"{weeks.hours(now)} h"
    words = _("%(hours)s signed") % {"hours": f"{weeks.hours(signed)} h"}
    return corrected_text(words, f"{weeks.hours(now)} h", date_format(day, "j E"))


def kind_text(kind: DayKind) -> str:
    """What a day without hours was; never why somebody was absent."""
    return {
        DayKind.ILL: _("Absent"),
        DayKind.ABSENT: _("Absent"),
        DayKind.OFF: _("Free day"),
        DayKind.HOLIDAY: _("Public holiday"),
    }[kind]
