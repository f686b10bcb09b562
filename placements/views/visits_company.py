"""The company says by the link whether the time of a visit suits it: one tap."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import links
from accounts.doors import link_required
from accounts.enums import Purpose
from imyportal.forms import add_errors
from imyportal.ratelimit import client_ip

from .. import wording as words
from ..enums import StopAnswer
from ..models import VisitStop
from ..visit_forms import AnswerForm
from ..visits import asking, calendar, offering, wording
from .company import LinkRequest
from .visits import answer


@require_http_methods(["GET", "POST"])
@link_required(Purpose.COMPANY)
def visit(request: LinkRequest, stop: uuid.UUID) -> HttpResponse:
    """When, who, whom; and three answers. A later answer takes the place of an earlier one."""
    row = _stop(request, stop)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        data = form.cleaned_data
        said = StopAnswer(data["answer"])
        try:
            asking.answer(
                row,
                said,
                link=request.viewer,
                shown=data["shown"],
                at=data["at"],
                on=data["on"],
                note=data["note"],
            )
        except ValidationError as error:
            add_errors(form, error)
            row.refresh_from_db()
        else:
            links.note_use(request.viewer, "visit", client_ip(request))
            messages.success(request, _thanks(said))
            return redirect("company:visit", row.public_id)
    context = {"stop": row, "form": form, "visitors": wording.visitors(row.visit)}
    context |= {"day": words.full_day(row.visit.day), "span": wording.span(row)}
    context |= {"trainees": offering.at_company(row), "is_open": asking.can_answer(row)}
    context |= {"tutor": row.visit.agency_tutor or row.visit.planned_by}
    context["said"] = wording.to_company(row)
    return render(request, "placements/company/visit.html", context)


def _stop(request: LinkRequest, public_id: uuid.UUID) -> VisitStop:
    related = ("visit__agency_tutor", "visit__planned_by", "visit__organisation")
    seen = VisitStop.objects.visible_to(request.viewer)
    return get_object_or_404(
        seen.select_related("company", "company_tutor", *related), public_id=public_id
    )


@require_safe
@link_required(Purpose.COMPANY)
def visit_file(request: LinkRequest, stop: uuid.UUID) -> HttpResponse:
    """The visit for the company's own calendar program."""
    row = _stop(request, stop)
    return answer(calendar.for_company(row), f"visit-{row.visit.day}.ics")


def _thanks(said: StopAnswer) -> str:
    # Translators: all three are read by a company, in a polite or neutral form
    return {
        StopAnswer.YES: _("Thank you. See you then."),
        StopAnswer.OTHER: _("Thank you. The agency looks at your proposal and tells you."),
        StopAnswer.NO: _("Thank you. The agency knows that it does not work."),
    }[said]
