"""Who comes with a group, entered by its school."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from imyportal.forms import add_errors
from trainees.accompanying import entering
from trainees.accompanying.forms import PersonForm
from trainees.models import AccompanyingPerson
from trainees.models.stand_ins import on_duty

from .sending import group_of


@require_http_methods(["GET", "HEAD", "POST"])
def accompanying(request: UserRequest, group: uuid.UUID) -> HttpResponse:
    """Everybody who comes with the group; the form enters one more."""
    found = group_of(request, group)
    form = PersonForm(request.POST or None, group=found)
    if form.is_valid():
        try:
            entering.enter(found, form.said(), by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Stored. The link to their page is on its way."))
            return redirect("sending:accompanying", group)
    people = AccompanyingPerson.objects.visible_to(request.user).filter(group=found)
    context = {"group": found, "people": people, "form": form}
    context |= {"is_open": timezone.localdate() <= found.leaves_on}
    return render(request, "sending/accompanying.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def accompanying_person(request: UserRequest, group: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """One of them, to be changed, or taken away with `remove`."""
    found = group_of(request, group)
    seen = AccompanyingPerson.objects.visible_to(request.user).filter(group=found)
    row = get_object_or_404(seen, public_id=person)
    is_removed = "remove" in request.POST
    form = PersonForm(None if is_removed else request.POST or None, group=found, person=row)
    if is_removed or form.is_valid():
        try:
            if is_removed:
                entering.remove(row, by=request.user)
            else:
                entering.change(row, form.said(), by=request.user)
        except ValidationError as error:
            if not is_removed:
                add_errors(form, error)
            else:
                messages.error(request, error.messages[0])
        else:
            messages.success(request, _("Stored."))
            return redirect("sending:accompanying", group)
    context = {"group": found, "person": row, "form": form}
    context |= {"is_open": entering.is_schools(row)}
    context |= {"tutor": on_duty(found.lead_tutor, timezone.localdate())}
    return render(request, "sending/accompanying_person.html", context)
