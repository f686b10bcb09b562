"""Doors for people without an account: the link in our mail, and the short session it opens.

A GET swaps the token for a session value and leads to an address without it, so that no later
request, log line or referrer carries the token (ASVS 5.0, 14.2.1). The session value ends after
`LINK_SESSION` without a request, and at once when the link is revoked. What somebody typed into a
page whose session had ended is kept, and offered again once they come back by the link.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.handlers.exception import convert_exception_to_response
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from imyportal import audit, mail, ratelimit, words
from imyportal.enums import Action

from . import limits, links, spoken
from .enums import Purpose
from .models import AccessLink

View = Callable[..., HttpResponse]

# For a page with a form whose address carries a token. `no-referrer` would be stricter still, but makes
# browsers send `Origin: null` with the form, which the CSRF check refuses.
REFERRER = "strict-origin"


@dataclass(frozen=True)
class Way:
    """The addresses behind the door of one purpose, by name."""

    home: str
    new_link: str
    again: str = ""  # where what was typed is offered once more; empty: there is nothing to type


WAYS = {
    Purpose.COMPANY: Way("company:weeks", "company_new_link", "company_again"),
    Purpose.GUARDIAN: Way("guardian:page", "guardian_new_link"),
    Purpose.HOME: Way("home:page", "home_new_link"),
    Purpose.ACCOMPANYING: Way("accompanying:page", "accompanying_new_link"),
}
TYPED_KEY = "company_typed"  # {"path": …, "fields": [[name, value], …], "holder": [type, pk]}
TYPED_AT_MOST = 50_000  # characters; more than any page of ours asks for


# --- Coming in --------------------------------------------------------------------------------


def _door(purpose: Purpose) -> View:
    """GET opens the session and leads on; POST asks for a new link in place of an ended one.

    It leads to the page of that name at `where`, which looks for itself what the link may see, or home.

    HEAD, which mail scanners send, opens and notes nothing.
    """
    way = WAYS[purpose]

    @login_not_required
    @require_http_methods(["GET", "HEAD", "POST"])
    def door(request: HttpRequest, token: str, *, page: str = "", **where: Any) -> HttpResponse:
        home = reverse(page, kwargs=where) if page else way.home
        link = links.find(purpose, token)
        if request.method == "POST":
            return ask_for_new_link(request, link)
        if link is None or not link.is_live or link.holder is None:
            return ended(request, link, action=request.path)
        if request.method == "HEAD":
            return _leading_on(home)
        _open(request, link)
        links.note_use(link, "opened", ratelimit.client_ip(request))
        audit.note(Action.LINK_USED, by=link, about=link.holder)
        typed = request.session.get(TYPED_KEY)
        kept = way.again and typed and typed["holder"] == _holder(link)
        return _leading_on(way.again if kept else home)

    return door


company_door = _door(Purpose.COMPANY)
guardian_door = _door(Purpose.GUARDIAN)
home_door = _door(Purpose.HOME)
accompanying_door = _door(Purpose.ACCOMPANYING)


def _leading_on(page: str) -> HttpResponse:
    response = redirect(page)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _session_key(purpose: str) -> str:
    """Where the session holds {"pk": …, "until": ISO time}: a place for each purpose."""
    return f"{purpose}_link"


def _open(request: HttpRequest, link: AccessLink) -> None:
    until, key = timezone.now() + settings.LINK_SESSION, _session_key(link.purpose)
    if request.session.get(key, {}).get("pk") != link.pk:
        request.session.cycle_key()
    request.session[key] = {"pk": link.pk, "until": until.isoformat()}


def _holder(link: AccessLink) -> list[int]:
    return [link.holder_type_id, link.holder_id]


# --- Being in ---------------------------------------------------------------------------------


def link_required(purpose: Purpose) -> Callable[[View], View]:
    """A page for who came in by a link of `purpose`: sets `request.viewer` and speaks their language.

    Anybody else gets the page that offers a new link, with status 410.
    """

    def decorator(view: View) -> View:
        @login_not_required
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            link = _link_of(request, purpose)
            if link is None or not _is_open(request, link):
                if WAYS[purpose].again:
                    _keep_typed(request, link)
                return ended(request, link, action=reverse(WAYS[purpose].new_link))
            _forget_typed(request)
            request.viewer = link  # type: ignore[attr-defined]
            return _in_language_of(request, link, lambda: _seen(request, link, view, args, kwargs))

        return wrapper

    return decorator


def _seen(
    request: HttpRequest, link: AccessLink, view: View, args: Any, kwargs: Any
) -> HttpResponse:
    """The page; where there is none, a page that says so in a language that only these pages have."""
    try:
        return view(request, *args, **kwargs)
    except Http404:
        if _language_of(link) not in spoken.languages():
            raise
        return spoken.page(request, _language_of(link), "missing", status=404)


def _language_of(link: AccessLink | None) -> str:
    return str(getattr(link and link.holder, "language", "en"))


def _link_of(request: HttpRequest, purpose: Purpose) -> AccessLink | None:
    pk = request.session.get(_session_key(purpose), {}).get("pk")
    return AccessLink.objects.filter(pk=pk, purpose=purpose).first() if pk else None


def _is_open(request: HttpRequest, link: AccessLink) -> bool:
    """Whether the session still counts; if so, it goes on from now."""
    until = datetime.fromisoformat(request.session[_session_key(link.purpose)]["until"])
    now = timezone.now()
    if until <= now or not link.is_live or not getattr(link.holder, "is_active", False):
        return False
    if until - now < settings.LINK_SESSION * 0.9:  # not a write for every request
        _open(request, link)
    return True


def _in_language_of(
    request: HttpRequest, link: AccessLink | None, answer: Callable[[], HttpResponse]
) -> HttpResponse:
    """The holder's language, unless the visitor has chosen one; also of a page that says 404."""
    if link is None or settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return answer()
    chosen = words.supported(_language_of(link))
    with translation.override(chosen):
        request.LANGUAGE_CODE = chosen
        response = cast(
            "HttpResponse", convert_exception_to_response(lambda request: answer())(request)
        )
    response.headers.setdefault("Content-Language", chosen)
    return response


