"""The company tutor's scores without any hours: those that are late, and words for a 0 or a 100."""

import uuid
from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import links
from accounts.doors import link_required
from accounts.enums import Purpose
from imyportal import weeks
from imyportal.ratelimit import client_ip
from placements.models import Placement
from placements.views.company import LinkRequest

from .. import company


@require_http_methods(["GET", "POST"])
@link_required(Purpose.COMPANY)
def scores(request: LinkRequest, placement: uuid.UUID, week: str) -> HttpResponse:
    """The scores of one week that has begun, until two weeks after it; then a page that says so, 410.

    Links in mails work longer than that.
    """
    seen = Placement.objects.visible_to(request.viewer).select_related("trainee", "company_tutor")
    found = get_object_or_404(seen, public_id=placement)
    monday, today = _monday_or_404(week), timezone.localdate()
    if monday not in weeks.mondays(found.starts_on, min(found.ends_on, today)):
        raise Http404
    number, until = found.week_number(monday), company.open_until(monday)
    # A day longer than it is asked for: who opened the page in the evening may send it after midnight.
    if today > until + timedelta(days=1):
        closed = {"trainee": found.trainee, "number": number, "until": until}
        return render(request, "assessment/company/closed.html", closed, status=410)
    form = company.form_of_week(found, monday, request.POST or None)
    if form.is_valid():
        name = found.company_tutor.name
        company.save_company_scores(found, monday, form, link=request.viewer, name=name)
        links.note_use(request.viewer, "scores", client_ip(request) or None)
        messages.success(request, _("Thank you. The scores are stored."))
        return redirect(reverse("company:weeks") + "?all=1")
    context = {"form": form, "trainee": found.trainee, "number": number}
    return render(request, "assessment/company/scores.html", context)


def _monday_or_404(week: str) -> date:
    try:
        return weeks.from_iso(week)
    except ValueError as error:
        raise Http404 from error
