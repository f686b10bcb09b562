"""The hour chart on paper: content of `printing.py` in, PDF out. Values are made ready here.

Trainee and company read the same sheet and write on the same lines: what names a line or a column stands
in Italian and in the language asked for (English beside Italian), sentences in that language alone.
"""

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from imyportal import codes, pdf, qr, weeks

from . import presenting, wording
from .entries import DayEntry
from .enums import DayKind, SignedHow, WeekStatus
from .printing import Printed, corrected_on

STYLESHEETS = ("css/paper.css", "css/chart.css")
COMPANIES = "it"  # what companies speak
LABELS: dict[str, Promise] = {
    "title": gettext_lazy("Hour chart"),
    "trainee": gettext_lazy("Trainee"),
    "group": gettext_lazy("Group"),
    "school": gettext_lazy("School"),
    "company": gettext_lazy("Host company"),
    "company_tutor": gettext_lazy("Company tutor"),
    "tutor": gettext_lazy("Agency tutor"),
    "period": gettext_lazy("Period"),
    "agreed_hours": gettext_lazy("Agreed hours"),
    "week": gettext_lazy("Week"),
    "day": gettext_lazy("Day"),
    "agreed": gettext_lazy("Agreed"),
    "from": gettext_lazy("From"),
    "to": gettext_lazy("To"),
    "break": gettext_lazy("Break"),
    "hours": gettext_lazy("Hours"),
    "note": gettext_lazy("Note"),
    "total": gettext_lazy("Total"),
    "trainee_signs": gettext_lazy("Trainee: date and signature"),
    "company_signs": gettext_lazy("Company tutor: date and signature"),
}


def render(printed: Sequence[Printed], *, language: str) -> bytes:
    """The charts one after the other as PDF/A-3a and PDF/UA-1; the same ones give the same bytes.

    Signs that no font has are marked: somebody waits for the sheet.
    """
    with translation.override(language):
        pages = [_page(each) for each in printed]
        context = {
            "charts": pages,
            "labels": {name: _both(label, language) for name, label in LABELS.items()},
            "language": language,
            "agency": settings.AGENCY,
            "title": _title(printed),
            "made_on": max(localtime(each.row.made_at).date() for each in printed).isoformat(),
        }
    names = ",".join(each.row.code for each in printed)
    return pdf.render(
        "placements/paper/charts.html",
        context,
        stylesheet=STYLESHEETS,
        language=language,
        identifier=f"chart:{hashlib.sha256(names.encode()).hexdigest()}:{language}",
        assets={f"{each.row.code}.png": qr.png(codes.address(each.row.code)) for each in printed},
        marks_gaps=True,
    )


def filename(printed: Sequence[Printed]) -> str:
    """Of the file people keep: says whose it is, not more."""
    if len(printed) == 1:
        return f"IMY-{codes.grouped(printed[0].row.code)}.pdf"
    return f"IMY-{len(printed)}-{codes.grouped(printed[0].row.code)}.pdf"


def _both(label: Promise, language: str) -> SafeString:
    """Italian first, for the company; once where both say the same."""
    found = []
    for each in (COMPANIES, language if language != COMPANIES else "en"):
        with translation.override(each):
            found.append((each, str(label)))
    (first, italian), (second, other) = found
    if italian == other:
        return format_html('<span lang="{}">{}</span>', second, other)
    text = '<span lang="{}">{}</span> <span class="too" lang="{}">{}</span>'
    return format_html(text, first, italian, second, other)


def _title(printed: Sequence[Printed]) -> str:
    if len(printed) == 1:
        return _("Hour chart of %(name)s") % {"name": printed[0].content["trainee"]}
    return ngettext("%d hour chart", "%d hour charts", len(printed)) % len(printed)


def _page(printed: Printed) -> dict[str, Any]:
    content, row = printed.content, printed.row
    first, last = (date.fromisoformat(content[name]) for name in ("starts_on", "ends_on"))
    made = localtime(row.made_at)
    return content | {
        "code": codes.grouped(row.code),
        "picture": f"{row.code}.png",
        "address": codes.address(row.code),
        "verify_address": codes.address(row.code).split("//")[-1].split(row.code)[0].rstrip("/"),
        "digest": codes.grouped(row.digest[:16].upper()),
        "made": _("Printed on %(day)s, %(time)s, as the hours were then.")
        % {"day": date_format(made, "j E Y"), "time": f"{made:%H:%M}"},
        "period": f"{presenting.period(first, last)} {last.year}",
        "agreed_hours": f"{weeks.hours(content['agreed_minutes'])} h",
        "weeks": [_week(week) for week in content["weeks"]],
    }


