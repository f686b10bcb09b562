"""A released report on paper: content in, PDF out."""

from django.conf import settings
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from imyportal import codes, pdf

from ..models import WeeklyReport
from .reading import read
from .showing import day_and_time, show

STYLESHEETS = ("css/paper.css", "css/report.css")


def render(report: WeeklyReport, *, language: str) -> bytes:
    """As PDF/A-3a and PDF/UA-1; the same report gives the same bytes."""
    released = localtime(report.released_at)
    with translation.override(language):
        shown = show(read(report.content or {}))
        context = {
            "shown": shown,
            "report": shown.report,
            "language": language,
            "agency": settings.AGENCY,
            "title": _("Weekly monitoring report: %(title)s") % {"title": shown.title},
            "made_on": released.date().isoformat(),
            "released": day_and_time(released),
            "digest": codes.grouped(report.digest[:16].upper()),
        }
    return pdf.render(
        "placements/paper/report.html",
        context,
        stylesheet=STYLESHEETS,
        language=language,
        identifier=f"report:{report.digest}:{language}",
        marks_gaps=True,
    )
