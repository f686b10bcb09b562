"""A trainee's own data for the police, on the phone."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from trainees.houses import identities
from trainees.houses.guest_forms import form_of
from trainees.houses.own import guest_entry
from trainees.models import GuestEntry, GuestIdentity

from .people import trainee_of


@require_http_methods(["GET", "HEAD", "POST"])
def guest(request: UserRequest) -> HttpResponse:
    """The form while something is to be declared; else what became of the data."""
    trainee = trainee_of(request)
    entry = guest_entry(trainee, timezone.localdate())
    context: dict[str, Any] = {"tab": "home", "entry": entry}
    if entry is None:
        erased = GuestEntry.objects.filter(trainee=trainee, erased_at__isnull=False)
        context["erased"] = erased.select_related("file").order_by("-erased_at").first()
        return render(request, "trainees/guest.html", context)
    form = form_of(entry, request.POST or None)
    if form.is_valid():
        sex = form.cleaned_data["sex"]
        identities.enter(trainee, form.identity(), sex, by=request.user)
        messages.success(request, _("Stored. It is deleted as soon as the police has confirmed."))
        return redirect("trainees:guest")
    context |= {"form": form, "has_tables": bool(form.italy)}
    context["is_entered"] = GuestIdentity.objects.filter(trainee=trainee).exists()
    return render(request, "trainees/guest.html", context)
