"""The journey of a group on the desk: who has done what, phase by phase, ticked by one or for all."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from imyportal.admin.pages import framed
from trainees import journey
from trainees.journey_grid import Grid
from trainees.models import Group


def urls(site: AdminSite) -> list[URLPattern]:
    """Below the page of the group; its name below `admin:`."""

    address = "trainees/group/<int:pk>/journey/"
    return [path(address, framed(site, group_journey), name="trainees_group_journey")]


@require_http_methods(["GET", "POST"])
def group_journey(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """One phase as a grid of people and steps; the first one that is not finished is shown first."""
    group = get_object_or_404(Group.objects.visible_to(request.user), pk=pk)
    if not request.user.has_perm("trainees.change_trainee"):
        raise PermissionDenied
    if request.method == "POST" and "begin" in request.POST:
        count = journey.begin(group)
        text = ngettext("%d step is added.", "%d steps are added.", count) % count
        messages.success(request, text)
        return redirect("admin:trainees_group_journey", pk)
    grid = Grid(group, request.user, request.GET.get("phase", ""))
    if request.method == "POST":
        came, went = journey.change(**grid.changes(request.POST), by=request.user)
        messages.success(request, _changed(came, went))
        address = reverse("admin:trainees_group_journey", args=[pk])
        return redirect(f"{address}?phase={grid.phase}")
    context |= {"group": group, "grid": grid, "title": _("Journey")}
    return render(request, "trainees/desk/journey.html", context)


def _changed(came: int, went: int) -> str:
    said = []
    if came:
        said.append(ngettext("%d tick is added.", "%d ticks are added.", came) % came)
    if went:
        said.append(ngettext("%d tick is taken back.", "%d ticks are taken back.", went) % went)
    return " ".join(said) or _("Nothing was changed.")
