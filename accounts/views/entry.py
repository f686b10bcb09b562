"""Signing in and out. The flows are allauth's; throttles and the second factor's rules are ours."""

from typing import Any

from allauth.account import views as account
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import get_adapter as second_factor
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from imyportal import qr

from .. import limits, sessions, trail


class CodeRequest(account.RequestLoginCodeView):
    """The first page: an e-mail address, and the answer is the same for every one."""

    template_name = "account/login.html"

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        """Who comes back here wants to begin anew, with another address for instance."""
        clear_login(request)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        target = self.get_next_url() or ""
        if target.startswith(reverse("admin:index")):
            return redirect(self.passthrough_next_url(reverse("password_login")))
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        limits.refuse_if_too_often(self.request, "code", form.cleaned_data["email"])
        form.tell_another_way()
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"ended": sessions.how_ended(self.request)}


class CodeConfirm(account.ConfirmLoginCodeView):
    """The second page: the six digits. Three tries, then a new code."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        limits.refuse_if_too_often(request, "code-try")
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        # Here and not by allauth's signal, which it sends for people who are known only.
        trail.refused(self._process.user, "code")
        return super().form_invalid(form)


class PasswordSignIn(account.LoginView):
    """For agency tutors."""

    template_name = "account/login_password.html"

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        clear_login(request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "ended": sessions.how_ended(self.request),
            "one_factor": not settings.STAFF_MFA,
        }


class PasswordReset(account.PasswordResetView):
    """Asks for a mail to choose a new password."""

    def form_valid(self, form: Any) -> HttpResponse:
        limits.refuse_if_too_often(self.request, "reset", form.cleaned_data["email"])
        return super().form_valid(form)


class _TutorsOnly:
    """Passwords and second factors are for agency tutors; for others there is nothing here."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_staff:
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class PasswordChange(_TutorsOnly, account.PasswordChangeView):
    """A new password ends every other session."""

    success_url = "/in/security/"

    def get_default_success_url(self) -> str:
        return self.success_url


class Reauthenticate(_TutorsOnly, account.ReauthenticateView):
    """The password once more."""


class SecondFactorAgain(_TutorsOnly, mfa.ReauthenticateView):
    """The app's code once more."""


class Security(_TutorsOnly, mfa.IndexView):
    """Password, app, recovery codes."""


class ActivateApp(_TutorsOnly, totp.ActivateTOTPView):
    """Sets up the app. Whoever just showed its code need not show it again."""

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        user = self.request.user
        sessions.end_all(user)
        update_session_auth_hash(self.request, user)
        record_authentication(self.request, user, "mfa", type="totp")
        return response


class DeactivateApp(_TutorsOnly, totp.DeactivateTOTPView):
    """Takes the app away, to set up another; nothing else is open in between."""

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        user = self.request.user
        sessions.end_all(user)
        update_session_auth_hash(self.request, user)
        records = self.request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
        kept = [record for record in records if record["method"] != "mfa"]
        self.request.session[AUTHENTICATION_METHODS_SESSION_KEY] = kept
        return response


class RecoveryCodes(_TutorsOnly, recovery.ViewRecoveryCodesView):
    """The codes for the day the phone is lost."""


class NewRecoveryCodes(_TutorsOnly, recovery.GenerateRecoveryCodesView):
    """New ones; the old ones end."""


@require_safe
def app_qr(request: HttpRequest) -> HttpResponse:
    """The secret that is being set up, as a picture for the app's camera."""
    secret = request.session.get(SECRET_SESSION_KEY)
    if not request.user.is_staff or not secret:
        raise Http404
    url = second_factor().build_totp_url(request.user, secret)
    return HttpResponse(qr.png(url), content_type="image/png")
