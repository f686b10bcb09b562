"""What is kept of a week's changes: its days and its state; and how they are spoken of."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import AccessLink, User
from imyportal import history, weeks

from .entries import DayEntry
from .enums import DayKind, WeekStatus
from .models import HourWeek

STATE = "state"
ON_PAPER = "signed on paper"
_NOTE = "note "  # before the date


def keep_day(
    week: HourWeek, day: date, before: DayEntry | None, after: DayEntry | None, *, by: User
) -> None:
    """Keep what was on a day of the week, and what is now; None: nothing."""
    name = day.isoformat()
    old: dict[str, Any] = {name: before.as_json()} if before else {}
    new: dict[str, Any] = {name: after.as_json()} if after else {}
    if (before.note if before else "") != (after.note if after else ""):
        new[_NOTE + name] = True
    history.keep(week, by=by, before=old, after=new)


def keep_state(
    week: HourWeek, before: str, *, by: User | AccessLink | None, is_paper: bool = False
) -> None:
    """Keep that the week went from the state `before` to the one it has now; signed with a pen or not."""
    after = ON_PAPER if is_paper else str(week.status)
    history.keep(week, by=by, before={STATE: str(before)}, after={STATE: after})


def day_in_words(entry: dict[str, Any]) -> str:
    """An entry as `DayEntry.as_json` gives it; {} is none."""
    if not entry:
        return "–"
    if not entry["starts_at"]:
        return str(DayKind(entry["kind"]).label)
    return f"{entry['starts_at']}–{entry['ends_at']}, {weeks.hours(entry['minutes'])} h"


def labels(names: set[str]) -> dict[str, str]:
    """What the parts of a week are called."""
    return {name: _label(name) for name in names}


def _label(name: str) -> str:
    if name == STATE:
        return capfirst(_("state"))
    day = date_format(date.fromisoformat(name.removeprefix(_NOTE)), "l j F")
    # Translators: the note of a day, like «Monday 2 March, note»
    return _("%(day)s, note") % {"day": day} if name.startswith(_NOTE) else day


def text(name: str, value: Any) -> str:
    """The value of a part in words; of a note only that it was changed."""
    if name == STATE:
        return _("signed on paper") if value == ON_PAPER else str(WeekStatus(value).label)
    return _("changed") if name.startswith(_NOTE) else day_in_words(value)
