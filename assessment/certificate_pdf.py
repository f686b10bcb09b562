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


def preview(content: Content) -> bytes:
    """The same to look at before it is issued: marked on every page, without code and our signature."""
    with translation.override(content["language"]):
        context = page(content)
        context["signatures"][-1] |= {"when": _("Not signed: this is a preview"), "also": ""}
    return pdf.render(
        "assessment/certificate.html",
        context | {"is_preview": True},
        stylesheet=STYLESHEETS,
        language=content["language"],
        identifier=f"preview:{content['issued_on']}",
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
        "tutor": _("Tutor, %(agency)s") % {"agency": content["intermediary"]["name"]},
        "badges": _badges(content),
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
        **_of_tutor(labels, content["intermediary"]["name"]),
        "issued": labels["issued"].format(
            place=content["issued_in"], day=_day_in(second, content["issued_on"])
        ),
    }


def _of_tutor(labels: dict[str, str], agency: str) -> dict[str, str]:
    """The words with the agency's tutor in them; without `indicators_method` before version 4."""
    tutor = labels["agency_tutor"].format(agency=agency)
    return {
        "agency_tutor": tutor,
        "indicators_method": labels.get("indicators_method", "").format(tutor=tutor),
    }


def _badges(content: Content) -> list[dict[str, str]]:
    """Pictures and words; the second language says kind and level, which the picture's name tells."""
    second, made = content.get("second"), []
    for badge in content["badges"]:
        kind, level = badge["picture"].split("-")
        also = second["labels"][f"badge_{kind}"].format(level=level) if second else ""
        made.append({"picture": badge["picture"], "name": badge["name"], "also": also})
    return made


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
    agency = result.get("agency")
    start, final = result["start"], result["final"]
    words = [
        _("start %(score)d") % {"score": start} if start is not None else "",
        _("final %(score)d") % {"score": final} if final is not None else "",
    ]
    return values | {
        "name": result["name"],
        "agency": "–" if agency is None else agency,
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
    key = _deed(signature)
    values: dict[str, Any] = {"week": signature.get("hours_week")}
    if signature.get("is_paper"):
        iso = signature["signed_at"]
    else:
        moment = timezone.localtime(datetime.fromisoformat(signature["signed_at"]))
        iso, values["time"] = moment.date().isoformat(), moment.strftime("%H:%M")
    also = second["labels"][key].format(**values, day=_day_in(second, iso)) if second else ""
    return {
        "name": signature["name"],
        "role": signature["role"],
        "when": _deeds()[key] % (values | {"day": day(iso)}),
        "also": also,
    }


def _deed(signature: Signature) -> str:
    """What was done, by the key of the words of a second language."""
    if signature.get("is_confirmation"):
        return "confirmed_electronically"
    how = "signed_on_paper" if signature.get("is_paper") else "signed_electronically"
    return f"hours_{how}" if signature.get("hours_week") else how


def _deeds() -> dict[str, str]:
    return {
        "signed_electronically": _("Signed electronically, %(day)s, %(time)s"),
        "signed_on_paper": _("Signed on paper, %(day)s"),
        # Translators: what the certificate says was confirmed by the company
        "confirmed_electronically": _("Confirmed electronically, %(day)s, %(time)s"),
        # Translators: the company signed the hours of this week, not the results
        "hours_signed_electronically": _(
            "Hours of week %(week)d signed electronically, %(day)s, %(time)s"
        ),
        "hours_signed_on_paper": _("Hours of week %(week)d signed on paper, %(day)s"),
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
