"""The trainee's journey: what comes next, one tap a step."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import UserRequest
from trainees import journey as steps
from trainees import journey_page
from trainees.enums import ConsentPurpose
from trainees.models import GroupAuthorisation, JourneyStep, SupportPlan

from .people import trainee_of


@require_safe
def journey(request: UserRequest) -> HttpResponse:
    """Every step from before departure until back home."""
    trainee = trainee_of(request)
    page = journey_page.page(trainee, today=timezone.localdate())
    asks = GroupAuthorisation.objects.filter(group=trainee.group_id, purpose=ConsentPurpose.PHOTOS)
    context = {"tab": "home", "page": page, "asks_photos": asks.exists()}
    context["has_plan"] = SupportPlan.objects.filter(trainee=trainee).exists()
    return render(request, "trainees/journey.html", context)


@require_POST
def step(request: UserRequest, step: int) -> HttpResponse:
    """Tick a step, or take the tick back on the same day."""
    trainee = trainee_of(request)
    seen = JourneyStep.objects.visible_to(request.user).filter(group=trainee.group_id)
    found = get_object_or_404(seen, pk=step)
    try:
        if "undo" in request.POST:
            steps.untick(trainee, found, by=request.user)
        else:
            steps.tick(trainee, found, by=request.user)
            messages.success(request, _("Done: %(step)s") % {"step": found.name})
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("trainees:journey")
