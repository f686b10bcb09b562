from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from imyportal import opening
from imyportal.opening import wording
from placements import stays
from placements.absences import ahead
from trainees.models import AccompanyingPerson
from trainees.models.stand_ins import standing_in
from trainees.views import guide

from ..tickets import threads
from . import requests


@require_safe
def help_page(request: UserRequest) -> HttpResponse:
    """How a trainee reaches the help desk, their tutor and, first of all, help at once."""
    now = timezone.now()
    found = stays.of(request.user, today=timezone.localdate(now))
    if found is None:
        raise Http404
    with_us = AccompanyingPerson.objects.visible_to(request.user).filter(
        group=found.trainee.group_id, leaves_on__gte=found.today
    )
    context = {
        "tab": "help",
        "desk": wording.of_page(opening.hours(), now),
        "tutor": found.trainee.responsible,
        "stands_in": standing_in(found.trainee.responsible, found.today),
        "accompanying": with_us,
        "cannot_go": ahead.offer(found.current, found.today),
        "keep": " ".join([*guide.always_kept(), reverse("helpdesk:answers_kept")]),
        "ask_url": requests.ask_url(now),
        "requests": [threads.task(each) for each in requests.own(request.user)[: requests.SHOWN]],
    }
    return render(request, "helpdesk/help.html", context)


@require_safe
def urgent(request: UserRequest) -> HttpResponse:
    """Before the form while nobody reads: whom to call now, and until when a request waits."""
    now = timezone.now()
    if stays.of(request.user, today=timezone.localdate(now)) is None:
        raise Http404
    desk = wording.of_page(opening.hours(), now)
    return render(request, "helpdesk/urgent.html", {"tab": "help", "desk": desk})
