"""What the mails of this room say. The texts are in templates/emails/accounts/."""

from datetime import timedelta

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from imyportal import mail
from imyportal.mail import Content
from imyportal.models import OutgoingMail

from . import codes, links
from .enums import Purpose
from .models import AccessLink, User

_DOORS = {
    Purpose.COMPANY: "company:open",
    Purpose.GUARDIAN: "guardian:open",
    Purpose.HOME: "home:open",
    Purpose.ACCOMPANYING: "accompanying:open",
    Purpose.SIGN_IN: "link_sign_in",
}


def _site(name: str, *args: str) -> str:
    return settings.SITE_URL + reverse(name, args=args)


def link_context(link: AccessLink) -> dict[str, str]:
    """The link's address, and the day until which it works."""
    return {
        "url": _site(_DOORS[Purpose(link.purpose)], links.token_of(link)),
        "until": date_format(timezone.localtime(link.expires_at), "MONTH_DAY_FORMAT"),
    }


def _person(row: OutgoingMail) -> User | None:
    return User.objects.filter(pk=row.about_id, is_active=True).first()


@mail.fills("accounts/sign_in_code")
def sign_in_code(row: OutgoingMail) -> Content | None:
    """The six digits. Pointless once they have run out."""
    lifetime = timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
    if timezone.now() > row.created_at + lifetime:
        return None
    code = codes.spaced(codes.code_of(row.details["nonce"]))
    return Content({"code": code, "minutes": lifetime.seconds // 60})


@mail.fills("accounts/sign_in_by_password")
def sign_in_by_password(row: OutgoingMail) -> Content:
    """To an agency tutor who asked for a code."""
    return Content({"url": _site("password_login")})


@mail.fills("accounts/sign_in_by_code")
def sign_in_by_code(row: OutgoingMail) -> Content:
    """To somebody without a password who wanted to change it."""
    return Content({"url": _site("account_login")})


@mail.fills("accounts/sign_in_unknown")
def sign_in_unknown(row: OutgoingMail) -> Content:
    """To an address nobody here has: who reads it may know another."""
    return Content({"url": _site("account_login")})


def _password_url(user: User) -> str:
    # Made when the mail is sent, so that no token waits in the database.
    key = default_token_generator.make_token(user)
    return _site("account_reset_password_from_key", user_pk_to_url_str(user), key)


@mail.fills("accounts/reset_password")
def reset_password(row: OutgoingMail) -> Content | None:
    """The way to a new password."""
    user = _person(row)
    return Content({"url": _password_url(user)}) if user else None


@mail.fills("accounts/welcome_tutor")
def welcome_tutor(row: OutgoingMail) -> Content | None:
    """To a new agency tutor: choose a password."""
    user = _person(row)
    if user is None:
        return None
    return Content({"user": user, "url": _password_url(user)}, sender_name=_sender(row))


@mail.fills("accounts/welcome")
def welcome(row: OutgoingMail) -> Content | None:
    """The first mail. Pointless once its link has been used or replaced."""
    link = row.about
    if link is None or not link.is_live:
        return None
    return Content({"user": link.holder} | link_context(link), sender_name=_sender(row))


def _sender(row: OutgoingMail) -> str:
    sender = User.objects.filter(pk=row.details.get("by")).first()
    return sender.get_full_name() if sender else ""


@mail.fills("accounts/new_link")
def new_link(row: OutgoingMail) -> Content | None:
    """A link in place of one that has ended."""
    link = row.about
    if link is None or not link.is_live:
        return None
    return Content({"holder": link.holder} | link_context(link))


@mail.fills("accounts/notice")
def notice(row: OutgoingMail) -> Content:
    """Something about the way in was changed; `what` says which."""
    return Content({"what": row.details["what"], "at": timezone.localtime(row.created_at)})
