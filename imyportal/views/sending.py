"""The sending tutor's pages."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.requests import UserRequest
from imyportal import sending
from trainees.models import Group, SendingTutor


def _only_sending_tutors(request: UserRequest) -> None:
    if not SendingTutor.objects.filter(user=request.user).exists():
        raise Http404


@require_GET
def groups(request: UserRequest) -> HttpResponse:
    """All groups of the organisation, over the years."""
    _only_sending_tutors(request)
    lines = sending.groups(request.user, timezone.localdate())
    return render(request, "sending/groups.html", {"groups": lines})


@require_GET
def group(request: UserRequest, group: uuid.UUID) -> HttpResponse:
    """One group: who works where, hours signed, certificates."""
    _only_sending_tutors(request)
    found = get_object_or_404(
        Group.objects.visible_to(request.user).select_related("organisation", "lead_tutor"),
        public_id=group,
    )
    context = {
        "group": found,
        "when": sending.when(found, timezone.localdate()),
        "trainees": sending.trainees(found, request.user),
    }
    return render(request, "sending/group.html", context)
