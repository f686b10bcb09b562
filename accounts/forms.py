"""What people type to come in. The flows are allauth's; names, hints and errors are ours."""

import hashlib
from typing import Any

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter as second_factor
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as mfa_totp
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import EmailValidator
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from imyportal import mail, ratelimit

from .models import User, normal_email

_EXAMPLE = _("Enter your e-mail address, like name@example.com")


class AddressField(forms.EmailField):
    """An e-mail address, compared as we store it."""

    widget = forms.EmailInput(attrs={"autocomplete": "username", "inputmode": "email"})
    default_error_messages = {"required": _EXAMPLE, "invalid": _EXAMPLE}
    default_validators = [EmailValidator(_EXAMPLE)]

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("E-mail address"))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        return normal_email(super().clean(value))


class CodeField(forms.CharField):
    """Digits from a mail or an app; blanks between them do not matter."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Code"))
        attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        super().__init__(max_length=20, widget=forms.TextInput(attrs=attrs), **kwargs)
        self.error_messages["required"] = _("Enter the code.")


class PasswordField(forms.CharField):
    """As typed: a password may begin or end with a blank."""

    def __init__(self, *, new: bool = False, **kwargs: Any) -> None:
        attrs = {"autocomplete": "new-password" if new else "current-password"}
        kwargs.setdefault("label", _("Password"))
        super().__init__(
            strip=False, max_length=128, widget=forms.PasswordInput(attrs=attrs), **kwargs
        )
        self.error_messages["required"] = _("Enter the password.")


class AddressForm(forms.Form):
    """An e-mail address and nothing else."""

    email = AddressField()


class CodeRequestForm(AddressForm):
    """Asks for a code. Says nothing about whether the address is known."""

    _user: User | None = None  # allauth's flow reads it
    _found: User | None = None

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"]
        self._found = User.objects.filter(email=address, is_active=True).first()
        # Agency tutors never come in by a code alone.
        if self._found and not self._found.is_staff:
            self._user = self._found
        return address

    def tell_another_way(self) -> None:
        """To who gets no code: a mail that says what to do instead; it takes as long as a code."""
        if self._user is None:
            template = "sign_in_by_password" if self._found else "sign_in_unknown"
            _send(template, self.cleaned_data["email"], self._found)


def _send(template: str, address: str, user: User | None) -> None:
    language = user.language if user else get_language() or "en"
    row = mail.queue(f"accounts/{template}", to=address, language=language, about=user)
    mail.send_now(row)


class ConfirmCodeForm(account.ConfirmLoginCodeForm):
    """The six digits of our newest mail."""

    code = CodeField(label=_("Six-digit code"))


class PasswordSignInForm(account.LoginForm):
    """For agency tutors."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = AddressField()
        self.fields["password"] = PasswordField()
        self.order_fields(["login", "password"])


class ResetPasswordForm(AddressForm):
    """Asks for a mail to choose a new password; the answer is the same for everybody."""

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        address: str = self.cleaned_data["email"]
        found = User.objects.filter(email=address, is_active=True).first()
        template = "sign_in_unknown"
        if found is not None:
            template = "reset_password" if found.is_staff else "sign_in_by_code"
        _send(template, address, found)
        return address


class _NewPassword:
    """Checks a password that is being chosen."""

    cleaned_data: dict[str, Any]
    user: User | None

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        validate_password(password, self.user)
        return password

    def clean_password2(self) -> str:
        password: str = self.cleaned_data["password2"]
        if self.cleaned_data.get("password1", password) != password:
            raise forms.ValidationError(_("The two passwords differ. Enter the same one twice."))
        return password


_HINT = _("At least 12 characters. Four words that have nothing to do with you are good.")


class ResetPasswordKeyForm(_NewPassword, account.ResetPasswordKeyForm):
    """A new password, by the link in the mail."""

    password1 = PasswordField(new=True, label=_("New password"), help_text=_HINT)
    password2 = PasswordField(new=True, label=_("New password again"))


class ChangePasswordForm(_NewPassword, account.ChangePasswordForm):
    """A new password, by the present one."""

    oldpassword = PasswordField(label=_("Present password"))
    password1 = PasswordField(new=True, label=_("New password"), help_text=_HINT)
    password2 = PasswordField(new=True, label=_("New password again"))


class ReauthenticateForm(account.ReauthenticateForm):
    """The password once more, before something important."""

    password = PasswordField()


class _Once:
    """A code opens one door once: with a tolerance it would live longer than allauth's own mark."""

    user: User

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        digest = hashlib.sha256("".join(code.split()).encode()).hexdigest()
        if not ratelimit.hit(f"factor:{self.user.pk}:{digest}", limit=1, seconds=_CODE_LIVES):
            raise second_factor().validation_error("incorrect_code")
        return code


_CODE_LIVES = 120  # seconds: a period of 30, and one before and after


class SecondFactorForm(_Once, mfa.AuthenticateForm):
    """The code the app shows now, or a recovery code."""

    code = CodeField(label=_("Code of your app, or a recovery code"))


class SecondFactorAgainForm(_Once, mfa.ReauthenticateForm):
    """The same, before something important."""

    code = CodeField(label=_("Code of your app, or a recovery code"))


class ActivateAppForm(mfa_totp.ActivateTOTPForm):
    """Shows that the app was set up."""

    code = CodeField(label=_("Code that the app shows now"))
