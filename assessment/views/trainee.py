"""A trainee's own progress and self-evaluations."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import UserRequest
from placements import stays
from placements.models import Placement

from .. import evaluations, signing_off, slots
from .. import record as records
from ..enums import EvaluationKind
from ..forms import SelfEvaluationForm
from ..framework import indicators_of
from ..overview import Overview
from ..progress import Progress, own_title
from ..record import Given, Record
from ..slots import Slot


def _placement(request: UserRequest) -> Placement | None:
    stay = stays.of(request.user, today=timezone.localdate())
    if stay is None:
        raise Http404
    return stay.current


def draft_key(placement: Placement, slot_key: str) -> str:
    """Under which the phone keeps answers that are not sent yet."""
    return f"self-{placement.pk}-{slot_key}"


@require_safe
def progress(request: UserRequest) -> HttpResponse:
    """Averages, objectives, and the evaluations."""
    placement = _placement(request)
    context: dict[str, Any] = {"tab": "progress", "progress": None}
    if placement is not None:
        record = records.of([placement])[placement.pk]
        today = timezone.localdate()
        context["progress"] = found = Progress(record, today)
        context["overview"] = Overview(found.shown, signing_off.of(placement), today)
        context["sent"] = [
            draft_key(placement, slot.key) for slot in slots.of(placement) if _own(record, slot)
        ]
    return render(request, "assessment/trainee/progress.html", context)


@require_http_methods(["GET", "POST"])
def self_evaluation(request: UserRequest, key: str) -> HttpResponse:
    """One tap an indicator, one POST; read only before it opens and when it may not be changed."""
    placement = _placement(request)
    slot = slots.find(placement, key) if placement else None
    if placement is None or slot is None:
        raise Http404
    record = records.of([placement])[placement.pk]
    today, given = timezone.localdate(), _own(record, slot)
    closed = today < slot.opens_on or today > (slot.changes_until if given else slot.closes_on)
    if closed and request.method != "POST":
        return _closed(request, record, slot, given)
    form = _form(request, record, slot, given)
    if form.is_valid() and _give(request, placement, slot, form):
        messages.success(request, _("Your self-evaluation is sent."))
        return redirect("assessment:progress")
    context = _context(record, slot) | {"form": form, "is_change": given is not None}
    return render(request, "assessment/trainee/self_evaluation.html", context)


def _own(record: Record, slot: Slot) -> Given | None:
    own = record.by(EvaluationKind.SELF, slot.moment)
    return next((each for each in own if each.evaluation.monday == slot.monday), None)


def _form(
    request: UserRequest, record: Record, slot: Slot, given: Given | None
) -> SelfEvaluationForm:
    earlier = [each for each in record.by(EvaluationKind.SELF) if each is not given]
    return SelfEvaluationForm(
        request.POST or None,
        framework=record.framework,
        previous=earlier[-1].indicators if earlier else {},
        given=given.indicators if given else {},
        initial={"comment": given.evaluation.comment} if given else {},
    )


def _give(request: UserRequest, placement: Placement, slot: Slot, form: SelfEvaluationForm) -> bool:
    try:
        evaluations.give_self(
            placement,
            slot=slot,
            scores=form.scores(),
            comment=form.cleaned_data["comment"],
            by=request.user,
            once=form.cleaned_data["once"],
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _context(record: Record, slot: Slot) -> dict[str, Any]:
    return {
        "tab": "progress",
        "title": own_title(slot),
        "slot": slot,
        "draft": draft_key(record.placement, slot.key),
        "tutor": record.placement.trainee.responsible.get_short_name(),
        "company_tutor": record.placement.company_tutor.first_name,
    }


def _closed(request: UserRequest, record: Record, slot: Slot, given: Given | None) -> HttpResponse:
    context = _context(record, slot) | {
        "given": given,
        "is_early": timezone.localdate() < slot.opens_on,
        "lines": [
            (
                objective,
                [(each, given.indicators.get(each.pk)) for each in indicators_of(objective)],
            )
            for objective in record.framework.objectives
        ]
        if given
        else [],
    }
    return render(request, "assessment/trainee/closed.html", context)
