"""Buttons for calls that somebody asked for."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from imyportal.admin.pages import framed

from ..callbacks import settling
from ..enums import CallbackResult
from ..models import CallbackRequest

AGAIN = "again"


def urls(site: AdminSite) -> list[URLPattern]:
    """Below the list of calls."""
    return [
        path(
            "<int:pk>/settle/<slug:how>/",
            framed(site, settle),
            name="helpdesk_callbackrequest_settle",
        )
    ]


@require_POST
def settle(request: HttpRequest, pk: int, how: str, context: Any) -> HttpResponse:
    """Reached, not reached, or no longer needed."""
    row = get_object_or_404(CallbackRequest.objects.visible_to(request.user), pk=pk)
    if not request.user.has_perm("helpdesk.change_callbackrequest"):
        raise PermissionDenied
    if how != AGAIN and how not in CallbackResult.values:
        raise Http404
    by: Any = request.user
    now = timezone.now()
    try:
        if how == AGAIN:
            due = timezone.localtime(settling.try_again(row, by=by, now=now))
            # Translators: day with the time, like «Monday 16 March, 10:20»
            text = _("It stays on the list, for %(day)s.") % {"day": date_format(due, "l j F, H:i")}
            messages.success(request, text)
        else:
            settling.close(row, CallbackResult(how), by=by, now=now)
            messages.success(request, _("Written down."))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return redirect("admin:helpdesk_callbackrequest_changelist")
