"""What a certificate's paper must say, for whoever holds it against the screen."""

from dataclasses import dataclass
from typing import Any, cast

from django.utils.translation import gettext as _

from imyportal.codes import grouped
from imyportal.weeks import hours

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
