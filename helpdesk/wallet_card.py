"""The emergency card for the wallet: whom to call, on two sides of 85.6 × 54 mm (ISO/IEC 7810, ID-1).

One side in the trainee's language, one in Italian for whoever helps. It says nothing about health.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from imyportal import pdf, words
from trainees.models import Trainee

STYLESHEETS = ("css/paper.css", "css/card.css")
HERE, ELSE = "it", "en"  # the other side, and what it is in when the first is in Italian


@dataclass(frozen=True)
class Side:
    """What stands on one side; `lines` are label and what is known."""

    language: str
    heading: str
    danger: str
    day_and_night: str
    numbers: list[str]
    whose: str
    lines: list[tuple[str, str]]


def render(trainee: Trainee, *, home: str = "") -> bytes:
    """As PDF/A-3a and PDF/UA-1; `home` is the address where the trainee stays. Raises `pdf.PdfError`."""
    spoken = words.supported(trainee.language)
    sides = [_side(trainee, home, each) for each in (spoken, ELSE if spoken == HERE else HERE)]
    context: dict[str, Any] = {"sides": sides, "language": spoken, "agency": settings.AGENCY}
    return pdf.render(
        "helpdesk/wallet_card.html",
        context,
        stylesheet=STYLESHEETS,
        language=spoken,
        identifier=f"emergency-card:{trainee.pk}",
        marks_gaps=True,
    )


def _side(trainee: Trainee, home: str, language: str) -> Side:
    agency, tutor = settings.AGENCY, trainee.responsible
    with translation.override(language):
        lines = [
            (_("Your tutor") if language != HERE else _("Tutor"), _with(tutor, tutor.phone)),
            # Translators: on the emergency card: where the trainee lives during the stay
            (_("Lives at"), home),
            (_("Agency"), f"{agency['name']}, {agency['address']}"),
        ]
        return Side(
            language=language,
            heading=_("In an emergency"),
            danger=_("Danger, accident, fire, police"),
            # Translators: name is the agency's
            day_and_night=_("%(name)s, day and night") % {"name": agency["name"]},
            numbers=[
                each for each in (agency["emergency_phone"], agency["emergency_fallback"]) if each
            ],
            whose=trainee.name,
            lines=[(label, value) for label, value in lines if value],
        )


def _with(tutor: Any, phone: str) -> str:
    return f"{tutor.get_full_name()}, {phone}" if phone else str(tutor.get_full_name())
