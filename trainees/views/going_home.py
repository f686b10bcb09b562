"""«I am home»: one button, in one's own account or by the link in the mail."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.doors import link_required
from accounts.enums import Purpose
from accounts.models import AccessLink, User
from accounts.requests import LinkRequest, UserRequest
from trainees import journey_page
from trainees.enums import HomeSaid, JourneyPhase
from trainees.going_home import saying
from trainees.going_home.laying import planned
from trainees.models import WayHome

from .people import trainee_of


@require_http_methods(["GET", "HEAD", "POST"])
@link_required(Purpose.HOME)
def page(request: LinkRequest) -> HttpResponse:
    """By the link."""
    seen = WayHome.objects.visible_to(request.viewer)
    way = get_object_or_404(seen.select_related("trainee__group__lead_tutor", "trainee__tutor"))
    if request.method == "POST":
        return _say(request, way, HomeSaid.LINK, request.viewer, "home:page")
    context = {"way": way, "tutor": way.trainee.responsible, "is_early": _is_early(way)}
    return render(request, "trainees/home/by_link.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def own_page(request: UserRequest) -> HttpResponse:
    """In the account, with what is to be done before."""
    trainee = trainee_of(request)
    if request.method == "POST":
        return _say(
            request, saying.of(trainee), HomeSaid.ACCOUNT, request.user, "trainees:going_home"
        )
    way = WayHome.objects.visible_to(request.user).filter(trainee=trainee).first()
    way = way or planned(trainee)
    steps = journey_page.page(trainee, today=timezone.localdate())
    context = {
        "tab": "home",
        "way": way,
        "tutor": trainee.responsible,
        "is_early": _is_early(way),
        "rows": steps.of(JourneyPhase.DEPARTURE),
    }
    return render(request, "trainees/home/own.html", context)


def _is_early(way: WayHome) -> bool:
    return timezone.localdate() < way.leaves_on


def _say(
    request: HttpRequest, way: WayHome, how: HomeSaid, by: User | AccessLink, back: str
) -> HttpResponse:
    try:
        saying.say(way, how, by=by)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Good to know. Thank you for telling us."))
    return redirect(back)
