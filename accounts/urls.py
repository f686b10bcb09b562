"""Signing in, links of people without an account, one's own settings.

Only what we use of allauth is mounted, under its own names: it reverses them. Everything else of it
does not exist here.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from django.urls import URLPattern, URLResolver, path, register_converter

from . import doors
from .views import entry, link, own


class TokenConverter:
    """The secret part of a link; anything shorter is no link of ours."""

    regex = "[A-Za-z0-9_-]{20,100}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class PersonConverter(TokenConverter):
    """A person's key in base 36, as in links to choose a new password."""

    regex = "[0-9a-z]{1,13}"


register_converter(TokenConverter, "token")
register_converter(PersonConverter, "person")

urlpatterns: list[URLPattern | URLResolver] = [
    # --- coming in ---
    path("in/", entry.CodeRequest.as_view(), name="account_login"),
    path("in/", entry.CodeRequest.as_view(), name="account_request_login_code"),
    path("in/code/", entry.CodeConfirm.as_view(), name="account_confirm_login_code"),
    path("in/password/", entry.PasswordSignIn.as_view(), name="password_login"),
    path("in/factor/", mfa.authenticate, name="mfa_authenticate"),
    path("in/sent/", link.link_sent, name="link_sent"),
    path("in/<token:token>/", link.link_sign_in, name="link_sign_in"),
    path("out/", account.logout, name="account_logout"),
    # --- a new password ---
    path("in/forgotten/", entry.PasswordReset.as_view(), name="account_reset_password"),
    path("in/forgotten/sent/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "in/new-password/<person:uidb36>/<str:key>/",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "in/new-password/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    # --- an agency tutor's second factor ---
    path("in/security/", entry.Security.as_view(), name="mfa_index"),
    path("in/security/password/", entry.PasswordChange.as_view(), name="account_change_password"),
    path("in/security/again/", entry.Reauthenticate.as_view(), name="account_reauthenticate"),
    path("in/security/code/", entry.SecondFactorAgain.as_view(), name="mfa_reauthenticate"),
    path("in/security/app/", entry.ActivateApp.as_view(), name="mfa_activate_totp"),
    path("in/security/app/qr.png", entry.app_qr, name="mfa_qr"),
    path("in/security/app/off/", entry.DeactivateApp.as_view(), name="mfa_deactivate_totp"),
    path("in/security/codes/", entry.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path(
        "in/security/codes/new/",
        entry.NewRecoveryCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    # --- company links, beside the pages of `placements` ---
    path("c/again/", doors.company_again, name="company_again"),
    path("c/new-link/", doors.company_new_link, name="company_new_link"),
    # --- guardians' links, beside the page of `trainees` ---
    path("g/new-link/", doors.guardian_new_link, name="guardian_new_link"),
    # --- links to say that one is home ---
    path("h/new-link/", doors.home_new_link, name="home_new_link"),
    # --- links of accompanying persons ---
    path("a/new-link/", doors.accompanying_new_link, name="accompanying_new_link"),
    # --- one's own ---
    path("me/settings/", own.own_settings, name="settings"),
    path("language/", own.set_language, name="set_language"),
]
