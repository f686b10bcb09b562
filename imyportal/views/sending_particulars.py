"""A trainee's data for the Italian training plan, entered by their school."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from trainees.models import Trainee
from trainees.views.particulars import saved

from .sending import group_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def particulars(request: UserRequest, group: uuid.UUID, trainee: uuid.UUID) -> HttpResponse:
    """Where they were born and live."""
    seen = Trainee.objects.visible_to(request.user).filter(group=group_of(request, group))
    found = get_object_or_404(seen, public_id=trainee)
    form = saved(request, found, request.user)
    back_url = reverse("sending:trainee", args=[group, trainee])
    if form is None:
        return redirect(back_url)
    context = {"base": "base_sending.html", "form": form, "trainee": found, "back_url": back_url}
    return render(request, "trainees/particulars.html", context)
