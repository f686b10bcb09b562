"""A week of the hour chart as the trainee's page shows it: values ready to print."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import wording
from ..entries import DayEntry
from ..enums import WeekStatus
from ..models import Correction, WeekSignature
from ..presenting import in_agency, period, signed_hours
from ..sheets import Chart, Line, Sheet, WeekLine
from ..worktime import showing
from . import week_days
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


def tag(status: WeekStatus, *, can_send: bool = False, is_paper: bool = False) -> Tag:
    """Not sent → Ready to send → With company → Signed, or Signed on paper; or Sent back."""
    if is_paper and status == WeekStatus.SIGNED:
        return Tag(_("Signed on paper"), "ok")
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
    worktime = showing.panel(placement, shown.monday, is_arranged=bool(shown.timetable.spans))
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
        "tag": tag(
            shown.status,
            can_send=shown.can_send,
            is_paper=bool(shown.signature and shown.signature.is_paper),
        ),
        "rows": week_days.rows(shown, at, worktime.days if worktime else ()),
        "worktime": worktime,
        "now": week_days.now(shown, at, open_form=open_form),
        "send": send(shown, at),
        "take_back": take_back(shown, at),
        "returned": returned(shown),
        "missing": missing(shown),
        "signed": signed(shown),
        "changes": [change for line in shown.days for change in _changes(line)],
        "others": others(chart, at),
        "signed_total": wording.hours(chart.signed_minutes),
        "print_url": reverse("placements:chart", args=[placement.public_id]),
    }


def _neighbour(at: Addresses, number: int, monday: date) -> Neighbour:
    return Neighbour(_("Week %(number)d") % {"number": number}, at.week(monday))


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
    by = sheet.week.declared_by
    on_behalf = _("Sent by %(by)s.") % {"by": in_agency(by)} + " " if by and by.is_staff else ""
    return Action(
        # Translators: name is the company tutor's
        title=_("With %(name)s since %(day)s, %(time)s") % names,
        text=on_behalf
        + _("You get an e-mail when it is signed. To change something, take the week back."),
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
    if signature.is_paper:
        return signed_on_paper(sheet, signature)
    at = localtime(signature.signed_at)
    names = {"day": wording.full_day(at), "time": f"{at:%H:%M}", "how": signature.get_how_display()}
    return {
        # Translators: name is the signer's
        "title": _("Signed by %(name)s") % {"name": signature.name},
        "who": signature.role,
        "when": _("%(day)s at %(time)s, %(how)s") % names,
        "hours": signed_hours(sheet),
    }


def signed_on_paper(sheet: Sheet, signature: WeekSignature) -> dict[str, str]:
    """The same for a week signed by hand, with the address of the scan."""
    names = {"day": wording.full_day(signature.day), "by": in_agency(signature.user)}
    return {
        "title": _("Signed by %(name)s") % {"name": signature.name},
        "who": signature.role,
        # Translators: by marked the week and keeps the scan
        "when": _("On paper, dated %(day)s; marked by %(by)s") % names,
        "hours": signed_hours(sheet),
        "scan_url": reverse("placements:scan", args=[sheet.placement.public_id, sheet.monday, 1]),
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


def _hours(line: WeekLine) -> str:
    now = wording.hours(line.minutes)
    if line.status != WeekStatus.SIGNED or line.signed_minutes == line.minutes:
        return now
    # Translators: hours of a week, before and after corrections
    return _("%(signed)s signed, %(now)s now") % {
        "signed": wording.hours(line.signed_minutes),
        "now": now,
    }


def _other(line: WeekLine, at: Addresses, *, can_send: bool) -> Other:
    return Other(
        url=at.week(line.monday),
        title=_("Week %(number)d") % {"number": line.number},
        note=f"{period(line.monday, line.sunday)} · {_hours(line)}",
        tag=tag(line.status, can_send=can_send, is_paper=line.is_paper),
    )
