"""The weekly cycle on the desk: its times, and that somebody has called."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import UserRequest
from imyportal.admin.pages import framed
from trainees.models import Group

from .. import policies
from ..cycle import check_ins, timetable
from ..cycle.timetable_form import TimetableForm
from ..models import CheckIn


def urls(site: AdminSite) -> list[URLPattern]:
    """The pages for `site.get_urls()`; names below `admin:`."""
    return [
        path(
            "trainees/group/<int:pk>/cycle/",
            framed(site, group_cycle),
            name="trainees_group_cycle",
        ),
        path("placements/cycle/", framed(site, agency_cycle), name="placements_cycle"),
        path(
            "placements/checkin/<int:pk>/called/",
            site.admin_view(called),
            name="placements_checkin_called",
        ),
    ]


@require_http_methods(["GET", "POST"])
def group_cycle(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Of one group; it can have the agency's times again."""
    group = get_object_or_404(Group.objects.visible_to(request.user), pk=pk)
    if not policies.can_set_cycle(request.user, group):
        raise PermissionDenied
    if request.method == "POST" and "follow" in request.POST:
        timetable.change(group, timetable.of_groups([]).agency.rungs, by=request.user)
        messages.success(request, _("The group has the agency's times."))
        return redirect(request.path)
    return _page(request, group, context)


@require_http_methods(["GET", "POST"])
def agency_cycle(request: UserRequest, *, context: dict[str, Any]) -> HttpResponse:
    """The agency's own, for coordinators."""
    if not policies.can_set_cycle(request.user, None):
        raise PermissionDenied
    return _page(request, None, context)


def _page(request: UserRequest, group: Group | None, context: dict[str, Any]) -> HttpResponse:
    key = group.pk if group else None
    tables = timetable.of_groups([key] if key else [])
    own = tables.own_kinds(key)
    form = TimetableForm(request.POST or None, table=tables.of(key), own=own)
    if form.is_valid():
        timetable.change(group, form.rungs(), by=request.user)
        messages.success(request, _("Stored. It holds from now on."))
        return redirect(request.path)
    context |= {
        "form": form,
        "group": group,
        "is_own": bool(own),
        "can_set_all": policies.can_set_cycle(request.user, None),
        "title": _("Weekly cycle"),
    }
    return render(request, "placements/desk/cycle.html", context)


@require_POST
def called(request: UserRequest, pk: int) -> HttpResponse:
    """Somebody called, as was asked for: it is a contact, to which words may be added at once."""
    found = get_object_or_404(CheckIn.objects.visible_to(request.user), pk=pk)
    contact = check_ins.called(found, by=request.user)
    if contact is None:
        return redirect("admin:index")
    messages.success(request, _("Noted: it leaves the board. Add what was said, if you like."))
    return redirect("admin:placements_contact_edit", contact.pk)