# --- What was typed ---------------------------------------------------------------------------


def _keep_typed(request: HttpRequest, link: AccessLink | None) -> None:
    if request.method != "POST" or link is None:
        return
    fields = [
        [name, value]
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    if sum(len(name) + len(value) for name, value in fields) <= TYPED_AT_MOST:
        typed = {"path": request.path, "fields": fields, "holder": _holder(link)}
        request.session[TYPED_KEY] = typed


def _forget_typed(request: HttpRequest) -> None:
    """It has come: the same form was sent again."""
    typed = request.session.get(TYPED_KEY)
    if typed and request.method == "POST" and request.path == typed["path"]:
        del request.session[TYPED_KEY]


@require_safe
@link_required(Purpose.COMPANY)
def company_again(request: HttpRequest) -> HttpResponse:
    """Offers to send once more what came too late."""
    typed = request.session.get(TYPED_KEY)
    if not typed or typed["holder"] != _holder(request.viewer):  # type: ignore[attr-defined]
        return redirect("company:weeks")
    return render(request, "accounts/company_again.html", {"typed": typed})


# --- A new link -------------------------------------------------------------------------------


def ended(request: HttpRequest, link: AccessLink | None, *, action: str) -> HttpResponse:
    """The one page for expired, revoked and unknown links and for sessions that ended: 410.

    Its button asks `action` for a new link.
    """
    typed, language = request.session.get(TYPED_KEY), _language_of(link)
    kept = bool(typed and link and typed["holder"] == _holder(link))
    context = {"kept": kept, "action": action}
    if language in spoken.languages() and not kept:
        response = spoken.page(request, language, "ended", status=410, action=action)
    else:
        response = _in_language_of(
            request, link, lambda: render(request, "accounts/link_ended.html", context, status=410)
        )
    response.headers["Referrer-Policy"] = REFERRER
    return response


@login_not_required
@require_POST
def company_new_link(request: HttpRequest) -> HttpResponse:
    """For somebody whose session ended: a new link in place of the one they came in by."""
    return ask_for_new_link(request, _link_of(request, Purpose.COMPANY))


@login_not_required
@require_POST
def guardian_new_link(request: HttpRequest) -> HttpResponse:
    """The same for a guardian."""
    return ask_for_new_link(request, _link_of(request, Purpose.GUARDIAN))


@login_not_required
@require_POST
def home_new_link(request: HttpRequest) -> HttpResponse:
    """The same for a trainee on the way home."""
    return ask_for_new_link(request, _link_of(request, Purpose.HOME))


@login_not_required
@require_POST
def accompanying_new_link(request: HttpRequest) -> HttpResponse:
    """The same for who comes with a group."""
    return ask_for_new_link(request, _link_of(request, Purpose.ACCOMPANYING))


def ask_for_new_link(request: HttpRequest, link: AccessLink | None) -> HttpResponse:
    """Mail a new link to the address on file, if there is one. The answer tells nothing more than the
    page with the button: its language.
    """
    language = _language_of(link) if link else ""
    if not limits.allowed(request, "new-link"):
        if language in spoken.languages():
            return limits.soon_again(spoken.page(request, language, "often", status=429))
        return _in_language_of(request, link, lambda: limits.too_often(request))
    if link is not None:
        mail_new_link(link)
    differs = language not in ("", translation.get_language()) and not _has_chosen(
        request, language
    )
    return redirect(reverse("link_sent") + (f"?in={language}" if differs else ""))


def _has_chosen(request: HttpRequest, language: str) -> bool:
    """Whether the browser has a language of its own, and we have our pages in that of the holder."""
    return settings.LANGUAGE_COOKIE_NAME in request.COOKIES and language not in spoken.languages()


def mail_new_link(link: AccessLink) -> None:
    """Replace the holder's links by a new one and mail it.

    A link that somebody took back, because the address was wrong for instance, brings no new one.
    """
    if link.holder is not None and not links.was_taken_back(link):
        send_new_link(Purpose(link.purpose), link.holder)


def send_new_link(purpose: Purpose, holder: Any) -> None:
    """Mail `holder` a new link, at most three an hour; older ones die. `holder` has an `email`,
    a `language` and `is_active`.
    """
    if not holder.is_active or not holder.email:
        return
    name = f"new-link:{purpose}:{type(holder).__name__}:{holder.pk}"
    if ratelimit.hit(name, limit=3, seconds=limits.HOUR):
        fresh = links.renew(purpose, holder)
        mail.queue("accounts/new_link", to=holder.email, language=holder.language, about=fresh)
