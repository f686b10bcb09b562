"""The company tutor says by the link: not here, and nobody told me."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import links
from accounts.doors import link_required
from accounts.enums import Purpose
from imyportal.forms import add_errors
from imyportal.ratelimit import client_ip

from ..absence_forms import NoticeForm
from ..absences import noticing
from ..absences import wording as words
from ..models import Absence, Placement
from .company import LinkRequest


@require_http_methods(["GET", "POST"])
@link_required(Purpose.COMPANY)
def absent(request: LinkRequest, placement: uuid.UUID) -> HttpResponse:
    """One tap and the day. What the trainee said before is shown instead of asked."""
    seen = Placement.objects.visible_to(request.viewer)
    row = get_object_or_404(
        seen.select_related("trainee__tutor", "trainee__group__lead_tutor"), public_id=placement
    )
    today = timezone.localdate()
    days = noticing.days_to_notice(row, today)
    form = NoticeForm(request.POST or None, days=days, today=today)
    if form.is_valid():
        data = form.cleaned_data
        try:
            found = noticing.notice(row, data["day"], link=request.viewer, once=data["once"])
        except ValidationError as error:
            add_errors(form, error)
        else:
            links.note_use(request.viewer, "not here", client_ip(request))
            messages.success(request, _answer(found))
            return redirect(reverse("company:weeks") + "?all=1")
    context = {"form": form, "trainee": row.trainee, "tutor": row.trainee.responsible}
    context |= {"days": days, "known": _known(row)}
    return render(request, "placements/company/absent.html", context)


def _answer(absence: Absence) -> str:
    tutor = absence.placement.trainee.responsible
    names = {"tutor": tutor, "name": absence.placement.trainee.first_name}
    if absence.noticed_at is not None:
        # Translators: read by a company; tutor and name are names
        return _("Thank you. %(tutor)s at the agency knows it now, and asks %(name)s.") % names
    names |= {"days": words.days_of(absence)}
    # Translators: read by a company
    return _("This is known: %(name)s is absent, %(days)s. The agency knows, too.") % names


def _known(placement: Placement) -> list[str]:
    """Absences around today that the agency knows of: the days alone."""
    rows = Absence.objects.holding().filter(
        placement=placement, last_day__gte=timezone.localdate() - noticing.LOOK_BACK
    )
    return [words.days_of(each) for each in rows.order_by("first_day")]
