"""The learner's side of their support plan: permission, own words, agreement, shares, who looked."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from imyportal import weeks
from trainees import consent_texts, consents
from trainees.consent_forms import AnswerForm
from trainees.enums import SupportTopic
from trainees.models import SupportPlan, SupportShare, Trainee
from trainees.support import following, looking, plans, sharing
from trainees.support.forms import OwnForm, SeenForm

from .people import trainee_of

PURPOSE = plans.PURPOSE


@require_http_methods(["GET", "HEAD", "POST"])
def support(request: UserRequest) -> HttpResponse:
    """All of it; each form of the page names its deed."""
    trainee = trainee_of(request)
    seen = SupportPlan.objects.visible_to(request.user).select_related("trainee__user")
    plan = get_object_or_404(seen, trainee=trainee)
    form = OwnForm(request.POST if "own" in request.POST else None)
    if request.method == "POST":
        try:
            done = _do(request, plan, form)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            done = True
        if done:
            return redirect("trainees:support")
    return render(request, "trainees/support/page.html", _context(request, trainee, plan, form))


def _do(request: UserRequest, plan: SupportPlan, form: OwnForm) -> bool:
    """Do what was pressed; False when it must be typed again."""
    deeds: dict[str, Callable[[], Any]] = {
        "answer": lambda: _answer(request, plan),
        "agree": lambda: plans.agree(plan, by=request.user, seen=_seen(request)),
        "share": lambda: sharing.agree(_share(request, plan, "share"), by=request.user),
        "end": lambda: sharing.end(_share(request, plan, "end"), by=request.user),
    }
    for name, deed in deeds.items():
        if name in request.POST:
            deed()
            messages.success(request, _("Stored."))
            return True
    if not form.is_valid():
        return False
    said = {SupportTopic.OWN: form.cleaned_data["own"]}
    plans.write(plan, said, by=request.user, seen=form.cleaned_data["seen"])
    messages.success(request, _("Stored."))
    return True


def _answer(request: UserRequest, plan: SupportPlan) -> None:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise ValidationError(_("Choose one of the two buttons."))
    say = consents.agree if form.cleaned_data["agrees"] else consents.refuse
    say(plan.trainee, PURPOSE, by=request.user, language=form.cleaned_data["language"])


def _seen(request: UserRequest) -> Any:
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise ValidationError(_("Open the page again."))
    return form.cleaned_data["seen"]


def _share(request: UserRequest, plan: SupportPlan, name: str) -> SupportShare:
    key = request.POST[name]
    rows = SupportShare.objects.visible_to(request.user).filter(plan=plan)
    return get_object_or_404(rows, pk=int(key) if key.isdecimal() and len(key) < 10 else 0)


def _context(
    request: UserRequest, trainee: Trainee, plan: SupportPlan, form: OwnForm
) -> dict[str, Any]:
    standing = consents.standing(trainee, PURPOSE)
    lines = looking.whole(plan, request.user)
    if not form.is_bound:
        own = next((each.text for each in lines if each.topic == SupportTopic.OWN), "")
        form = OwnForm(initial={"own": own, "seen": plan.changed_at.isoformat()})
    language = (get_language() or "en").split("-")[0]
    return {
        "tab": "home",
        "plan": plan,
        "day_hours": weeks.hours(plan.day_minutes) if plan.day_minutes else "",
        "standing": standing,
        "hours": following.said(trainee),
        "if_it_ends": following.if_it_ends(trainee) if standing.allows else [],
        "text": consent_texts.text(PURPOSE, trainee.first_name, language=language),
        "lines": [each for each in lines if each.topic != SupportTopic.OWN],
        "form": form,
        "shares": plan.shares.running().select_related("to_type"),
        "looks": looking.looks(plan),
    }
