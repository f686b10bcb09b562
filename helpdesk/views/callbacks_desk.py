"""Buttons for calls that somebody asked for."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import UserRequest
from imyportal import fields
from imyportal.admin.pages import framed
from imyportal.forms import add_errors

from ..callbacks import settling
from ..enums import CallbackResult
from ..models import CallbackRequest

AGAIN, OPEN = "again", "open"


class TalkedForm(forms.Form):
    """What was said or agreed, for colleagues."""

    said = fields.words(
        gettext_lazy("What was said"),
        rows=4,
        longest=1000,
        required=False,
        help_text=gettext_lazy("What you agreed, for colleagues. It goes with the call."),
    )


def urls(site: AdminSite) -> list[URLPattern]:
    """Below the list of calls."""
    name = "helpdesk_callbackrequest"
    return [
        path("<int:pk>/talked/", framed(site, talked), name=f"{name}_talked"),
        path("<int:pk>/settle/<slug:how>/", framed(site, settle), name=f"{name}_settle"),
    ]


def _call(request: UserRequest, pk: int) -> CallbackRequest:
    row = get_object_or_404(CallbackRequest.objects.visible_to(request.user), pk=pk)
    if not request.user.has_perm("helpdesk.change_callbackrequest"):
        raise PermissionDenied
    return row


@require_http_methods(["GET", "POST"])
def talked(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Reached; what was said may be written down."""
    row = _call(request, pk)
    form = TalkedForm(request.POST if request.method == "POST" else None, label_suffix="")
    if form.is_valid():
        said = form.cleaned_data["said"].strip()
        try:
            settling.talked(row, said, by=request.user, now=timezone.now())
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Written down."))
            return redirect("admin:helpdesk_callbackrequest_changelist")
    title = _("You talked with %(name)s") % {"name": row.name}
    context |= {"form": form, "title": title, "button": _("Write it down")}
    return render(request, "admin/desk_form.html", context | {"back": row.get_absolute_url()})


@require_http_methods(["GET", "POST"])
def settle(request: UserRequest, pk: int, how: str, context: Any) -> HttpResponse:
    """Not reached, no longer needed, or open again; who opens the address as a page is led to the call."""
    row = _call(request, pk)
    if how not in (AGAIN, OPEN, CallbackResult.NO_NEED):
        raise Http404
    if request.method == "GET":
        return redirect(row)
    try:
        messages.success(request, _settled(row, how, by=request.user))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return redirect("admin:helpdesk_callbackrequest_changelist")


def _settled(row: CallbackRequest, how: str, *, by: User) -> str:
    """Do it, and say what was done."""
    now = timezone.now()
    if how == AGAIN:
        due = timezone.localtime(settling.try_again(row, by=by, now=now))
        # Translators: day with the time, like «Monday 16 March, 10:20»
        return _("It stays on the list, for %(day)s.") % {"day": date_format(due, "l j F, H:i")}
    if how == OPEN:
        settling.reopen(row, by=by)
        return _("It waits again.")
    settling.drop(row, by=by, now=now)
    return _("Written down.")
