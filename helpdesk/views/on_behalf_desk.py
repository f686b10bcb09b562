"""A phone call becomes a request: a tutor writes down what a trainee asked for."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from imyportal.admin.pages import framed
from imyportal.forms import add_errors
from trainees.models import Trainee

from ..desk_forms import OnBehalfForm
from ..models import CallbackRequest
from ..tickets import asking


def urls(site: AdminSite) -> list[URLPattern]:
    """Below a trainee; names below `admin:`."""
    at = "trainees/trainee/<int:pk>/request/"
    return [path(at, framed(site, on_behalf), name="helpdesk_on_behalf")]


@require_http_methods(["GET", "POST"])
def on_behalf(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """The same form as the trainee's; they read it under Help, and that a tutor wrote it for them."""
    trainee = get_object_or_404(Trainee.objects.visible_to(request.user), pk=pk)
    if not request.user.has_perm("helpdesk.change_ticket"):
        raise PermissionDenied
    is_sent = request.method == "POST"
    form = (
        OnBehalfForm(request.POST, request.FILES)
        if is_sent
        else OnBehalfForm(initial={"text": _called(request, trainee)})
    )
    if form.is_valid():
        topic, said = form.cleaned_data["topic"], form.said()
        try:
            ticket = asking.ask(trainee, topic, said, by=request.user, ride=form.trip())
        except ValidationError as error:
            add_errors(form, error)
        else:
            text = _("It is request %(number)s now. The trainee sees it under Help.")
            messages.success(request, text % {"number": ticket.number})
            return redirect(ticket)
    title = _("Write down what %(name)s asks for") % {"name": trainee}
    context |= {"form": form, "title": title, "button": _("Make it a request"), "has_file": True}
    return render(request, "admin/desk_form.html", context | {"back": trainee.get_absolute_url()})


def _called(request: UserRequest, trainee: Trainee) -> str:
    """What the call was about that the address names."""
    number = request.GET.get("call", "")
    key = int(number) if number.isascii() and number.isdecimal() and len(number) < 19 else 0
    seen = CallbackRequest.objects.visible_to(request.user).filter(pk=key, trainee=trainee)
    call = seen.first()
    return call.about if call else ""
