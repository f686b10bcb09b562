"""What verifiers and wallets ask for: who issues, which keys, what a level takes, what was withdrawn."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from .. import published

MINUTES = 5  # a verifier may keep an answer so long


def answer(content: Any, content_type: str) -> HttpResponse:
    """Open to programs of other sites, and kept for some minutes."""
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False})
    return opened(response, content_type)


def opened(response: HttpResponse, content_type: str) -> HttpResponse:
    """The same of an answer that is there already."""
    response.headers["Content-Type"] = content_type
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = f"public, max-age={MINUTES * 60}"
    return response


@login_not_required
@require_safe
def issuer(request: HttpRequest) -> HttpResponse:
    """The agency's profile and its keys."""
    return answer(published.issuer(), "application/ld+json")


@login_not_required
@require_safe
def issuer_key(request: HttpRequest, name: str) -> HttpResponse:
    """The public half of one key, as a JWK."""
    return answer(_found(published.key(name)), "application/jwk+json")


@login_not_required
@require_safe
def status_list(request: HttpRequest, number: int) -> HttpResponse:
    """Which credentials were withdrawn: a signed list, made beforehand."""
    return answer(_found(published.status_list(number)), "application/vc+ld+json")


@login_not_required
@require_safe
def achievement(request: HttpRequest, code: str) -> HttpResponse:
    """What a level of the badge asks for."""
    return answer(_found(published.achievement(code)), "application/ld+json")


@login_not_required
@require_safe
def achievement_picture(request: HttpRequest, code: str) -> HttpResponse:
    """The level's picture, without anybody's credential in it."""
    return opened(HttpResponse(_found(published.picture(code))), "image/png")


def _found(content: Any) -> Any:
    if content is None:
        raise Http404
    return content
