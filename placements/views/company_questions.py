"""Three questions to the company tutor, without any hours."""

import uuid

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

from ..cycle import check_ins
from ..cycle import questions as asked
from ..cycle.forms import CompanyQuestionsForm
from ..models import Placement
from .company import LinkRequest


@require_http_methods(["GET", "POST"])
@link_required(Purpose.COMPANY)
def questions(request: LinkRequest, placement: uuid.UUID, week: str) -> HttpResponse:
    """About this week or the one before; said again it takes the place of what was said."""
    seen = Placement.objects.visible_to(request.viewer).select_related("trainee__group")
    found = get_object_or_404(seen, public_id=placement)
    try:
        monday = weeks.from_iso(week)
    except ValueError as error:
        raise Http404 from error
    if not asked.asked_of(found, monday, timezone.localdate()):
        raise Http404
    said = check_ins.said_by_company(found, monday)
    data = request.POST if request.method == "POST" else None
    form = CompanyQuestionsForm(data, prefix="questions", said=said)
    form.is_alone = True
    if form.is_valid():
        asked.save(form, found, monday, request.viewer)
        links.note_use(request.viewer, "questions", client_ip(request) or None)
        # Translators: read by a company, in a polite or neutral form
        messages.success(request, _("Thank you. Your answers are stored."))
        return redirect(reverse("company:weeks") + "?all=1")
    number = found.week_number(monday)
    context = {"form": form, "trainee": found.trainee, "number": number}
    return render(request, "placements/company/questions.html", context)
