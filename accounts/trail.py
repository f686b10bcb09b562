"""What Django and allauth tell of signing in, for the audit trail.

Their own signals are the only place that knows every way in; receivers for our models there are none.
A password or code that was typed is never noted, nor is an address that nobody here has.
"""

from typing import Any

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from imyportal import audit
from imyportal.enums import Action

from .models import User, normal_email


def connect() -> None:
    """Listen to them, from the start of the process to its end."""
    user_logged_in.connect(_signed_in)
    user_logged_out.connect(_signed_out)
    user_login_failed.connect(_wrong_password)
    authentication_failed.connect(_wrong_second_factor)
    authenticator_added.connect(_factor_set)
    authenticator_reset.connect(_factor_set)
    authenticator_removed.connect(_factor_removed)
    authenticator_used.connect(_factor_used)
    password_changed.connect(_password_changed)
    password_reset.connect(_password_changed)


def refused(user: User | None, how: str) -> None:
    """Somebody tried to come in as `user`, or as nobody we know, and did not."""
    audit.note(Action.SIGN_IN_FAILED, by=AnonymousUser(), about=user, how=how)


def _signed_in(sender: Any, user: User, **kwargs: Any) -> None:
    audit.note(Action.SIGNED_IN, by=user)


def _signed_out(sender: Any, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        audit.note(Action.SIGNED_OUT, by=user)


def _wrong_password(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    address = normal_email(str(credentials.get("email") or ""))
    refused(User.objects.filter(email=address).first(), "password")


def _wrong_second_factor(sender: Any, user: User, **kwargs: Any) -> None:
    refused(user, "second factor")


def _is_app(authenticator: Authenticator) -> bool:
    return bool(authenticator.type == Authenticator.Type.TOTP)


def _factor_set(sender: Any, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    action = Action.FACTOR_SET if _is_app(authenticator) else Action.RECOVERY_MADE
    audit.note(action, by=user, about=user)


def _factor_removed(sender: Any, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    if _is_app(authenticator):  # the recovery codes go with it
        audit.note(Action.FACTOR_REMOVED, by=user, about=user)


def _factor_used(sender: Any, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    action = Action.FACTOR_USED if _is_app(authenticator) else Action.RECOVERY_USED
    audit.note(action, by=user)


def _password_changed(sender: Any, user: User, **kwargs: Any) -> None:
    audit.note(Action.PASSWORD_CHANGED, by=user, about=user)
