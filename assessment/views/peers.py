"""Asking another trainee to confirm an evaluation, and answering."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import UserRequest

from .. import own_pages, peers
from .. import record as records
from ..models import PeerRequest
from ..own_forms import AnswerForm
from .trainee import slot_or_404


@require_POST
def ask(request: UserRequest, key: str) -> HttpResponse:
    """Ask somebody else to confirm what was sent."""
    placement, slot = slot_or_404(request, key)
    page = own_pages.Page(records.of([placement])[placement.pk], slot, timezone.localdate())
    shown = page.closed_context()
    if page.given is None or shown["ask"] is None:
        raise Http404
    form = type(shown["ask"])(request.POST, people=shown["ask"].fields["peer"].queryset)
    if form.is_valid():
        try:
            peers.ask(page.given.evaluation, form.cleaned_data["peer"], by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            text = _("%(name)s is asked.") % {"name": form.cleaned_data["peer"].first_name}
            messages.success(request, text)
            return redirect("assessment:progress")
    context = shown | {"ask": form, "form": form}
    return render(request, "assessment/trainee/closed.html", context)


@require_http_methods(["GET", "POST"])
def asked(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """What the other trainee sees: this one evaluation, and two buttons."""
    visible = PeerRequest.objects.visible_to(request.user).select_related(
        "evaluation__placement__trainee__group", "peer"
    )
    found = get_object_or_404(visible, public_id=public_id)
    if found.peer.user_id != request.user.pk:
        raise PermissionDenied
    form = AnswerForm(request.POST or None)
    if form.is_valid() and _answer(request, found, form):
        return redirect("placements:home")
    return render(request, "assessment/trainee/asked.html", _context(found, form))


def _answer(request: UserRequest, found: PeerRequest, form: AnswerForm) -> bool:
    name = {"name": found.evaluation.placement.trainee.first_name}
    try:
        if form.cleaned_data["do"] == "confirm":
            peers.confirm(found, by=request.user)
            text = _("Confirmed. %(name)s sees it.") % name
        else:
            peers.decline(found, word=form.cleaned_data["word"], by=request.user)
            text = _("Declined. %(name)s sees your words.") % name
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, text)
    return True


def _context(found: PeerRequest, form: AnswerForm) -> dict[str, Any]:
    evaluation = found.evaluation
    scores = evaluation.scores.select_related("objective__set", "indicator").order_by("pk")
    return {
        "tab": "home",
        "form": form,
        "asked": found,
        "evaluation": evaluation,
        "trainee": evaluation.placement.trainee,
        "scores": [(str(each.objective or each.indicator), each.value) for each in scores],
    }
