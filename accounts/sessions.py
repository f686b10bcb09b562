"""How long somebody stays signed in, and how all sessions of a person end at once.

Trainees and sending tutors: 90 days. Agency tutors: an hour without a request, eight hours in all
(ASVS 5.0, 7.3.1 and 7.3.2).
"""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth import logout
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from imyportal import audit, mail
from imyportal.enums import Action

from .models import User

STAFF_IDLE = timedelta(minutes=60)
STAFF_IN_ALL = timedelta(hours=8)
_GRAIN = 60  # seconds; the last request is noted this exactly, so that not every request writes

_BEGAN, _SEEN, _ENDED = "staff_began", "staff_seen", "staff_ended"


@transaction.atomic
def end_all(user: User, *, by: User | None = None) -> None:
    """Sign the person out everywhere; the caller may keep their own session alive.

    `by` is who does it to somebody else.
    """
    if by is not None:
        audit.note(Action.ALL_SIGNED_OUT, by=by, about=user)
    User.objects.filter(pk=user.pk).update(sessions_ended=F("sessions_ended") + 1)
    user.refresh_from_db(fields=["sessions_ended"])


@transaction.atomic
def take_factor_away(user: User, *, by: User) -> None:
    """For a lost phone: the person is signed out, told by mail, and sets up a new one."""
    audit.note(Action.FACTOR_REMOVED, by=by, about=user)
    Authenticator.objects.filter(user=user).delete()
    end_all(user)
    mail.queue("accounts/notice", to=user.email, language=user.language, about=user, what="app_off")


def hold_to_limits(request: HttpRequest) -> None:
    """Sign an agency tutor out whose time is over; note when they were last here."""
    if not (request.user.is_authenticated and request.user.is_staff):
        return
    now = int(timezone.now().timestamp())
    began = request.session.setdefault(_BEGAN, now)
    seen = request.session.setdefault(_SEEN, now)
    idle = now - seen > STAFF_IDLE.total_seconds()
    if idle or now - began > STAFF_IN_ALL.total_seconds():
        logout(request)
        request.session[_ENDED] = "idle" if idle else "long"
    elif now - seen >= _GRAIN:
        request.session[_SEEN] = now


def how_ended(request: HttpRequest) -> str:
    """`idle`, `long` or nothing: said once on the page where they sign in again."""
    return str(request.session.pop(_ENDED, ""))
