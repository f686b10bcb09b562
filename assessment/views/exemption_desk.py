"""What is not evaluated with one learner, on the desk: a page of the support plan."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from imyportal.admin.pages import framed
from imyportal.forms import add_errors
from trainees.models import SupportPlan, Trainee
from trainees.support import looking, plans

from .. import exempting
from ..exemption_forms import ExemptionForm, ticks
from ..framework import Framework

PLAN = "admin:trainees_trainee_support"


def urls(site: AdminSite) -> list[URLPattern]:
    """Below the support plan; the name is below `admin:`."""
    address = "trainees/trainee/<int:pk>/support/exemptions/"
    return [path(address, framed(site, exemptions), name="trainees_trainee_exemptions")]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def exemptions(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Tick the indicators and say why; the responsible tutor alone, as long as the learner permits it."""
    trainee = get_object_or_404(Trainee.objects.visible_to(request.user), pk=pk)
    seen = SupportPlan.objects.visible_to(request.user).select_related("trainee__user")
    plan = seen.filter(trainee=trainee).first()
    if plan is None:
        raise PermissionDenied
    if not plans.is_permitted(plan.trainee):
        return redirect(PLAN, pk)
    observed = exempting.offered(plan.trainee)
    form = ExemptionForm(request.POST or None, observed=observed)
    if form.is_valid() and _propose(request, plan, form):
        messages.success(request, _("Stored. The learner reads it and agrees."))
        return redirect(PLAN, pk)
    if not form.is_bound:
        form = _filled(request, plan, observed)
    context |= {"trainee": trainee, "form": form, "title": _("What is not evaluated")}
    return render(request, "assessment/desk/exemptions.html", context)


def _propose(request: UserRequest, plan: SupportPlan, form: ExemptionForm) -> bool:
    said = form.cleaned_data
    try:
        exempting.propose(plan, form.left_out(), said["why"], by=request.user, seen=said["seen"])
    except ValidationError as error:
        add_errors(form, error)
        return False
    return True


def _filled(request: UserRequest, plan: SupportPlan, observed: Framework) -> ExemptionForm:
    line = looking.one(plan, exempting.TOPIC, request.user)
    said = {"why": line.text if line else "", "seen": plan.changed_at.isoformat()}
    boxes = ticks(observed, exempting.kept(plan, observed))
    return ExemptionForm(observed=observed, initial=said | boxes)
