"""Guidebook, info kit and house rules on the phone: read, kept without a network, confirmed.

Pages below `kept/` name nobody: they are what the service worker keeps. Its scope
is this part of the portal and nothing else (`static/js/guide-worker.js`).
"""

from io import BytesIO
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import UserRequest
from imyportal import ratelimit, spreadsheets
from trainees import houses
from trainees.models import Edition
from trainees.publications import edition_pdf, editions, receipts, shelf

from .people import trainee_of

FILES, MINUTES = 20, 10  # a PDF costs half a second of the processor


def _edition(request: UserRequest, kind: str) -> Edition:
    """What the reader has of this kind; 404 while there is none."""
    found = editions.for_language(request.user.language)
    for edition in found:
        if edition.kind == kind:
            return edition
    raise Http404


@require_safe
def guide(request: UserRequest) -> HttpResponse:
    """All there is to read, and what was read."""
    books = shelf.of(trainee_of(request), request.user.language)
    keep = [*always_kept(), *(book.kept_url for book in books)]
    context = {"tab": "home", "books": books, "keep": " ".join(keep)}
    return render(request, "trainees/guide/guide.html", context)


@require_safe
def publication(request: UserRequest, kind: str) -> HttpResponse:
    """One publication: its sections, the file, and the button."""
    trainee, edition = trainee_of(request), _edition(request, kind)
    context = _read(edition, receipts.of_trainee(trainee)) | {
        "chapters": list(enumerate(edition.parts, start=1)),
        "facts": shelf.facts(edition),
        "size": shelf.size(edition),
    }
    return render(request, "trainees/guide/publication.html", context)


def _read(edition: Edition, said: list[Any]) -> dict[str, Any]:
    return {
        "tab": "home",
        "edition": edition,
        "read_on": shelf.read_on(edition, said),
        "is_new": shelf.state(edition, said)[0] == "wait",
        "keep": reverse("trainees:publication_kept", args=[edition.kind]),
    }


@require_safe
def section(request: UserRequest, kind: str, number: int) -> HttpResponse:
    """One section with those before and after it; the last one has the button."""
    trainee, edition = trainee_of(request), _edition(request, kind)
    chapters = shelf.chapters(edition)
    if not 1 <= number <= len(chapters):
        raise Http404
    context = _read(edition, receipts.of_trainee(trainee)) | {
        "chapter": chapters[number - 1],
        "count": len(chapters),
        "before": chapters[number - 2] if number > 1 else None,
        "after": chapters[number] if number < len(chapters) else None,
    }
    return render(request, "trainees/guide/section.html", context)


@require_POST
def publication_read(request: UserRequest, kind: str) -> HttpResponse:
    """«I have read this», of the edition that was on the page."""
    trainee, key = trainee_of(request), request.POST.get("edition", "")
    seen = Edition.objects.visible_to(request.user).filter(kind=kind)
    edition = get_object_or_404(seen, pk=int(key[:18]) if key.isascii() and key.isdecimal() else 0)
    try:
        receipts.confirm(trainee, edition, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Thank you. Your tutor sees that you have read it."))
    return redirect("trainees:guide")


@require_safe
def publication_pdf(request: UserRequest, kind: str) -> HttpResponseBase:
    """The same on paper."""
    trainee_of(request)
    return pdf_answer(request, _edition(request, kind))


def pdf_answer(request: UserRequest, edition: Edition) -> HttpResponseBase:
    """The edition as PDF, made anew; 429 for who asks for too many."""
    if not ratelimit.hit(f"guide:{request.user.pk}", limit=FILES, seconds=MINUTES * 60):
        return render(request, "429.html", {"minutes": MINUTES}, status=429)
    return FileResponse(
        BytesIO(edition_pdf.render(edition)),
        as_attachment=True,
        filename=edition_pdf.filename(edition),
        content_type="application/pdf",
        headers={
            "Content-Security-Policy": spreadsheets.POLICY,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


# --- Without a network ------------------------------------------------------------------------


def always_kept() -> list[str]:
    """What is kept for everybody: whom to call, and the list of what there is to read."""
    return [reverse("trainees:emergency_kept"), reverse("trainees:guide_kept")]


@require_safe
def emergency_kept(request: UserRequest) -> HttpResponse:
    """Whom to call, for who has no network, and where one lives here: without a word about who reads it."""
    today = timezone.localdate()
    room = houses.where(trainee_of(request), today)
    context = {"house": room and room.house, "today": today}
    return render(request, "trainees/guide/emergency_kept.html", context)


@require_safe
def guide_kept(request: UserRequest) -> HttpResponse:
    """The list for who has no network: without a word about the reader."""
    trainee_of(request)
    found = editions.for_language(request.user.language)
    return render(request, "trainees/guide/kept_list.html", {"editions": found})


@require_safe
def publication_kept(request: UserRequest, kind: str) -> HttpResponse:
    """A whole publication on one page: without a word about the reader."""
    trainee_of(request)
    edition = _edition(request, kind)
    context = {
        "edition": edition,
        "chapters": shelf.chapters(edition),
        "facts": shelf.facts(edition),
    }
    return render(request, "trainees/guide/kept.html", context)


@login_not_required
@require_safe
def guide_worker(request: HttpRequest) -> HttpResponse:
    """The service worker. Its address is its scope: nothing above this folder is ever in its hands."""
    source = Path(str(finders.find("js/guide-worker.js"))).read_text(encoding="utf-8")
    return HttpResponse(source, content_type="text/javascript; charset=utf-8")
