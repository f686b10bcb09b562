"""A trainee's welcome day on the phone: scan, «I am here», confirm what one knows."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import UserRequest
from imyportal import ratelimit
from trainees.models import Trainee, WelcomeTopic
from trainees.welcome import presence
from trainees.welcome.page import Page

from .people import trainee_of

SCANNED = "welcome_scanned"  # in the session: {"code": …, "at": ISO time}
HOLDS = timedelta(minutes=15)  # time to sign in between the scan and the button
TRIES, WHILE = 10, 600  # codes of one person, seconds


@login_not_required
@require_safe
def scan(request: HttpRequest, code: str) -> HttpResponse:
    """Keeps what was scanned and when, and leads on; signing in may come between."""
    if request.method == "GET":
        request.session[SCANNED] = {"code": code[:20], "at": timezone.now().isoformat()}
    return redirect("trainees:welcome")


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: UserRequest) -> HttpResponse:
    """When and where, what it is about, and what is confirmed."""
    trainee = trainee_of(request)
    code, at = _scanned(request)
    if request.method == "POST":
        try:
            text = _come_in(request, trainee, at) if "code" in request.POST else ""
            text = text or _confirm(request, trainee)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, text)
        return redirect("trainees:welcome")
    context: dict[str, Any] = {"tab": "home", "code": code, "page": Page(trainee)}
    return render(request, "trainees/welcome.html", context)


def _scanned(request: UserRequest) -> tuple[str, datetime]:
    """The code of a scan that is not long ago, and when it was; else none, and now."""
    kept, now = request.session.get(SCANNED), timezone.now()
    at = datetime.fromisoformat(kept["at"]) if kept else now
    return (kept["code"], at) if kept and now - at <= HOLDS else ("", now)


def _come_in(request: UserRequest, trainee: Trainee, at: datetime) -> str:
    typed = request.POST["code"]
    if typed != _scanned(request)[0]:
        at = timezone.now()
    if not ratelimit.hit(f"welcome:{request.user.pk}", limit=TRIES, seconds=WHILE):
        text = _("That was tried too often. Ask your tutor to tick you.")
        raise ValidationError(text, code="often")
    presence.come_in(trainee, typed, by=request.user, at=at)
    request.session.pop(SCANNED, None)
    return _("You are here: it is written down.")


def _confirm(request: UserRequest, trainee: Trainee) -> str:
    keys = {int(each) for each in request.POST.getlist("topic") if each.isdecimal()}
    seen = WelcomeTopic.objects.visible_to(request.user).filter(group=trainee.group_id)
    topics = [each for each in seen if each.pk in keys]
    if not topics:
        raise ValidationError(_("Tick what you know now."), code="none")
    count = presence.confirm(trainee, topics, by=request.user)
    return ngettext("%d topic is confirmed.", "%d topics are confirmed.", count) % count
