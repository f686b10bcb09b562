"""What holds for every request: counted and logged, headers, language, where it came from."""

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.utils import translation

from . import audit, logs, metrics, opening, words
from .ratelimit import client_ip

logger = logging.getLogger("imyportal.access")

GetResponse = Callable[[HttpRequest], HttpResponse]

METHODS = {"GET", "HEAD", "POST"}
QUIET = {"health", "metrics", "static"}  # answered well, they say nothing worth a line


def watch(get_response: GetResponse) -> GetResponse:
    """Give the request its number, count it, and write one line about it.

    The number is the proxy's; without a proxy of ours a visitor's own is not taken.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        number = request.headers.get("X-Request-ID", "") if settings.TRUSTED_PROXY_COUNT else ""
        if not re.fullmatch("[0-9a-f]{32}", number):
            number = uuid.uuid4().hex
        token = logs.request_id.set(number)
        started = time.perf_counter()
        try:
            response = get_response(request)
            response.headers["X-Request-ID"] = number
            _note(request, response, time.perf_counter() - started)
        finally:
            logs.request_id.reset(token)
        return response

    return middleware


def _note(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    route, status = _route(request), response.status_code
    method = request.method if request.method in METHODS else "other"
    metrics.REQUESTS.labels(route, method, str(status)).inc()
    metrics.SECONDS.labels(route).observe(seconds)
    if route in QUIET and status < 400:
        return
    # Only somebody who was looked up already: a log line costs no query.
    user = getattr(getattr(request, "_cached_user", None), "pk", None)
    facts = {"route": route, "method": method, "status": status, "ms": round(seconds * 1000)}
    logger.info(
        "%s %s %d", method, request.path, status, extra=facts | ({"user": user} if user else {})
    )


def _route(request: HttpRequest) -> str:
    """The name of the address; one word for all that have none."""
    if match := request.resolver_match:
        return match.view_name or match.route
    return "static" if request.path.startswith(settings.STATIC_URL) else "none"


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


def office_hours(get_response: GetResponse) -> GetResponse:
    """A request reads the opening hours once, however often it asks for them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with opening.remembered():
            return get_response(request)

    return middleware


def readable(get_response: GetResponse) -> GetResponse:
    """Answer 400 to an address with a NUL in it: no page has one, and PostgreSQL takes none in a question."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL in the address")
        return get_response(request)

    return middleware


def explained(get_response: GetResponse) -> GetResponse:
    """Say in words what 405 means, to who opened the address that a button sends to: by hand, or after signing in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and request.method == "GET":
            response.content = render_to_string("405.html", request=request)
        return response

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
