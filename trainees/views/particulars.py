"""A trainee's data for the Italian training plan: on the phone, and on the desk."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import UserRequest
from imyportal.admin.pages import framed
from imyportal.forms import add_errors
from trainees import particulars
from trainees.models import Trainee
from trainees.particulars_form import ParticularsForm

from .people import trainee_of

PAGE = "admin:trainees_trainee_particulars"


def saved(request: HttpRequest, trainee: Trainee, by: User) -> ParticularsForm | None:
    """The form to show; None once what it says is stored."""
    known = particulars.of(trainee)
    form = ParticularsForm(request.POST or None, initial=known)
    if not form.is_valid():
        return form
    try:
        particulars.write(trainee, by=by, **form.cleaned_data)
    except ValidationError as error:
        add_errors(form, error)
        return form
    messages.success(request, _("Stored for the training plan."))
    return None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: UserRequest) -> HttpResponse:
    """The trainee's own page."""
    trainee = trainee_of(request)
    form = saved(request, trainee, request.user)
    if form is None:
        return redirect("settings")
    context = {"base": "base_trainee.html", "tab": "home", "form": form, "trainee": trainee}
    return render(request, "trainees/particulars.html", context)


def urls(site: AdminSite) -> list[URLPattern]:
    """Below the page of the trainee; its name below `admin:`."""
    address = "trainees/trainee/<int:pk>/particulars/"
    return [path(address, framed(site, on_desk), name="trainees_trainee_particulars")]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def on_desk(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """For the agency tutor."""
    trainee = get_object_or_404(Trainee.objects.visible_to(request.user), pk=pk)
    if not request.user.has_perm("trainees.change_trainee"):
        raise PermissionDenied
    form = saved(request, trainee, request.user)
    if form is None:
        return redirect(PAGE, pk)
    context |= {"trainee": trainee, "form": form, "title": _("Data for the training plan")}
    return render(request, "trainees/desk/particulars.html", context)
