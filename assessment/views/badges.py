"""Pages anyone may open who has a badge's link: the badge, its files, its picture for previews."""

import hashlib
import io

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from imyportal import audit, ratelimit
from imyportal.enums import Action

from .. import badge_card, badge_page, policies, share_links, sharing
from ..badges import files
from ..models import BadgeAward
from .public import PER_MINUTE, too_often

TYPES = {
    "json": "application/vc+ld+json",
    "jwt": "application/vc+jwt",
    "svg": "image/svg+xml",
    "png": "image/png",
}
MAKE = {"json": files.json, "jwt": files.jwt, "svg": files.svg, "png": files.png}
CARD_SECONDS = 300


def _is_too_often(request: HttpRequest) -> bool:
    """With the checks of certificates: codes cannot be walked through, whatever they are of."""
    key = f"verify:{ratelimit.client_ip(request)}"
    return not ratelimit.hit(key, limit=PER_MINUTE, seconds=60)


@login_not_required
@require_safe
def badge(request: HttpRequest, code: str) -> HttpResponse:
    """Whose it is and what it means; on a closed page only whether it is valid."""
    if _is_too_often(request):
        return too_often(request)
    award = sharing.find(code)
    page = badge_page.page(award, is_public=sharing.is_public(award)) if award else None
    links = share_links.of(page) if page and page.is_public else []
    response = render(
        request,
        "assessment/badges/public.html",
        {"page": page, "award": award, "links": links},
        status=200 if page else 404,
    )
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@login_not_required
@require_safe
def badge_file(request: HttpRequest, code: str, form: str) -> FileResponse | HttpResponse:
    """The credential: for everybody while the page is open, always for its trainee and agency tutors."""
    if _is_too_often(request):
        return too_often(request)
    award = sharing.find(code)
    if award is None:
        raise Http404
    is_public = _is_open(award)
    if not is_public:
        _check_own(request, award)
    response = FileResponse(
        io.BytesIO(MAKE[form](award)),
        as_attachment=True,
        filename=f"imy-badge-{award.code}.{form}",
        content_type=TYPES[form],
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex, nofollow"
    if is_public:  # wallets and verifiers of other sites may read it
        response["Access-Control-Allow-Origin"] = "*"
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _is_open(award: BadgeAward) -> bool:
    return award.withdrawn_at is None and sharing.is_public(award)


def _check_own(request: HttpRequest, award: BadgeAward) -> None:
    """For strangers a closed badge has no files, as a code that never was."""
    user = request.user
    if not isinstance(user, User) or not BadgeAward.objects.visible_to(user).contains(award):
        raise Http404
    if not policies.can_download_badge(user, award):
        raise PermissionDenied
    audit.note(Action.BADGE_DOWNLOADED, by=user, about=award)


@login_not_required
@require_safe
def badge_card_file(request: HttpRequest, code: str) -> FileResponse | HttpResponse:
    """What other sites show beside the link, while the page is open."""
    if _is_too_often(request):
        return too_often(request)
    award = sharing.find(code)
    if award is None or not _is_open(award):
        raise Http404
    made = badge_card.png(award, badge_page.page(award, is_public=True))
    response = FileResponse(io.BytesIO(made), content_type="image/png")
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = f"public, max-age={CARD_SECONDS}"
    response["ETag"] = f'"{hashlib.sha256(made).hexdigest()[:32]}"'
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
