"""The company tutor suggests an award, by the link in the mail; the agency decides."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import links
from accounts.doors import link_required
from accounts.enums import Purpose
from imyportal.forms import add_errors
from imyportal.ratelimit import client_ip
from placements.models import Placement
from placements.views.company import LinkRequest

from .. import awards
from ..award_forms import AwardForm
from ..models import Award


@require_http_methods(["GET", "POST"])
@link_required(Purpose.COMPANY)
def suggest(request: LinkRequest, placement: uuid.UUID) -> HttpResponse:
    """One short form, and what was suggested before."""
    seen = Placement.objects.visible_to(request.viewer).select_related("trainee", "company_tutor")
    found = get_object_or_404(seen, public_id=placement)
    form = AwardForm(request.POST or None)
    if form.is_valid():
        name = found.company_tutor.name
        try:
            awards.suggest(found, **form.cleaned_data, name=name, link=request.viewer)
        except ValidationError as error:
            add_errors(form, error)
        else:
            links.note_use(request.viewer, "suggested", client_ip(request))
            messages.success(request, _("Thank you. The agency decides and tells the trainee."))
            return redirect("assessment:company_award", placement)
    before = Award.objects.visible_to(request.viewer).filter(placement=found)
    context = {
        "form": form,
        "trainee": found.trainee,
        "before": before.select_related("listed", "trainee"),
    }
    return render(request, "assessment/company/award.html", context)
