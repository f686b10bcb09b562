"""The rules for agency tutors' sessions and their second factor."""

from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from . import sessions

GetResponse = Callable[[HttpRequest], HttpResponse]

# What a tutor reaches with a password alone: the way to the second factor, and the way out.
_BEFORE = {
    "account_logout",
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_qr",
    "mfa_reauthenticate",
    "set_language",
}


def session_limits(get_response: GetResponse) -> GetResponse:
    """Signs agency tutors out whose session was idle, or has lasted, for too long."""

    def middleware(request: HttpRequest) -> HttpResponse:
        sessions.hold_to_limits(request)
        return get_response(request)

    return middleware


def second_factor(get_response: GetResponse) -> GetResponse:
    """Opens no page to an agency tutor who has not shown the second factor in this session.

    Asked at every page and not at sign-in alone, so that no other way in goes round it. For people
    who are no agency tutors the desk does not exist.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(
        request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match, user = request.resolver_match, request.user
        if match is None or not user.is_authenticated:
            return None
        if not user.is_staff:
            if match.app_name == "admin":
                raise Http404
            return None
        if not settings.STAFF_MFA or match.url_name in _BEFORE or _shown(request):
            return None
        if is_mfa_enabled(user, [Authenticator.Type.TOTP]):
            return redirect_to_login(request.get_full_path(), reverse("mfa_reauthenticate"))
        return redirect("mfa_activate_totp")

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware


def _shown(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records)
