"""The sign-in link of an invitation: a GET shows who it is for, a POST signs in, once."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_safe

from imyportal import audit
from imyportal.enums import Action
from imyportal.ratelimit import client_ip

from .. import doors, limits, links, spoken
from ..enums import Purpose
from ..models import AccessLink, User


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def link_sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """`/in/<token>/`; mail programs open links by themselves, so only the button signs in."""
    limits.refuse_if_too_often(request, "sign-in-link")
    link = links.find(Purpose.SIGN_IN, token)
    if link is not None and request.user.is_authenticated and request.user == link.holder:
        return redirect("welcome")
    if "new_link" in request.POST:
        return doors.ask_for_new_link(request, link)
    if request.method == "POST":
        user = _use(link, client_ip(request))
        if user is not None:
            login(request, user)
            return redirect("welcome")
    elif link is not None and _opens(link):
        response = render(request, "accounts/link_sign_in.html", {"holder": link.holder})
        response.headers["Referrer-Policy"] = doors.REFERRER
        return response
    return doors.ended(request, link, action=request.path)


def _opens(link: AccessLink) -> bool:
    """Live, and its holder comes in without a password."""
    if not link.is_live or not isinstance(link.holder, User):
        return False
    return link.holder.is_active and not link.holder.is_staff


@transaction.atomic
def _use(link: AccessLink | None, ip: str) -> User | None:
    """Whom the link signs in; it works for one person once, however often it is tapped."""
    if link is None:
        return None
    link = AccessLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if not _opens(link):
        return None
    links.note_use(link, "signed in", ip)
    audit.note(Action.LINK_USED, by=link, about=link.holder)
    links.revoke(AccessLink.objects.filter(pk=link.pk))
    return link.holder


@login_not_required
@require_safe
def link_sent(request: HttpRequest) -> HttpResponse:
    """What everybody is told who asked for a new link, known or not; in the language of the page before."""
    language = request.GET.get("in", "")
    if language in spoken.languages():
        return spoken.page(request, language, "sent")
    if language not in dict(settings.LANGUAGES) or settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return render(request, "accounts/link_sent.html")
    with translation.override(language):
        response = render(request, "accounts/link_sent.html")
    response.headers["Content-Language"] = language
    return response
