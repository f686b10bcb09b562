"""Hour charts as PDF: for the trainee, the school and the agency by account, for the company by link."""

import uuid
from datetime import date
from typing import cast

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import link_required
from accounts.enums import Purpose
from accounts.models import AccessLink, User
from accounts.requests import UserRequest
from imyportal import audit, ratelimit, uploads, weeks, words
from imyportal.enums import Action

from .. import chart_pdf, paper, policies, printing
from ..enums import PlacementStatus
from ..models import Placement, WeekSignature
from ..models.placements import PlacementQuerySet
from .company import LinkRequest

# A chart of twelve weeks costs about a second of the processor, a part of a group's up to eight.
CHARTS, GROUPS, MINUTES = 20, 12, 10


@require_POST
def chart_file(request: UserRequest, placement: uuid.UUID) -> HttpResponse:
    """One placement's chart, for whoever signed in and sees the placement."""
    return _one(request, placement, by=request.user)


@require_POST
@link_required(Purpose.COMPANY)
def company_chart(request: LinkRequest, placement: uuid.UUID) -> HttpResponse:
    """The same for the company tutor, with the weeks that were sent."""
    return _one(request, placement, by=request.viewer)


def _one(request: HttpRequest, placement: uuid.UUID, *, by: User | AccessLink) -> HttpResponse:
    found = get_object_or_404(printable(by), public_id=placement)
    return answer(request, [found], by=by)


def printable(by: User | AccessLink) -> PlacementQuerySet:
    """Placements whose chart `by` may print, with all that stands on it loaded."""
    return (
        Placement.objects.visible_to(by)
        .exclude(status=PlacementStatus.CANCELLED)
        .select_related(
            "trainee__tutor",
            "trainee__group__organisation",
            "trainee__group__lead_tutor",
            "company",
            "company_tutor",
        )
    )


def answer(
    request: HttpRequest, placements: list[Placement], *, by: User | AccessLink, group: bool = False
) -> HttpResponse:
    """The charts as one file, unless this person printed too often; made anew each time."""
    kind, limit = ("group", GROUPS) if group else ("chart", CHARTS)
    key = f"print:{kind}:{by._meta.model_name}:{by.pk}"
    if not ratelimit.hit(key, limit=limit, seconds=MINUTES * 60):
        return render(request, "429.html", {"minutes": MINUTES}, status=429)
    printed = printing.charts(placements, by=by, today=timezone.localdate())
    made = chart_pdf.render(printed, language=_language(request))
    audit.note_each(Action.CHART_PRINTED, by=by, rows=placements)
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{chart_pdf.filename(printed)}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


# --- Scans of signed sheets -------------------------------------------------------------------


@require_safe
def scan_file(
    request: UserRequest, placement: uuid.UUID, monday: date, number: int
) -> HttpResponse | FileResponse:
    """A sheet that was signed by hand: for its trainee and for agency tutors."""
    signature = _signature(request.user, placement, monday)
    if not policies.can_open_scan(request.user, signature):
        raise PermissionDenied
    return _scan(signature, number, by=request.user)


@require_safe
@link_required(Purpose.COMPANY)
def company_scan(
    request: LinkRequest, placement: uuid.UUID, week: str, number: int
) -> HttpResponse:
    """The same for the company tutor, whose signature it is."""
    try:
        monday = weeks.from_iso(week)
    except ValueError as error:
        raise Http404 from error
    found = _signature(request.viewer, placement, monday)
    # The door is typed for pages; a file goes through it just as well.
    return cast("HttpResponse", _scan(found, number, by=request.viewer))


def _signature(by: User | AccessLink, placement: uuid.UUID, monday: date) -> WeekSignature:
    seen = WeekSignature.objects.visible_to(by).exclude(scan=None)
    return get_object_or_404(
        seen.select_related("scan", "week__placement__trainee"),
        week__placement__public_id=placement,
        week__monday=monday,
    )


def _scan(
    signature: WeekSignature, number: int, *, by: User | AccessLink
) -> HttpResponse | FileResponse:
    found = paper.scans(signature)
    if not 1 <= number <= len(found):
        raise Http404
    audit.note(Action.FILE_DOWNLOADED, by=by, about=signature.week, number=number)
    return uploads.answer(found[number - 1])


def _language(request: HttpRequest) -> str:
    """The one chosen on the page, else the page's own."""
    wanted = request.POST.get("language", "")
    known = wanted in dict(settings.LANGUAGES)
    return wanted if known else words.supported(get_language() or "")
