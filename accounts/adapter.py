"""How allauth behaves here."""

import base64
import hashlib
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imyportal import mail, metrics, ratelimit

from . import codes, limits
from .models import User, normal_email

RECENTLY = 5 * 60  # seconds for which a password or code need not be asked for again

# Mails of allauth that we send, and what ours is told.
_MAILS: dict[str, dict[str, str]] = {
    "account/email/login_code": {"template": "accounts/sign_in_code"},
    "account/email/password_reset_key": {"template": "accounts/reset_password"},
    "account/email/password_changed": {"what": "password"},
    "account/email/password_reset": {"what": "password"},
    "mfa/email/totp_activated": {"what": "app_on"},
    "mfa/email/totp_deactivated": {"what": "app_off"},
    "mfa/email/recovery_codes_generated": {"what": "recovery_codes"},
}

# Messages of allauth that say something the page does not.
_MESSAGES = {
    "account/messages/password_changed.txt": _("Your password is changed."),
    "account/messages/logged_out.txt": _("You are signed out."),
    "mfa/messages/totp_activated.txt": _("Your app is set up."),
    "mfa/messages/totp_deactivated.txt": _("Your app is taken away."),
}


_WRONG = {"email_password_mismatch", "incorrect_password", "incorrect_code"}


class _Counted:
    """Counts passwords and codes that were wrong."""

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        if code in _WRONG:
            metrics.SIGN_INS_FAILED.inc()
        error: ValidationError = super().validation_error(code, *args)  # type: ignore[misc]
        return error


class AccountAdapter(_Counted, DefaultAccountAdapter):
    """Nobody signs up; mail goes the way of all our mail; limits hold per person."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("E-mail address or password is not right. Try again."),
        "incorrect_code": _("This is not the code of our newest mail. Enter its six digits."),
        "incorrect_password": _("This is not your password. Try again."),
        "enter_current_password": _("This is not your present password. Try again."),
        "too_many_login_attempts": _("That was tried too often. Ask for a new code."),
        "rate_limited": _("That was tried too often. Try again in a few minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: people are brought in by the agency."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return ratelimit.client_ip(request)

    def generate_login_code(self) -> str:
        # The mail's row keeps the nonce, never the code.
        self.request.sign_in_nonce = codes.new_nonce()
        return codes.code_of(self.request.sign_in_nonce)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue our own mail in the person's language; a code goes out at once."""
        ours = _MAILS.get(template_prefix)
        user = User.objects.filter(email=normal_email(email), is_active=True).first()
        if ours is None or user is None:
            return
        if "what" in ours:
            mail.queue(
                "accounts/notice",
                to=user.email,
                language=user.language,
                about=user,
                what=ours["what"],
            )
            return
        details: dict[str, Any] = {}
        if template_prefix == "account/email/login_code":
            details["nonce"] = self.request.sign_in_nonce
        row = mail.queue(
            ours["template"], to=user.email, language=user.language, about=user, **details
        )
        mail.send_now(row)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: Any = None, email: str | None = None
    ) -> None:
        self.send_mail(template_prefix, user.email, {})

    def add_message(  # the signature is allauth's
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say it in our words, or not at all."""
        text = message or _MESSAGES.get(message_template or "")
        if text:
            messages.add_message(request, level, str(text), extra_tags=extra_tags)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try; raises the 429 page before the password is looked at."""
        address = normal_email(credentials.get("email", ""))
        if not limits.allowed(request, "password", address):
            self._tell_of_tries(address)
            raise ImmediateHttpResponse(limits.too_often(request))
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            raise ImmediateHttpResponse(limits.too_often(request)) from error

    def _tell_of_tries(self, address: str) -> None:
        """Once an hour, to the person somebody seems to be after."""
        user = User.objects.tutors().filter(email=address).first()
        if user is not None:
            key = f"tries:{user.pk}:{timezone.now():%Y-%m-%dT%H}"
            mail.queue(
                "accounts/notice",
                to=user.email,
                language=user.language,
                about=user,
                key=key,
                what="tries",
            )

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Agency tutors come in by password, never by a code alone."""
        ways = {record["method"] for record in get_authentication_records(request, user)}
        if not user.is_active or (user.is_staff and "password" not in ways):
            return redirect("password_login")
        return super().pre_login(request, user, **kwargs)

    def reauthenticate(self, user: User, password: str) -> bool:
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Unless password or second factor were given in the last minutes."""
        records = get_authentication_records(self.request, self.request.user)
        newest = max((r["at"] for r in records if r["method"] in ("password", "mfa")), default=0)
        return time.time() - newest > RECENTLY


class SecondFactorAdapter(_Counted, DefaultMFAAdapter):
    """Words of our own, and no secret legible in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right or was used. Enter the one the app shows now."),
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    """Newest key first; a key that is being changed still reads."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    derived = (hashlib.sha256(f"second factor|{key}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])
