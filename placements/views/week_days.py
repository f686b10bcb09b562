"""The days of a week as the trainee's page shows them: values ready to print."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.dateformat import format as formatted
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from .. import wording
from ..entries import DayEntry
from ..enums import ABSENCES, DayKind
from ..forms import DayForm
from ..presenting import filled_in_words
from ..sheets import Line, Sheet
from .addresses import Addresses


@dataclass(frozen=True)
class Row:
    """One day, or Saturday and Sunday together when both are free."""

    anchor: str
    dow: str
    date: str
    strong: str  # first word, in bold
    text: str
    hours: str = ""
    icon: str = ""
    icon_label: str = ""
    url: str = ""
    muted: bool = False
    corrected: bool = False
    limit: bool = False  # a working-time limit was not kept
    note: str = ""


def rows(sheet: Sheet, at: Addresses, limits: Collection[date] = ()) -> list[Row | None]:
    """The days that belong to the placement; None stands for today when it is still to be filled.

    `limits` are days to mark: a working-time limit was not kept.
    """
    lines = [line for line in sheet.days if not line.is_outside]
    weekend = [line for line in lines if line.date.weekday() >= 5]
    together = len(weekend) == 2 and all(line.is_free and not line.is_today for line in weekend)
    found = [
        None if is_open_now(line, sheet) else _row(line, sheet, at, limits)
        for line in (lines[:-2] if together else lines)
    ]
    return [*found, _weekend(weekend[0], sheet, at)] if together else found


def is_open_now(line: Line, sheet: Sheet) -> bool:
    """Today, agreed, nothing entered yet: it stands open in its place."""
    return line.is_today and line.is_missing and sheet.can_edit


def anchor(day: date) -> str:
    return "mon tue wed thu fri sat sun".split()[day.weekday()]


def _row(line: Line, sheet: Sheet, at: Addresses, limits: Collection[date]) -> Row:
    entry = line.now
    common: dict[str, Any] = {
        "anchor": anchor(line.date),
        "dow": formatted(line.date, "D"),
        "date": formatted(line.date, "j M"),
        "url": at.day(line.date) if sheet.can_edit and not line.is_future else "",
    }
    if entry:
        strong, text = _entry_words(line, entry)
        worked = entry.kind == DayKind.WORKED
        return Row(
            **common,
            strong=strong,
            text=text,
            hours=wording.weeks.hours(line.minutes) if worked else "–",
            icon="check",
            icon_label=_("saved"),
            corrected=bool(line.corrections),
            limit=line.date in limits,
            note=filled_in_words(line),
        )
    if line.agreed is None:
        plus = "plus" if common["url"] else ""
        today = _("Today") if line.is_today else ""
        return Row(**common, strong=today, text=_("Free"), icon=plus, muted=True)
    if line.is_future:
        return Row(
            **common, strong="", text=opens(line.date, at.stays.today), icon="lock", muted=True
        )
    text = _("%(hours)s agreed") % {"hours": wording.hours(line.agreed_minutes)}
    return Row(**common, strong=_("Still open"), text=text, icon="plus", icon_label=_("fill in"))


def _entry_words(line: Line, entry: DayEntry) -> tuple[str, str]:
    today = _("Today") if line.is_today else ""
    if entry.kind == DayKind.WORKED:
        return today, wording.times(entry)
    text = ""
    if entry.kind in ABSENCES and line.entry and line.entry.told_at:
        text = _("You told the company at %(time)s") % {"time": clock(line.entry.told_at)}
    return wording.kind(entry.kind), text


def clock(moment: Any) -> str:
    """07:48, here."""
    return f"{localtime(moment):%H:%M}"


def opens(day: date, today: date) -> str:
    """When a day that is still to come can be filled."""
    if day == today + timedelta(days=1):
        return _("Opens tomorrow")
    # Translators: a day that cannot be filled yet, as in «Opens on Friday»
    return _("Opens on %(day)s") % {"day": wording.weekday(day)}


def _weekend(saturday: Line, sheet: Sheet, at: Addresses) -> Row:
    may = sheet.can_edit and not saturday.is_future
    sunday = saturday.date + timedelta(days=1)
    return Row(
        anchor="sat",
        dow=f"{formatted(saturday.date, 'D')}–{formatted(sunday, 'D')}",
        date="",
        strong="",
        text=_("Free"),
        icon="plus" if may else "",
        url=at.day(saturday.date) if may else "",
        muted=True,
    )


def now(sheet: Sheet, at: Addresses, *, open_form: bool = False) -> dict[str, Any] | None:
    """Today's row, open in its place, when there is one."""
    line = next((line for line in sheet.days if is_open_now(line, sheet)), None)
    if line is None or line.agreed is None:
        return None
    return {
        "anchor": anchor(line.date),
        "dow": formatted(line.date, "D"),
        "date": formatted(line.date, "j M"),
        "hours": wording.weeks.hours(line.agreed_minutes),
        "save": _("Save %(hours)s") % {"hours": wording.hours(line.agreed_minutes)},
        "as_agreed_url": at.as_agreed(line.date),
        "day_url": at.day(line.date),
        "absent_url": f"{at.day(line.date)}#absent",
        "once": uuid.uuid4(),
        "form": DayForm(agreed=line.agreed, now=None, initial={"version": sheet.version}),
        "total": wording.weeks.hours(line.agreed_minutes),
        "draft": draft_key(sheet, line.date),
        "open": open_form,
    }


def draft_key(sheet: Sheet, day: date) -> str:
    """The name under which a phone keeps what was typed for `day` and not sent."""
    return f"{sheet.placement.public_id}/{day}"
