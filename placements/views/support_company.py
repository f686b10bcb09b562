"""What a learner shares of a support plan with the company tutor, by the link in our mail."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.doors import link_required
from accounts.enums import Purpose
from accounts.requests import LinkRequest
from placements.models import Placement
from trainees.models import SupportPlan
from trainees.support import looking


@never_cache
@require_safe
@link_required(Purpose.COMPANY)
def support(request: LinkRequest, placement: uuid.UUID) -> HttpResponse:
    """The adjustments, while the placement runs; 404 for nothing."""
    running = (
        Placement.objects.visible_to(request.viewer)
        .live()
        .filter(ends_on__gte=timezone.localdate())
    )
    found = get_object_or_404(running.select_related("trainee"), public_id=placement)
    plan = SupportPlan.objects.filter(trainee=found.trainee_id).select_related("trainee").first()
    lines = looking.shared(plan, request.viewer) if plan else []
    if not lines:
        raise Http404
    context = {"base": "base_company.html", "trainee": found.trainee, "lines": lines}
    context["back_url"] = reverse("company:weeks") + "?all"
    return render(request, "trainees/support/shared.html", context)
