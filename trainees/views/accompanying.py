"""The page of who comes with a group, by the link in our mail."""

import json

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import link_required
from accounts.enums import Purpose
from accounts.requests import LinkRequest
from imyportal import opening
from imyportal.opening import wording
from trainees.accompanying import page as pages
from trainees.accompanying.forms import NewsForm
from trainees.houses import own
from trainees.houses.guest_forms import form_of
from trainees.models import AccompanyingPerson

from .guests import of_form, store


def _person(request: LinkRequest) -> AccompanyingPerson:
    seen = AccompanyingPerson.objects.visible_to(request.viewer)
    return get_object_or_404(seen.select_related("group__lead_tutor"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@link_required(Purpose.ACCOMPANYING)
def page(request: LinkRequest) -> HttpResponse:
    """Group, timetable, bed, whom to call; the form turns news by mail on or off."""
    person = _person(request)
    form = NewsForm(request.POST or None)
    if form.is_valid():
        wants = form.cleaned_data["news"] == "on"
        pages.switch_news(person, wants=wants, by=request.viewer)
        messages.success(request, _("Stored."))
        return redirect("accompanying:page")
    now = timezone.now()
    context = {"page": pages.Page(person, now), "desk": wording.of_page(opening.hours(), now)}
    return render(request, "trainees/accompanying/page.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@link_required(Purpose.ACCOMPANYING)
def guest(request: LinkRequest) -> HttpResponse:
    """Their own data for the police, sealed like a trainee's."""
    person = _person(request)
    entry = own.guest_entry(person)
    if entry is None:
        return render(request, "trainees/accompanying/guest.html", {"entry": None})
    form = form_of(entry, request.POST or None)
    if form.is_valid():
        store(request, person, form, request.viewer)
        return redirect("accompanying:guest")
    context = {"entry": entry} | of_form(form, entry)
    return render(request, "trainees/accompanying/guest.html", context)


@never_cache
@require_safe
@link_required(Purpose.ACCOMPANYING)
def data(request: LinkRequest) -> HttpResponse:
    """What is kept of them, as a file."""
    content = pages.own_data(_person(request), by=request.viewer)
    return HttpResponse(
        json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1),
        content_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="my-data.json"'},
    )
