"""The certificate on paper: frozen content in, PDF out. Values are made ready here, so the page only lays them out."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imyportal import pdf, qr
from imyportal.codes import grouped
from imyportal.weeks import hours

from .certificate_content import Content, Experience, Organisation, Result, Signature, Week, digest

STYLESHEETS = ("css/paper.css", "css/certificate.css")


def render(content: Content) -> bytes:
    """The certificate as PDF/A-3a and PDF/UA-1; the same content gives the same bytes. Raises `pdf.PdfError`."""
    with translation.override(content["language"]):
        context = page(content)
    return pdf.render(
        "assessment/certificate.html",
        context,
        stylesheet=STYLESHEETS,
        language=content["language"],
        identifier=f"certificate:{content['number']}",
        assets={"qr.png": qr.png(content["verify_url"])},
    )


def page(content: Content) -> dict[str, Any]:
    """Everything the template prints, as ready strings in the active language."""
    experience = content["experience"]
    return {
        "certificate": content,
        "language": content["language"],
        "holder": " ".join(
            filter(None, [content["holder"]["first_names"], content["holder"]["surnames"]])
        ),
        "born_on": day(content["holder"]["birth_date"]),
        "code": grouped(content["code"]),
        "verify_address": content["verify_url"]
        .split("//")[-1]
        .split(content["code"])[0]
        .rstrip("/"),
        "digest": grouped(digest(content)[:16]),
        "issued_on": day(content["issued_on"]),
        "lead": _lead(experience),
        "period": period(experience["starts_on"], experience["ends_on"]),
        "signed_hours": hours(experience["signed_minutes"]),
        "result": _("%(score)d of 100") % {"score": content["overall"]["final"]}
        if content["overall"]["final"] is not None
        else "–",
        "agreed_hours": hours(experience["agreed_minutes"]) if experience["agreed_minutes"] else "",
        "attendance": experience.get("attendance"),
        "absences": ngettext("%(days)d day", "%(days)d days", experience["days_absent"])
        % {"days": experience["days_absent"]},
        "experience": experience,
        "organisations": _organisations(content),
        "objectives": [_row(result) for result in content["objectives"]],
        "overall": _row(content["overall"]),
        "indicators": [_row(result) for result in content["indicators"]],
        "signatures": [_signature(signature) for signature in content["signatures"]],
        "weeks": [_week(week) for week in content["weeks"]],
        "total": hours(sum(week["minutes"] for week in content["weeks"])),
    }


def period(first: str, last: str) -> str:
    """Two ISO dates as one period, as short as it stays clear: 2–6 November 2026."""
    starts, ends = date.fromisoformat(first), date.fromisoformat(last)
    if starts.year != ends.year:
        return f"{day(first)}–{day(last)}"
    return f"{starts.day if starts.month == ends.month else date_format(starts, 'j E')}–{day(last)}"


def day(iso: str) -> str:
    """An ISO date in words; empty stays empty."""
    return date_format(date.fromisoformat(iso), "j E Y") if iso else ""


def _short(iso: str) -> str:
    return date_format(date.fromisoformat(iso), "j M") if iso else ""


def _lead(experience: Experience) -> str:
    days = (
        date.fromisoformat(experience["ends_on"]) - date.fromisoformat(experience["starts_on"])
    ).days + 1
    weeks = max(1, round(days / 7))
    return ngettext(
        "completed a work placement of %(weeks)d week in Italy as part of vocational training. The results come "
        "from self-evaluation, the company and the tutor of the intermediary organisation.",
        "completed a work placement of %(weeks)d weeks in Italy as part of vocational training. The results come "
        "from self-evaluation, the company and the tutor of the intermediary organisation.",
        weeks,
    ) % {"weeks": weeks}


def _organisations(content: Content) -> list[tuple[str, Organisation, str]]:
    """Label, organisation, and where it is on one line."""
    parts = [
        (_("Sending organisation"), content["sending"]),
        (_("Host company"), content["host"]),
        (_("Intermediary organisation"), content["intermediary"]),
    ]
    return [
        (label, each, ", ".join(filter(None, [each["address"], each["country"]])))
        for label, each in parts
    ]


def _row(result: Result) -> dict[str, Any]:
    """A line of the results: an en dash says *not observed*. The bar is drawn on 0-100 with a margin of 2."""
    values = {
        key: "–" if result[key] is None else result[key]
        for key in ("start", "self", "company", "final")
    }
    start, final = result["start"], result["final"]
    words = [
        _("start %(score)d") % {"score": start} if start is not None else "",
        _("final %(score)d") % {"score": final} if final is not None else "",
    ]
    return values | {
        "name": result["name"],
        "bar": final,
        "dot": None if start is None else start + 2,
        "words": ", ".join(filter(None, words)) or _("not observed"),
    }


def _signature(signature: Signature) -> dict[str, str]:
    who = {"name": signature["name"], "role": signature["role"]}
    if signature.get("is_paper"):
        return who | {"when": _("Signed on paper, %(day)s") % {"day": day(signature["signed_at"])}}
    moment = timezone.localtime(datetime.fromisoformat(signature["signed_at"]))
    return who | {
        "when": _("Signed electronically, %(day)s, %(time)s")
        % {"day": day(moment.date().isoformat()), "time": moment.strftime("%H:%M")},
    }


def _week(week: Week) -> dict[str, Any]:
    starts, ends = date.fromisoformat(week["starts_on"]), date.fromisoformat(week["ends_on"])
    first = date_format(starts, "j") if starts.month == ends.month else _short(week["starts_on"])
    return {
        "number": week["number"],
        "dates": f"{first}–{_short(week['ends_on'])}",
        "hours": hours(week["minutes"]),
        "signed_on": _signed_on(week),
    }


def _signed_on(week: Week) -> str:
    if not week["signed_on"]:
        return "–"
    signed = _short(week["signed_on"])
    if week.get("is_paper"):
        # Translators: a week was signed by hand on this day
        signed = _("%(day)s, on paper") % {"day": signed}
    first = week.get("signed_minutes", week["minutes"])
    if first == week["minutes"]:
        return signed
    # Translators: day like «12 Mar» or «12 Mar, on paper», hours like «29:00», signed before a correction
    return _("%(day)s: %(hours)s, then corrected") % {"day": signed, "hours": hours(first)}
