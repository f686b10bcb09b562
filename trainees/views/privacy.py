"""One's own data: take it along, or ask to be forgotten."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import UserRequest
from imyportal import ratelimit

from ..models import ErasureRequest
from ..privacy import erasing, export, watched
from .people import trainee_of

AN_HOUR, AT_MOST = 3600, 5
SHOWN = 20  # changes, the newest


@require_safe
def own_data(request: UserRequest) -> HttpResponse:
    """What one can do with it."""
    trainee = trainee_of(request)
    requests = ErasureRequest.objects.visible_to(request.user).filter(trainee=trainee)
    context = {
        "tab": "home",
        "tutor": trainee.responsible,
        "asked": requests.open().first(),
        "answered": requests.exclude(answered_at=None).first(),
        "looks": watched.looks(trainee),
        "changes": watched.changes(trainee, request.user)[:SHOWN],
    }
    return render(request, "trainees/privacy/own.html", context)


@require_POST
def own_erasure(request: UserRequest) -> HttpResponse:
    """Ask to be forgotten, or take it back."""
    trainee = trainee_of(request)
    if request.POST.get("deed") == "take_back":
        erasing.take_back(trainee, by=request.user)
        messages.success(request, _("You have taken it back. Nothing was erased."))
    else:
        asked = erasing.ask(trainee, by=request.user)
        day = date_format(asked.due_on, "j F Y")
        messages.success(request, _("You get an answer by %(day)s at the latest.") % {"day": day})
    return redirect("trainees:own_data")


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
