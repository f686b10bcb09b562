"""Awards on the desk: giving one, and deciding on what a company suggested."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from imyportal.admin.pages import framed
from imyportal.forms import add_errors
from placements.models import Placement
from trainees.models import Trainee

from .. import awards, policies
from ..award_forms import GiveForm, WhyNotForm
from ..enums import AwardState, MeritLevel
from ..models import Award


def urls(site: AdminSite) -> list[URLPattern]:
    """The pages for `site.get_urls()`; names below `admin:`."""

    return [
        path("trainees/trainee/<int:pk>/award/", framed(site, give), name="trainees_trainee_award"),
        path(
            "assessment/award/<int:pk>/decide/",
            framed(site, decide),
            name="assessment_award_decide",
        ),
    ]


@require_http_methods(["GET", "POST"])
def give(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Give a trainee an award; beside it what the group has, so that few keep their worth."""
    trainee = get_object_or_404(
        Trainee.objects.visible_to(request.user).select_related("group"), pk=pk
    )
    if not policies.can_give_awards(request.user):
        raise PermissionDenied
    placements = Placement.objects.visible_to(request.user).live().filter(trainee=trainee)
    nearest = placements.nearest_first(timezone.localdate()).select_related("company")
    form = GiveForm(request.POST or None, placements=list(nearest))
    if form.is_valid() and _give(request, trainee, form):
        text = _("%(name)s has the award, and an e-mail that says so.")
        messages.success(request, text % {"name": trainee.first_name})
        return redirect("admin:trainees_trainee_award", pk)
    mine = Award.objects.visible_to(request.user).filter(trainee=trainee)
    context |= {
        "trainee": trainee,
        "form": form,
        "mine": mine.select_related("listed", "confirmed_by"),
        "levels": levels(trainee),
        "title": _("Give an award"),
    }
    return render(request, "assessment/desk/award.html", context)


def _give(request: UserRequest, trainee: Trainee, form: GiveForm) -> bool:
    data = {name: form.cleaned_data[name] for name in ("level", "occasion", "reason")}
    try:
        awards.give(trainee, **data, by=request.user, placement=form.chosen)
    except ValidationError as error:
        add_errors(form, error)
        return False
    return True


def levels(trainee: Trainee) -> list[tuple[MeritLevel, int]]:
    """How many of each level were given in the trainee's group."""
    return [(MeritLevel(key), count) for key, count in awards.given_in(trainee.group).items()]


@require_http_methods(["GET", "POST"])
def decide(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """A suggestion: give it, or decline it with a reason. What was given: withdraw it."""
    seen = Award.objects.visible_to(request.user).select_related(
        "trainee__group", "listed", "placement__company", "confirmed_by", "declined_by"
    )
    award = get_object_or_404(seen, pk=pk)
    if not policies.can_give_awards(request.user):
        raise PermissionDenied
    form = WhyNotForm(request.POST if "refuse" in request.POST else None, award=award)
    if request.method == "POST" and _decide(request, award, form):
        return redirect("admin:assessment_award_decide", pk)
    context |= {
        "award": award,
        "form": form if award.state in (AwardState.SUGGESTED, AwardState.GIVEN) else None,
        "levels": levels(award.trainee),
        "title": _("Award"),
    }
    return render(request, "assessment/desk/decide.html", context)


def _decide(request: UserRequest, award: Award, form: WhyNotForm) -> bool:
    try:
        if "confirm" in request.POST:
            awards.confirm(award, by=request.user)
            text = _("%(name)s has the award, and an e-mail that says so.")
        elif not form.is_valid():
            return False
        elif award.confirmed_at is None:
            awards.decline(award, by=request.user, **form.cleaned_data)
            text = _("The suggestion for %(name)s is declined.")
        else:
            awards.withdraw(award, by=request.user, **form.cleaned_data)
            text = _("The award of %(name)s is withdrawn.")
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return True
    messages.success(request, text % {"name": award.trainee.first_name})
    return True
