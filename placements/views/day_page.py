"""One day of the hour chart as the trainee's page shows it."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from .. import wording
from ..enums import DayKind
from ..forms import DayForm
from ..sheets import Line, Sheet
from ..worktime import showing
from . import week_days, week_page
from .addresses import Addresses

# Names in an address that brings back what was typed into a form: field by name.
TYPED = {"from": "starts_at", "to": "ends_at", "break": "break_minutes"}


def line_of(sheet: Sheet, day: date) -> Line:
    return next(line for line in sheet.days if line.date == day)


def form_of(sheet: Sheet, day: date, data: Any = None, typed: Any = None) -> DayForm:
    """The day's form: `data` was posted; `typed` was kept from a try before, by field name."""
    line = line_of(sheet, day)
    kept = {name: value for name, value in (typed or {}).items() if value}
    initial = {"version": sheet.version} | kept
    return DayForm(data, agreed=line.agreed, now=line.now, initial=initial)


def context(sheet: Sheet, day: date, at: Addresses, form: DayForm) -> dict[str, Any]:
    """What `placements/trainee/day.html` needs."""
    line = line_of(sheet, day)
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    placement, today = sheet.placement, at.stays.today
    return {
        "tab": "hours",
        "title": capfirst(wording.full_day(day)),
        "week_title": _("Week %(number)d") % {"number": sheet.number},
        "week_url": at.week(day),
        "previous": _neighbour(at, before) if placement.holds(before) else None,
        "next": _neighbour(at, after) if placement.holds(after) and after <= today else None,
        "agreed": _agreed(line),
        "stored": _stored(line),
        "worktime": showing.panel(
            placement, sheet.monday, day, is_arranged=bool(sheet.timetable.spans)
        ),
        "replaces": line.entry is not None and line.entry.kind == DayKind.WORKED,
        "may_remove": line.entry is not None and line.agreed is None,
        "date": str(day),
        "future": week_days.opens(day, today) if line.is_future else "",
        "may_write": sheet.can_edit and not line.is_future,
        "may_tell": line.is_today and line.agreed is not None,
        "typed": [] if sheet.can_edit else typed(form),
        "kinds": kinds(line),
        "day_url": at.day(day),
        "form": form,
        "typed_words": _typed_words(form),
        "total": total(form, line),
        "draft": week_days.draft_key(sheet, day),
        "take_back": week_page.take_back(sheet, at),
        "signed": week_page.signed(sheet),
        "ask": [(_("Ask for a correction"), at.ask(day))] if not line.is_future else [],
        "once": uuid.uuid4(),
        "version": sheet.version,
    }


def _neighbour(at: Addresses, day: date) -> week_page.Neighbour:
    return week_page.Neighbour(wording.full_day(day), at.day(day))


def _agreed(line: Line) -> str:
    if line.agreed is None:
        return _("No work is agreed for this day.")
    times = f"{line.agreed.starts_at:%H:%M}–{line.agreed.ends_at:%H:%M}"
    names = {"times": times, "hours": wording.hours(line.agreed_minutes)}
    return _("Agreed: %(times)s, %(hours)s") % names


def _stored(line: Line) -> str:
    if line.now is None:
        return ""
    if line.entry is None:
        return _("Saved: %(what)s") % {"what": wording.in_words(line.now)}
    at = localtime(line.entry.filled_at)
    names = {"what": wording.in_words(line.now), "day": wording.full_day(at), "time": f"{at:%H:%M}"}
    return _("Saved: %(what)s. Entered on %(day)s at %(time)s") % names


def typed(form: DayForm) -> list[tuple[str, str]]:
    """What stands in a form that came too late, by the names of `TYPED`."""
    if not form.is_bound:
        return []
    values = [(name, str(form[field].value() or "")) for name, field in TYPED.items()]
    return [(name, value) for name, value in values if value]


def _typed_words(form: DayForm) -> str:
    return wording.in_words(form.entry) if form.is_bound and form.entry else ""


def kinds(line: Line) -> list[tuple[str, str]]:
    """Why there were no hours: value and the words on the button."""
    absences = [(DayKind.ILL, _("I was ill")), (DayKind.ABSENT, _("I was absent"))]
    free = [(DayKind.OFF, _("Free day")), (DayKind.HOLIDAY, _("Public holiday"))]
    found = free if line.is_today else [*absences, *free]
    return [(str(value), label) for value, label in found]


def total(form: DayForm, line: Line) -> str:
    """Hours as they stand in the form, without a unit; a dash when they make none."""
    if form.is_bound:
        minutes = form.entry.minutes if form.entry else 0
    elif line.minutes:
        minutes = line.minutes
    else:
        minutes = line.agreed_minutes
    return wording.weeks.hours(minutes) if minutes else "–"
