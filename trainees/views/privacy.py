"""One's own data: take it along."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import UserRequest
from imyportal import ratelimit

from ..privacy import export
from .people import trainee_of

AN_HOUR, AT_MOST = 3600, 5


@require_safe
def own_data(request: UserRequest) -> HttpResponse:
    """What one can do with it."""
    context = {"tab": "home", "tutor": trainee_of(request).responsible}
    return render(request, "trainees/privacy/own.html", context)


@require_POST
def own_data_zip(request: UserRequest) -> HttpResponseBase:
    """All of it, sent while it is written; five times an hour."""
    trainee_of(request)
    if not ratelimit.hit(f"own-data:{request.user.pk}", limit=AT_MOST, seconds=AN_HOUR):
        messages.error(
            request, _("You have taken your data along five times. Try again in an hour.")
        )
        return redirect("trainees:own_data")
    zipped = export.pack(request.user)
    response = StreamingHttpResponse(zipped, content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response
