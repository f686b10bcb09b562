"""What a certificate or an hour chart must say, for whoever holds the paper against the screen."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from imyportal.codes import grouped
from imyportal.weeks import hours
from placements import presenting
from placements.enums import SignedHow
from placements.printing import Check, StatedWeek

from .certificate_content import Content
from .certificate_pdf import day, period
from .models import Certificate


@dataclass(frozen=True)
class Paper:
    """Ready strings in the active language."""

    rows: list[tuple[str, str]]
    results: list[tuple[str, str]]  # objective and final score
    digest: str  # as printed, the first 16 digits
    file_digest: str  # SHA-256 of the PDF


def paper(certificate: Certificate) -> Paper:
    """What a stranger may compare: what is printed, without the birth date."""
    content = cast("Content", certificate.content)
    experience, host = content["experience"], content["host"]
    final = content["overall"]["final"]
    place = ", ".join(filter(None, [experience["field"], host["name"], host["address"]]))
    rows = [
        (_("Holder"), " ".join(filter(None, _names(content)))),
        (_("Placement"), place),
        (_("Sent by"), ", ".join(filter(None, _where(content["sending"])))),
        (_("Period"), period(experience["starts_on"], experience["ends_on"])),
        (
            _("Hours"),
            _("%(hours)s, signed by the company") % {"hours": hours(experience["signed_minutes"])},
        ),
        (_("Result"), "–" if final is None else _("%(score)d of 100") % {"score": final}),
        (
            _("Issued"),
            _("%(day)s by %(agency)s")
            % {"day": day(content["issued_on"]), "agency": content["intermediary"]["name"]},
        ),
    ]
    results = [
        (each["name"], "–" if each["final"] is None else str(each["final"]))
        for each in content["objectives"]
    ]
    return Paper(rows, results, grouped(certificate.content_digest[:16]), certificate.pdf_digest)


def _names(content: Content) -> tuple[str, str]:
    return content["holder"]["first_names"], content["holder"]["surnames"]


def _where(organisation: Any) -> tuple[str, str]:
    return organisation["name"], organisation["country"]


@dataclass(frozen=True)
class ChartPaper:
    """Ready strings in the active language."""

    code: str
    rows: list[tuple[str, str]]
    weeks: list[tuple[str, str]]  # the signed ones
    since: str  # that hours were signed or corrected since; empty when nothing was
    newer: str
    note: str
    digest: str


def chart_paper(found: Check) -> ChartPaper:
    """What a stranger may compare of a printed hour chart; never what came after it, only that it came."""
    stated, made = found.stated, localtime(found.row.made_at)
    when = {"day": date_format(made, "j E Y"), "time": f"{made:%H:%M}"}
    if stated["is_blank"]:
        note = _("It was printed blank: what is written on it by hand was not checked by us.")
    else:
        note = _("Only the weeks listed here were signed when it was printed.")
    return ChartPaper(
        code=grouped(found.row.code),
        rows=[
            (_("Trainee"), stated["trainee"]),
            (_("Company"), stated["company"]),
            (_("Period"), period(stated["starts_on"], stated["ends_on"])),
            (_("Signed hours"), _total(found)),
            (
                _("Printed blank on") if stated["is_blank"] else _("Printed on"),
                # Translators: a day and a time, like «12 March 2026, 10:24»
                _("%(day)s, %(time)s") % when,
            ),
        ],
        weeks=[_stated(week) for week in stated["weeks"]],
        since=_("Since it was printed, hours were signed or corrected.")
        if found.is_outdated
        else "",
        newer=_("A newer print exists: ask for it.") if found.has_newer else "",
        note=note,
        digest=grouped(found.row.digest[:16].upper()),
    )


def _total(found: Check) -> str:
    """All signed hours on the paper; both sums where corrections changed them."""
    now, signed = hours(found.minutes), hours(found.signed_minutes)
    if now == signed:
        return now
    # Translators: sums of hours, like «66:30, with corrections by the agency 67:30»
    return _("%(signed)s, with corrections by the agency %(now)s") % {"signed": signed, "now": now}


def _stated(week: StatedWeek) -> tuple[str, str]:
    monday = date.fromisoformat(week["monday"])
    names = {
        "number": week["number"],
        "period": presenting.period(monday, monday + timedelta(days=6)),
        "hours": hours(week.get("signed_minutes", week["minutes"])),
        "day": day(week["signed_on"]),
    }
    is_paper = week.get("how") == SignedHow.PAPER
    text = (
        _("%(hours)s, signed on paper on %(day)s")
        if is_paper
        else _("%(hours)s, signed on %(day)s")
    )
    text %= names
    now, corrected = hours(week["minutes"]), week.get("corrected_on")
    if corrected and now != names["hours"]:
        text = presenting.corrected_text(text, now, day(corrected))
    return _("Week %(number)d, %(period)s") % names, text
