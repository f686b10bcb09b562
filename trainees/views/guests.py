"""A trainee's own data for the police, on the phone."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import AccessLink, User
from accounts.requests import UserRequest
from trainees.houses import identities, own
from trainees.houses.guest_forms import IdentityForm, form_of
from trainees.houses.own import guest_entry
from trainees.models import GuestEntry, GuestIdentity
from trainees.models.accompanying import Person

from .people import trainee_of


@require_http_methods(["GET", "HEAD", "POST"])
def guest(request: UserRequest) -> HttpResponse:
    """The form while something is to be declared, however early; else what became of the data."""
    trainee = trainee_of(request)
    entry = guest_entry(trainee)
    context: dict[str, Any] = {"tab": "home", "entry": entry}
    if entry is None:
        erased = GuestEntry.objects.filter(trainee=trainee, erased_at__isnull=False)
        context["erased"] = erased.select_related("file").order_by("-erased_at").first()
        return render(request, "trainees/guest.html", context)
    form = form_of(entry, request.POST or None)
    if form.is_valid():
        store(request, trainee, form, request.user)
        return redirect("trainees:guest")
    context |= of_form(form, entry)
    return render(request, "trainees/guest.html", context)


def of_form(form: IdentityForm, entry: GuestEntry) -> dict[str, Any]:
    """What the page with the form says: stored or not, and from when it is asked for, if that is still to come."""
    asked_from = own.asked_from(entry.file.arrives_on)
    return {
        "form": form,
        "has_tables": bool(form.italy),
        "is_entered": GuestIdentity.objects.of(entry.person).exists(),
        "asked_from": asked_from if timezone.localdate() < asked_from else None,
    }


def store(request: HttpRequest, person: Person, form: IdentityForm, by: User | AccessLink) -> None:
    """Store what a person typed about themselves, and say so; or that it is no longer needed."""
    try:
        identities.enter(person, form.identity(), form.cleaned_data["sex"], by=by)
    except ValidationError as error:
        messages.info(request, error.messages[0])
    else:
        messages.success(request, _("Stored. It is deleted as soon as the police has confirmed."))
