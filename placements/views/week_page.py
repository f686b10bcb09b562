"""A week of the hour chart as the trainee's page shows it: values ready to print."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.dateformat import format as formatted
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import wording
from ..entries import DayEntry
from ..enums import ABSENCES, DayKind, WeekStatus
from ..forms import DayForm
from ..models import Correction
from ..presenting import period
from ..sheets import Chart, Line, Sheet, WeekLine
from .addresses import Addresses


@dataclass(frozen=True)
class Tag:
    """A week's state in a word."""

    label: str
    tone: str = ""


@dataclass(frozen=True)
class Neighbour:
    """The page before or after this one."""

    label: str
    url: str


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


@dataclass(frozen=True)
class Action:
    """A button that does something with a whole week."""

    title: str
    text: str
    label: str
    url: str
    version: int
    once: uuid.UUID


@dataclass(frozen=True)
class Other:
    """Another week, in a list."""

    url: str
    title: str
    note: str
    tag: Tag


def tag(status: WeekStatus, *, can_send: bool = False) -> Tag:
    """Not sent → Ready to send → With company → Signed; or Sent back."""
    if status == WeekStatus.OPEN:
        return Tag(_("Ready to send"), "warn") if can_send else Tag(_("Not sent"))
    return {
        WeekStatus.DECLARED: Tag(_("With company"), "wait"),
        WeekStatus.SIGNED: Tag(_("Signed"), "ok"),
        WeekStatus.RETURNED: Tag(_("Sent back"), "danger"),
    }[status]


def context(chart: Chart, at: Addresses, *, open_form: bool) -> dict[str, Any]:
    """What `placements/trainee/week.html` needs; `open_form` unfolds today's other hours."""
    shown = chart.shown
    placement = shown.placement
    before, after = shown.monday - timedelta(weeks=1), shown.monday + timedelta(weeks=1)
    return {
        "tab": "hours",
        "title": _("Week %(number)d") % {"number": shown.number},
        "period": wording.week_span(shown.monday),
        "company": placement.company.name if len(at.stays.placements) > 1 else "",
        "previous": _neighbour(at, shown.number - 1, before) if shown.number > 1 else None,
        "next": _neighbour(at, shown.number + 1, after) if after <= placement.ends_on else None,
        "total": wording.weeks.hours(shown.minutes),
        "agreed": wording.hours(shown.agreed_minutes),
        "minutes": str(shown.minutes),
        "agreed_minutes": str(max(shown.agreed_minutes, shown.minutes, 1)),
        "tag": tag(shown.status, can_send=shown.can_send),
        "rows": rows(shown, at),
        "now": now(shown, at, open_form=open_form),
        "send": send(shown, at),
        "take_back": take_back(shown, at),
        "returned": returned(shown),
        "missing": missing(shown),
        "signed": signed(shown),
        "changes": [change for line in shown.days for change in _changes(line)],
        "others": others(chart, at),
        "signed_total": wording.hours(chart.signed_minutes),
    }


def _neighbour(at: Addresses, number: int, monday: date) -> Neighbour:
    return Neighbour(_("Week %(number)d") % {"number": number}, at.week(monday))


# --- Days -------------------------------------------------------------------------------------


def rows(sheet: Sheet, at: Addresses) -> list[Row | None]:
    """The days that belong to the placement; None stands for today when it is still to be filled."""
    lines = [line for line in sheet.days if not line.is_outside]
    weekend = [line for line in lines if line.date.weekday() >= 5]
    together = len(weekend) == 2 and all(line.is_free and not line.is_today for line in weekend)
    found = [
        None if is_open_now(line, sheet) else _row(line, sheet, at)
        for line in (lines[:-2] if together else lines)
    ]
    return [*found, _weekend(weekend[0], sheet, at)] if together else found


def is_open_now(line: Line, sheet: Sheet) -> bool:
    """Today, agreed, nothing entered yet: it stands open in its place."""
    return line.is_today and line.is_missing and sheet.can_edit


def anchor(day: date) -> str:
    return "mon tue wed thu fri sat sun".split()[day.weekday()]


def _row(line: Line, sheet: Sheet, at: Addresses) -> Row:
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


# --- The week as a whole ----------------------------------------------------------------------


