"""What holds for every request: headers, language, and where it came from."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from . import audit, words
from .ratelimit import client_ip

GetResponse = Callable[[HttpRequest], HttpResponse]


def headers(get_response: GetResponse) -> GetResponse:
    """Keep pages out of caches and other sites' hands, unless the view said otherwise."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"
        )
        return response

    return middleware


def visitor(get_response: GetResponse) -> GetResponse:
    """Notes of the audit trail carry the visitor's address."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with audit.asked_from(client_ip(request)):
            return get_response(request)

    return middleware


def language(get_response: GetResponse) -> GetResponse:
    """Speak the signed-in person's language, else the cookie's or the browser's."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            chosen = words.supported(request.user.language)
        else:
            chosen = translation.get_language_from_request(request)
        with translation.override(chosen):
            request.LANGUAGE_CODE = chosen
            response = get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or chosen)
            return response

    return middleware
