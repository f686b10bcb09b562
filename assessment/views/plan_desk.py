"""When evaluations are due, on the desk: of one group, or of all that have no plan of their own."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from imyportal.admin.pages import framed
from trainees.models import Group

from .. import plans, policies
from ..plan_forms import PlanForm


def urls(site: AdminSite) -> list[URLPattern]:
    """The pages for `site.get_urls()`; names below `admin:`."""

    return [
        path("trainees/group/<int:pk>/due/", framed(site, group_due), name="trainees_group_due"),
        path("assessment/due/", framed(site, agency_due), name="assessment_due"),
    ]


@require_http_methods(["GET", "POST"])
def group_due(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Those of one group; it can have the agency's again."""
    group = get_object_or_404(Group.objects.visible_to(request.user), pk=pk)
    if not policies.can_plan(request.user, group):
        raise PermissionDenied
    if request.method == "POST" and "follow" in request.POST:
        plans.follow_agency(group, by=request.user)
        messages.success(request, _("From then on the group has the agency's plan."))
        return redirect("admin:trainees_group_due", pk)
    return _page(request, group, context)


@require_http_methods(["GET", "POST"])
def agency_due(request: UserRequest, *, context: dict[str, Any]) -> HttpResponse:
    """The agency's own, for coordinators."""
    if not policies.can_plan(request.user, None):
        raise PermissionDenied
    return _page(request, None, context)


def _page(request: UserRequest, group: Group | None, context: dict[str, Any]) -> HttpResponse:
    monday = plans.holds_from(timezone.localdate())
    known = plans.of_groups([group.pk] if group else [])
    plan = known.of(group.pk if group else 0)
    form = PlanForm(request.POST or None, dues=plan.on(monday))
    day = date_format(monday, "l j F")
    if form.is_valid():
        plans.change(group, form.dues(), by=request.user)
        messages.success(request, _("Stored. It holds from %(day)s on.") % {"day": day})
        return redirect(request.path)
    context |= {
        "form": form,
        "group": group,
        "day": day,
        "is_own": group is not None and plan.is_own(monday),
        "can_plan_all": policies.can_plan(request.user, None),
        "title": _("Evaluations due"),
    }
    return render(request, "assessment/desk/due.html", context)
