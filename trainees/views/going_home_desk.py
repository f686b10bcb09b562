"""Ways home on the desk: who of a group is home, one button to write it down, another day for one."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import UserRequest
from imyportal.admin.pages import framed
from imyportal.forms import add_errors
from trainees.enums import HomeSaid
from trainees.going_home import board, saying, times
from trainees.going_home.forms import GroupForm, PlanForm
from trainees.going_home.laying import planned
from trainees.models import Group, Trainee

CHANGE = "trainees.change_wayhome"


def urls(site: AdminSite) -> list[URLPattern]:
    """Below the pages of group and trainee; names below `admin:`."""
    person = "trainees/trainee/<int:pk>"
    return [
        path("trainees/group/<int:pk>/home/", framed(site, group_home), name="trainees_group_home"),
        path(f"{person}/way-home/", framed(site, way_home), name="trainees_trainee_way_home"),
        path(f"{person}/is-home/", site.admin_view(is_home), name="trainees_trainee_is_home"),
    ]


@require_http_methods(["GET", "POST"])
def group_home(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Everybody of the group, and when they are expected."""
    group = get_object_or_404(Group.objects.visible_to(request.user), pk=pk)
    _may(request)
    initial = {"home_by": timezone.localtime(times.of_group(group))}
    form = GroupForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            saying.plan_group(group, form.cleaned_data["home_by"], by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Stored."))
            return redirect("admin:trainees_group_home", pk)
    rows = board.rows(group, request.user, timezone.now())
    context |= {"group": group, "rows": rows, "form": form, "title": _("Going home")}
    context |= {"home": sum(row.is_home for row in rows)}
    return render(request, "trainees/desk/going_home.html", context)


@require_http_methods(["GET", "POST"])
def way_home(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """One person goes home otherwise than the group."""
    trainee = _trainee(request, pk)
    way = getattr(trainee, "way_home", None) or planned(trainee)
    form = PlanForm(request.POST or None, way=way)
    back = reverse("admin:trainees_group_home", args=[trainee.group_id])
    if form.is_valid():
        try:
            saying.plan(trainee, form.plan(), by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Stored."))
            return redirect(back)
    title = _("Way home: %(name)s") % {"name": trainee}
    context |= {"form": form, "title": title, "button": _("Store the way home"), "back": back}
    return render(request, "admin/desk_form.html", context)


@require_POST
def is_home(request: UserRequest, pk: int) -> HttpResponse:
    """Somebody phoned; or it was a mistake."""
    trainee = _trainee(request, pk)
    way, names = saying.of(trainee), {"name": trainee}
    if "undo" in request.POST:
        saying.take_back(way, by=request.user)
        messages.success(request, _("%(name)s is not known to be home.") % names)
    else:
        saying.say(way, HomeSaid.PHONE, by=request.user)
        messages.success(request, _("%(name)s is home.") % names)
    return redirect("admin:trainees_group_home", trainee.group_id)


def _trainee(request: UserRequest, pk: int) -> Trainee:
    seen = Trainee.objects.visible_to(request.user).select_related("group", "way_home")
    trainee = get_object_or_404(seen, pk=pk)
    _may(request)
    return trainee


def _may(request: UserRequest) -> None:
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
