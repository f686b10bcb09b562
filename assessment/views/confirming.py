"""The company looks at what a certificate will say of it: one button, or what is wrong."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import links
from accounts.doors import link_required
from accounts.enums import Purpose
from imyportal.ratelimit import client_ip
from imyportal.weeks import hours
from placements import presenting
from placements.models import Placement
from placements.views.company import LinkRequest

from .. import confirming, readiness
from ..certificate_forms import ConfirmForm
from ..readiness import Facts


@require_http_methods(["GET", "POST"])
@link_required(Purpose.COMPANY)
def confirm(request: LinkRequest, placement: uuid.UUID) -> HttpResponse:
    """What the certificate says of the company, with one button; and a place for what is not right."""
    facts = _facts_or_404(request, placement)
    now = confirming.state([facts])[facts.placement.pk]
    form = ConfirmForm(request.POST or None, digest=now.digest)
    if request.method == "POST" and form.is_valid() and _answer(request, facts, form):
        return redirect("assessment:confirm", placement)
    status = 409 if form.has_error("__all__", "changed") else 200
    if status == 409:
        form.show(now.digest)
    context = _page(facts, now) | {"form": form}
    return render(request, "assessment/company/confirm.html", context, status=status)


def _facts_or_404(request: LinkRequest, placement: uuid.UUID) -> Facts:
    seen = Placement.objects.visible_to(request.viewer).select_related(
        "company", "company_tutor", "trainee__tutor", "trainee__group__lead_tutor"
    )
    found = get_object_or_404(seen, public_id=placement)
    facts = readiness.gather([found])[found.pk]
    if not confirming.may_be_asked(facts):
        raise Http404
    return facts


def _page(facts: Facts, now: confirming.State) -> dict[str, Any]:
    placement, company = facts.placement, facts.placement.company
    return {
        "trainee": placement.trainee,
        "tutor": placement.company_tutor,
        "agency_tutor": placement.trainee.responsible,
        "state": now,
        "button": button(),
        "objective": " ".join(placement.objective.split()),
        "tasks": confirming.tasks(placement),
        "rows": [
            (_("Company"), ", ".join(filter(None, [company.name, company.address]))),
            (_("Tutor"), placement.company_tutor.name),
            (_("Period"), presenting.period(placement.starts_on, placement.ends_on)),
            (_("Signed hours"), hours(facts.signed_minutes)),
            (_("Days absent"), str(facts.days_absent)),
        ],
        "scores": [
            (line.objective.name, "" if line.company_now is None else str(line.company_now))
            for line in facts.summary.objectives
        ],
    }


def button() -> str:
    """The text of the button, which is kept with the answer."""
    return _("Confirm")


def _answer(request: LinkRequest, facts: Facts, form: ConfirmForm) -> bool:
    tutor = facts.placement.company_tutor
    wrong = form.cleaned_data["wrong"] if form.is_wrong else ""
    try:
        confirming.answer(
            facts,
            shown=form.cleaned_data["digest"],
            link=request.viewer,
            name=tutor.name,
            role=_("Tutor at %(company)s") % {"company": facts.placement.company.name},
            button=_("To be corrected") if form.is_wrong else button(),
            ip=client_ip(request) or None,
            wrong=wrong,
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    links.note_use(request.viewer, "doubted" if wrong else "confirmed", client_ip(request))
    if wrong:
        messages.success(request, _("Sent. We correct it and ask you again."))
    return True