def _week(week: dict[str, Any]) -> dict[str, Any]:
    monday = date.fromisoformat(week["monday"])
    is_open = week["status"] in (WeekStatus.OPEN, WeekStatus.RETURNED)
    days = [day for day in week["days"] if not day["is_outside"]]
    shown = [day for day in days if is_open or day["now"] or day["agreed"]]
    whole = not is_open or not any(day["agreed"] and not day["now"] for day in days)
    has_hours = any(day["now"] for day in days)
    agreed = sum(day["agreed"]["minutes"] for day in days if day["agreed"])
    return {
        "number": week["number"],
        "period": presenting.period(monday, monday + timedelta(days=6)),
        "state": _state(week, has_hours=has_hours),
        "is_signed": week["signature"] is not None,
        "days": [_day(day, is_open=is_open) for day in shown],
        "agreed": f"{weeks.hours(agreed)}" if agreed else "",
        "total": weeks.hours(week["minutes"]) if has_hours and whole else "",
    }


def _day(day: dict[str, Any], *, is_open: bool) -> dict[str, Any]:
    on = date.fromisoformat(day["date"])
    now = DayEntry.from_json(day["now"] or {})
    agreed = DayEntry.from_json(day["agreed"] or {})
    worked = now is not None and now.kind == DayKind.WORKED
    return {
        "label": date_format(on, "D j"),
        "agreed": wording.times(agreed) if agreed else "",
        "is_blank": now is None and is_open,
        "starts_at": f"{now.starts_at:%H:%M}" if worked and now else "",
        "ends_at": f"{now.ends_at:%H:%M}" if worked and now else "",
        "break": weeks.hours(now.break_minutes) if worked and now else "",
        "what": "" if worked else _what(day, now),
        "hours": weeks.hours(now.minutes) if worked and now else "",
        "notes": ". ".join(_notes(day)),
    }


def _what(day: dict[str, Any], now: DayEntry | None) -> str:
    """Why there are no hours."""
    if now is None:
        return _("No entry")
    if day["told_at"]:
        return _("Absent, told at %(time)s") % {"time": day["told_at"]}
    return presenting.kind_text(now.kind)


def _notes(day: dict[str, Any]) -> list[str]:
    notes = []
    if day["corrected_on"]:
        names = {
            "was": presenting.entry_text(day["was"] or {}),
            "name": day["corrected_by"],
            "day": wording.day_month(date.fromisoformat(day["corrected_on"])),
        }
        # Translators: was is like «08:30–17:30, 7:30 h»; a signed day was changed by the agency
        notes.append(_("Corrected from %(was)s by %(name)s on %(day)s") % names)
    if day["filled_in_by"]:
        notes.append(
            _("Filled in by %(name)s") % {"name": presenting.in_agency(day["filled_in_by"])}
        )
    return notes


def _state(week: dict[str, Any], *, has_hours: bool) -> str:
    """Where the week stands, in a sentence."""
    if signature := week["signature"]:
        return f"{_signed(signature)} {_corrected(week)}".strip()
    if week["status"] == WeekStatus.DECLARED:
        day = wording.day_month(date.fromisoformat(week["sent_on"]))
        if week["sent_by"]:
            names = {"day": day, "name": presenting.in_agency(week["sent_by"])}
            return _("With the company since %(day)s, sent by %(name)s. Not signed yet.") % names
        return _("With the company since %(day)s. Not signed yet.") % {"day": day}
    if week["status"] == WeekStatus.RETURNED:
        day = wording.day_month(date.fromisoformat(week["returned_on"]))
        return _("Sent back by the company on %(day)s. Not signed.") % {"day": day}
    return _("Not sent to the company yet.") if has_hours else ""


def _corrected(week: dict[str, Any]) -> str:
    """What was signed, where a correction changed the week's hours; else empty."""
    day, signed = corrected_on(week), week["signature"]["minutes"]
    if not day or signed == week["minutes"]:
        return ""
    words = _("%(hours)s signed") % {"hours": f"{weeks.hours(signed)} h"}
    now, on = f"{weeks.hours(week['minutes'])} h", date_format(date.fromisoformat(day), "j E Y")
    return f"{presenting.corrected_text(words, now, on)}."


def _signed(signature: dict[str, Any]) -> str:
    names = {
        "name": signature["name"],
        "role": signature["role"],
        "day": date_format(date.fromisoformat(signature["on"]), "j E Y"),
        "time": signature["at"],
        "how": SignedHow(signature["how"]).label,
    }
    if signature["marked_by"]:
        names["by"] = presenting.in_agency(signature["marked_by"])
        # Translators: name signed with a pen, by keeps the scan
        return _("Signed by %(name)s, %(role)s, on %(day)s on paper; scan kept by %(by)s.") % names
    return _("Signed by %(name)s, %(role)s, on %(day)s at %(time)s, %(how)s.") % names
