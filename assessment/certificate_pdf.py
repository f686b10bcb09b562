"""The certificate on paper: frozen content in, PDF out. Values are made ready here, so the page only lays them out.

What the second language says stands beside its English: the words by their key in `second`, of lines and
organisations as `also`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imyportal import pdf, qr
from imyportal.codes import grouped
from imyportal.weeks import hours

from . import certificate_credential, second_language
from .certificate_content import (
    Content,
    Experience,
    Organisation,
    Result,
    Second,
    Signature,
    Week,
    digest,
)

STYLESHEETS = ("css/paper.css", "css/certificate.css")


def render(
    content: Content, credential: bytes | None = None, *, at: datetime | None = None
) -> bytes:
    """The certificate as PDF/A-3a and PDF/UA-1, with its `credential` of the moment `at` attached.

    The same content and credential give the same bytes. Raises `pdf.PdfError`.
    """
    with translation.override(content["language"]):
        context = page(content)
    return pdf.render(
        "assessment/certificate.html",
        context,
        stylesheet=STYLESHEETS,
        language=content["language"],
        identifier=f"certificate:{content['number']}",
        assets={"qr.png": qr.png(content["verify_url"])},
        attached=[_attached(credential, at)] if credential and at else [],
    )


def _attached(credential: bytes, at: datetime) -> pdf.Attached:
    description = "This certificate for programs: an Open Badges 3.0 credential"
    return pdf.Attached(certificate_credential.FILE_NAME, description, credential, at)


def page(content: Content) -> dict[str, Any]:
    """Everything the template prints, as ready strings in the active language."""
    experience, second = content["experience"], content.get("second")
    final = content["overall"]["final"]
    return {
        "certificate": content,
        "language": content["language"],
        "second": _labels(content, second),
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
        "result": "–" if final is None else _("%(score)d of 100") % {"score": final},
        "agreed_hours": hours(experience["agreed_minutes"]) if experience["agreed_minutes"] else "",
        "attendance": experience.get("attendance"),
        "absences": ngettext("%(days)d day", "%(days)d days", experience["days_absent"])
        % {"days": experience["days_absent"]},
        "experience": experience,
        "organisations": _organisations(content),
        "objectives": _rows(content["objectives"], second["objectives"] if second else []),
        "overall": _row(content["overall"]),
        "indicators": _rows(content["indicators"], second["indicators"] if second else []),
        "signatures": _signatures(content),
        "weeks": [_week(week) for week in content["weeks"]],
        "total": hours(sum(week["minutes"] for week in content["weeks"])),
    }


def _labels(content: Content, second: Second | None) -> dict[str, str]:
    """The words of the second language by key, the filled ones too; empty when there is none."""
    if second is None:
        return {}
    experience, final = content["experience"], content["overall"]["final"]
    labels = second["labels"]
    return labels | {
        "language": second["language"],
        "lead": second["lead"],
        "absences": second["absences"],
        "born_on": _day_in(second, content["holder"]["birth_date"]),
        "nationality_value": second["nationality"],
        "period_value": second_language.period(
            second, experience["starts_on"], experience["ends_on"]
        ),
        "result_value": "" if final is None else labels["result_of"].format(score=final),
        "issued": labels["issued"].format(
            place=content["issued_in"], day=_day_in(second, content["issued_on"])
        ),
    }


def _day_in(second: Second, iso: str) -> str:
    return second_language.day(second, iso)


def _unlike(word: str, english: str) -> str:
    """A word of the second language, unless it says the same."""
    return "" if word == english else word


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
    weeks = second_language.weeks_between(experience["starts_on"], experience["ends_on"])
    return ngettext(
        "completed a work placement of %(weeks)d week in Italy as part of vocational training. The results come "
        "from self-evaluation, the company and the tutor of the intermediary organisation.",
        "completed a work placement of %(weeks)d weeks in Italy as part of vocational training. The results come "
        "from self-evaluation, the company and the tutor of the intermediary organisation.",
        weeks,
    ) % {"weeks": weeks}


@dataclass(frozen=True)
class Partner:
    """One of the three organisations."""

    label: str
    also: str  # the label in the second language
    organisation: Organisation
    place: str  # on one line
    country: str  # in the second language, where it is another word


def _organisations(content: Content) -> list[Partner]:
    second = content.get("second")
    parts = [
        ("sending", _("Sending organisation"), content["sending"]),
        ("host", _("Host company"), content["host"]),
        ("intermediary", _("Intermediary organisation"), content["intermediary"]),
    ]
    return [
        Partner(
            label,
            second["labels"][key] if second else "",
            each,
            ", ".join(filter(None, [each["address"], each["country"]])),
            _unlike(second["countries"][key], each["country"]) if second else "",
        )
        for key, label, each in parts
    ]


def _rows(results: list[Result], also: list[str]) -> list[dict[str, Any]]:
    """Lines of the results with their names in the second language, where there are some."""
    names = also or [""] * len(results)
    return [
        _row(result) | {"also": _unlike(name, result["name"])}
        for result, name in zip(results, names, strict=True)
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


def _signatures(content: Content) -> list[dict[str, str]]:
    """Who signed, as what and when; in both languages."""
    second, signed = content.get("second"), content["signatures"]
    roles = second["roles"] if second else [""] * len(signed)
    return [
        _signature(each, second) | {"role_also": _unlike(role, each["role"])}
        for each, role in zip(signed, roles, strict=True)
    ]


def _signature(signature: Signature, second: Second | None) -> dict[str, str]:
    who = {"name": signature["name"], "role": signature["role"]}
    if signature.get("is_paper"):
        named = {"day": day(signature["signed_at"])}
        also = {"day": _day_in(second, signature["signed_at"])} if second else {}
        return who | {
            "when": _("Signed on paper, %(day)s") % named,
            "also": second["labels"]["signed_on_paper"].format(**also) if second else "",
        }
    moment = timezone.localtime(datetime.fromisoformat(signature["signed_at"]))
    iso, clock = moment.date().isoformat(), moment.strftime("%H:%M")
    is_confirmation = signature.get("is_confirmation", False)
    text = (
        # Translators: what the certificate says was confirmed by the company
        _("Confirmed electronically, %(day)s, %(time)s")
        if is_confirmation
        else _("Signed electronically, %(day)s, %(time)s")
    )
    key = "confirmed_electronically" if is_confirmation else "signed_electronically"
    also_day = {"day": _day_in(second, iso), "time": clock} if second else {}
    return who | {
        "when": text % {"day": day(iso), "time": clock},
        "also": second["labels"][key].format(**also_day) if second else "",
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
