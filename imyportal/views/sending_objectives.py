"""Objectives on the sending tutor's pages: those of a group, and proposing technical ones."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from assessment import drafting, framework, proposals, proposing, set_policies
from assessment.models import ObjectiveSet
from assessment.set_editing import Editing
from imyportal import words
from trainees.models import Group

from .sending import group_of


@require_http_methods(["GET", "POST"])
def objectives(request: UserRequest, group: uuid.UUID) -> HttpResponse:
    """What is observed in this group; a POST begins a draft for one of its `scope`s."""
    found = group_of(request, group)
    scopes = proposals.scopes(found, request.user)
    if request.method == "POST":
        chosen = next((each for each in scopes if each.key == request.POST.get("scope")), None)
        if chosen is None:
            raise Http404
        draft = drafting.new_technical(
            found.organisation, group=chosen.group, area=chosen.area, by=request.user
        )
        return _next(request, found, draft)
    context = {"group": found, "standard": framework.current_standard(), "scopes": scopes}
    return render(request, "sending/objectives.html", context)


def _next(request: UserRequest, group: Group, draft: ObjectiveSet) -> HttpResponse:
    """To the page that writes it; back when somebody at the agency or the school is at it."""
    if set_policies.can_write(request.user, draft):
        return redirect("sending:objectives_edit", group.public_id, draft.pk)
    return redirect("sending:objectives", group.public_id)


@require_http_methods(["GET", "POST"])
def objectives_edit(request: UserRequest, group: uuid.UUID, pk: int) -> HttpResponse:
    """Write a draft in the language of the page, hand it in, or throw it away."""
    found = group_of(request, group)
    mine = ObjectiveSet.objects.visible_to(request.user).filter(organisation=found.organisation)
    draft = get_object_or_404(mine.select_related("group", "written_by"), pk=pk)
    if not set_policies.can_write(request.user, draft):
        raise PermissionDenied
    language = words.supported((get_language() or "en").split("-")[0])
    editing = Editing(request, draft, language, deeds={"propose": _propose, "discard": _discard})
    if editing.run():
        if editing.do in editing.deeds:
            return redirect("sending:objectives", found.public_id)
        here = redirect("sending:objectives_edit", found.public_id, pk)
        here["Location"] += editing.where
        return here
    context = {"group": found, "set": draft, "form": editing.form}
    return render(request, "sending/objectives_edit.html", context)


def _propose(request: UserRequest, draft: ObjectiveSet) -> None:
    proposing.propose(draft, by=request.user)
    text = _("Your proposal is with the agency. You get an e-mail when it is decided.")
    messages.success(request, text)


def _discard(request: UserRequest, draft: ObjectiveSet) -> None:
    drafting.discard(draft)
    messages.success(request, _("The draft is thrown away."))
