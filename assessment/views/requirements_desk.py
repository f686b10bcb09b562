"""What the certificates of a group ask for, on the desk."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from imyportal.admin.pages import framed
from trainees.models import Group, JourneyStep

from .. import policies, requirements
from ..requirement_forms import GroupRequirementsForm


def urls(site: AdminSite) -> list[URLPattern]:
    """Below the page of the group; its name below `admin:`."""

    address = "trainees/group/<int:pk>/requirements/"
    return [path(address, framed(site, group_requirements), name="trainees_group_requirements")]


@require_http_methods(["GET", "POST"])
def group_requirements(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """One choice for each thing a certificate can ask for."""
    group = get_object_or_404(Group.objects.visible_to(request.user), pk=pk)
    if not policies.can_issue(request.user):
        raise PermissionDenied
    form = GroupRequirementsForm(
        request.POST or None,
        agency=requirements.of_agency(),
        own=requirements.own_of(group),
    )
    if form.is_valid():
        requirements.set_for(group, form.asked(), by=request.user)
        messages.success(request, _("Stored. Certificates of this group ask for these things now."))
        return redirect("admin:trainees_group_requirements", pk)
    context |= {
        "group": group,
        "form": form,
        "steps": JourneyStep.objects.visible_to(request.user).filter(group=group, is_needed=True),
        "title": _("Requirements for certificates"),
    }
    return render(request, "assessment/desk/requirements.html", context)
