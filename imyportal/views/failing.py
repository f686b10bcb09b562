"""Pages for what is our fault: 500, and 503 while the database is away; and for what nobody can read."""

import sys

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.utils import translation
from django.views.decorators.csrf import requires_csrf_token

from imyportal import logs, metrics

TRY_AGAIN = 30  # seconds


@requires_csrf_token
def failed(request: HttpRequest) -> HttpResponse:
    """Rendered without the request: who is signed in stands in the database, which may be away.

    A database that restarts, refuses or is locked is no mistake of ours that trying again repeats:
    503, with the time after which to try.
    """
    away = isinstance(sys.exc_info()[1], (OperationalError, InterfaceError))
    status = 503 if away else 500
    with translation.override(_language(request)):
        page = get_template(f"{status}.html").render({"reference": logs.request_id.get()[:8]})
    response = HttpResponse(page, status=status)
    if away:
        metrics.DATABASE_ERRORS.inc()
        response.headers["Retry-After"] = str(TRY_AGAIN)
    return response


def _language(request: HttpRequest) -> str:
    """The one the request was answered in so far, be it a person's own or their link's."""
    return getattr(request, "LANGUAGE_CODE", "") or translation.get_language_from_request(request)


@requires_csrf_token
def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that no browser of ours sends: 400; one that is larger than any form takes: 413."""
    status = 413 if isinstance(exception, RequestDataTooBig) else 400
    with translation.override(_language(request)):
        page = get_template(f"{status}.html").render()
    return HttpResponse(page, status=status)
