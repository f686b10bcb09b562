"""Bringing people in: the first mail, with the way to their portal."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from imyportal import audit, mail
from imyportal.enums import Action

from . import links
from .enums import Purpose
from .models import User


@transaction.atomic
def invite(user: User, by: User, *, key: str = "") -> None:
    """Mail `user` the way in: a link that signs in once, or, to agency tutors, to choose a password.

    Older sign-in links die; `key` is that of the mail. Raises `ValidationError` for somebody who may not sign in.
    """
    if not user.is_active:
        raise ValidationError(_("This person may not sign in."), code="inactive")
    template = "accounts/welcome_tutor" if user.is_staff else "accounts/welcome"
    about = user if user.is_staff else links.renew(Purpose.SIGN_IN, user)
    audit.note(Action.PERSON_INVITED, by=by, about=user)
    mail.queue(template, to=user.email, language=user.language, about=about, key=key, by=by.pk)
