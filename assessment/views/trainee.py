"""A trainee's own progress and evaluations: alone, with others' help, against a written model."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import UserRequest
from placements import stays
from placements.models import Placement

from .. import evaluations, overview, own_pages, signing_off, slots
from .. import record as records
from ..own_forms import OwnForm
from ..own_pages import draft_key
from ..progress import Progress
from ..slots import Slot


def placement_of(request: UserRequest) -> Placement | None:
    """The trainee's current one; 404 for who is no trainee."""
    stay = stays.of(request.user, today=timezone.localdate())
    if stay is None:
        raise Http404
    return stay.current


def slot_or_404(request: UserRequest, key: str) -> tuple[Placement, Slot]:
    """The trainee's placement, and its evaluation with this key."""
    placement = placement_of(request)
    slot = slots.find(placement, key) if placement else None
    if placement is None or slot is None:
        raise Http404
    return placement, slot


@require_safe
def progress(request: UserRequest) -> HttpResponse:
    """Averages, objectives, and the evaluations."""
    placement = placement_of(request)
    context: dict[str, Any] = {"tab": "progress", "progress": None}
    if placement is not None:
        record = records.of([placement])[placement.pk]
        today = timezone.localdate()
        sign_offs = signing_off.of(placement)
        held = overview.current(sign_offs)
        context["progress"] = found = Progress(record, today, held)
        context["overview"] = overview.Overview(found.shown, sign_offs, today)
        sent = [
            slot for slot in found.slots if slot.takes in found.own or slot.takes in found.asked
        ]
        context["sent"] = [draft_key(placement, slot.key) for slot in sent]
    return render(request, "assessment/trainee/progress.html", context)


@require_http_methods(["GET", "POST"])
def self_evaluation(request: UserRequest, key: str) -> HttpResponse:
    """One tap a line, one POST; read only before it opens and when it may not be changed."""
    placement, slot = slot_or_404(request, key)
    record = records.of([placement])[placement.pk]
    page = own_pages.Page(record, slot, timezone.localdate())
    if page.is_closed and request.method != "POST":
        return render(request, "assessment/trainee/closed.html", page.closed_context())
    form = page.form(request.POST or None)
    if form.is_valid() and _give(request, placement, slot, form):
        messages.success(request, page.thanks(form))
        return redirect("assessment:progress")
    return render(request, "assessment/trainee/self_evaluation.html", page.context(form))


def _give(request: UserRequest, placement: Placement, slot: Slot, form: OwnForm) -> bool:
    try:
        evaluations.give_own(
            placement,
            slot=slot,
            scores=form.scores(),
            comment=form.cleaned_data["comment"],
            by=request.user,
            besides=form.besides(),
            once=form.cleaned_data["once"],
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True
