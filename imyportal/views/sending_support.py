"""What learners share of a support plan with a sending tutor."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from trainees.models import SupportPlan, Trainee
from trainees.support import looking

from .sending import group_of


@never_cache
@require_safe
def support(request: UserRequest, group: uuid.UUID, trainee: uuid.UUID) -> HttpResponse:
    """The topics shared with this tutor; 404 for nothing."""
    seen = Trainee.objects.visible_to(request.user).filter(group=group_of(request, group))
    found = get_object_or_404(seen, public_id=trainee)
    plan = SupportPlan.objects.filter(trainee=found).select_related("trainee").first()
    lines = looking.shared(plan, request.user) if plan else []
    if not lines:
        raise Http404
    context = {"base": "base_sending.html", "trainee": found, "lines": lines}
    context["back_url"] = reverse("sending:trainee", args=[group, trainee])
    return render(request, "trainees/support/shared.html", context)
