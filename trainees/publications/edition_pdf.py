"""An edition on paper."""

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import override

from imyportal import pdf, words

from ..models import Edition
from . import shelf

STYLESHEETS = ("css/paper.css", "css/guide.css")


def render(edition: Edition) -> bytes:
    """As PDF/A-3a and PDF/UA-1; the same edition gives the same bytes. Raises `pdf.PdfError`."""
    spoken = words.supported(edition.language)
    with override(spoken):
        context = {
            "edition": edition,
            "language": edition.language,
            "facts": shelf.facts(edition),
            "chapters": shelf.chapters(edition),
            "agency": settings.AGENCY,
            "made_on": localdate(edition.published_at or edition.begun_at).isoformat(),
        }
    return pdf.render(
        "trainees/guide/paper.html",
        context,
        stylesheet=STYLESHEETS,
        language=spoken,
        identifier=f"edition:{edition.pk}:{edition.version}",
    )


def filename(edition: Edition) -> str:
    """Like «guidebook-en-2.pdf»."""
    return f"{edition.kind}-{edition.language}-{edition.version}.pdf"