def send(sheet: Sheet, at: Addresses) -> Action | None:
    """The button that sends the week, once nothing is missing."""
    if not sheet.can_send:
        return None
    tutor = sheet.placement.company_tutor
    names = {"number": sheet.number, "name": tutor.name, "first": tutor.first_name}
    names["hours"] = wording.weeks.hours(sheet.minutes)
    if tutor.email:
        text = _(
            # Translators: name is the company tutor's
            "%(name)s gets an e-mail and signs your %(hours)s hours. "
            "You can take the week back until it is signed."
        )
    else:
        text = _(
            # Translators: name is the company tutor's, who has no e-mail address
            "Your IMY tutor brings your %(hours)s hours to %(name)s to sign. "
            "You can take the week back until it is signed."
        )
    return Action(
        title=_("Week %(number)d is complete") % names,
        text=text % names,
        # Translators: first is the company tutor's first name
        label=_("Send week %(number)d to %(first)s") % names,
        url=at.send(sheet.monday),
        version=sheet.version,
        once=uuid.uuid4(),
    )


def take_back(sheet: Sheet, at: Addresses) -> Action | None:
    """The way back of a week that is with the company."""
    if not sheet.can_take_back or sheet.week is None or sheet.week.declared_at is None:
        return None
    sent = localtime(sheet.week.declared_at)
    names = {"name": sheet.placement.company_tutor.name, "number": sheet.number}
    names |= {"day": wording.full_day(sent), "time": f"{sent:%H:%M}"}
    return Action(
        # Translators: name is the company tutor's
        title=_("With %(name)s since %(day)s, %(time)s") % names,
        text=_("You get an e-mail when it is signed. To change something, take the week back."),
        label=_("Take week %(number)d back") % names,
        url=at.take_back(sheet.monday),
        version=sheet.version,
        once=uuid.uuid4(),
    )


def returned(sheet: Sheet) -> dict[str, str] | None:
    """Why the company sent the week back."""
    if sheet.status != WeekStatus.RETURNED or sheet.week is None:
        return None
    return {
        # Translators: name is the company tutor's
        "title": _("%(name)s sent this week back") % {"name": sheet.week.returned_by},
        "reason": sheet.week.return_reason,
        "next": _("Correct the day, then send the week again. Your tutor helps if it is unclear."),
    }


def missing(sheet: Sheet) -> str:
    """What is still open before the week can be sent, in a sentence; empty when nothing is."""
    if not sheet.can_edit or not sheet.missing:
        return ""
    names = {
        "days": wording.day_list(sheet.missing),
        "name": sheet.placement.company_tutor.name,
        "last": wording.weekday(sheet.missing[-1]),
    }
    last = next(line for line in sheet.days if line.date == sheet.missing[-1])
    if last.is_future:
        return (
            ngettext(
                # Translators: name is the company tutor's
                "%(days)s is still open. On %(last)s you can send the week to %(name)s to sign.",
                "%(days)s are still open. On %(last)s you can send the week to %(name)s to sign.",
                len(sheet.missing),
            )
            % names
        )
    return (
        ngettext(
            # Translators: name is the company tutor's
            "%(days)s is still open. After that you can send the week to %(name)s to sign.",
            "%(days)s are still open. After that you can send the week to %(name)s to sign.",
            len(sheet.missing),
        )
        % names
    )


def signed(sheet: Sheet) -> dict[str, str] | None:
    """Who signed, when and how."""
    signature = sheet.signature
    if signature is None:
        return None
    at = localtime(signature.signed_at)
    names = {"day": wording.full_day(at), "time": f"{at:%H:%M}", "how": signature.get_how_display()}
    return {
        # Translators: name is the signer's
        "title": _("Signed by %(name)s") % {"name": signature.name},
        "who": signature.role,
        "when": _("%(day)s at %(time)s, %(how)s") % names,
        "hours": wording.hours(signature.minutes),
    }


@dataclass(frozen=True)
class Change:
    """A correction of a signed week."""

    day: str
    old: str
    new: str
    reason: str
    by: str


def _changes(line: Line) -> list[Change]:
    return [_change(line.date, each) for each in line.corrections]


def _change(day: date, correction: Correction) -> Change:
    return Change(
        day=wording.full_day(day),
        old=wording.in_words(DayEntry.from_json(correction.old)),
        new=wording.in_words(DayEntry.from_json(correction.new)),
        reason=correction.reason,
        by=f"{correction.by}, {wording.full_day(localtime(correction.at))}",
    )


def others(chart: Chart, at: Addresses) -> list[Other]:
    """The other weeks up to today, newest first."""
    ready = {sheet.monday for sheet in chart.unsent if sheet.can_send}
    return [
        _other(line, at, can_send=line.monday in ready)
        for line in chart.weeks
        if line.monday != chart.shown.monday
    ]


def _other(line: WeekLine, at: Addresses, *, can_send: bool) -> Other:
    return Other(
        url=at.week(line.monday),
        title=_("Week %(number)d") % {"number": line.number},
        note=f"{period(line.monday, line.sunday)} · {wording.hours(line.minutes)}",
        tag=tag(line.status, can_send=can_send),
    )
