"""Somebody asks to be called: who answers, and by when."""

import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.timezone import localdate

from imyportal import mail, opening, work
from imyportal.db import check_row
from imyportal.forms import use_key
from trainees.models import Trainee
from trainees.models.stand_ins import on_duty

from ..models import CallbackRequest

WITHIN = 240  # minutes of opening hours


@dataclass(frozen=True)
class Wish:
    """Who asks, how to reach them (`phone` in international form, or `email`), and what about."""

    name: str
    phone: str
    email: str
    about: str
    language: str

    @property
    def fingerprint(self) -> str:
        """The same for the same person and text, however they are spaced."""
        words = [self.name, self.phone, self.email, self.about]
        plain = [" ".join(each.casefold().split()) for each in words]
        return hashlib.sha256(json.dumps(plain).encode()).hexdigest()


@transaction.atomic
def ask(wish: Wish, *, now: datetime, once: uuid.UUID | None = None) -> CallbackRequest | None:
    """Store the request and mail it to who answers, when the office is open; None when it was sent before.

    So were the same words of the same person, while they wait for a call, be it on another page. Raises
    `ValidationError` for what fields and constraints refuse.
    """
    if not use_key(once):
        return None
    hours = opening.hours()
    trainee = _known(wish)
    row = CallbackRequest(
        **vars(wish), trainee=trainee, asked_at=now, due_at=hours.due(now, WITHIN)
    )
    check_row(row)
    row.fingerprint = wish.fingerprint
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # the same waits: all else was checked
        return None
    work.hook("callbacks.asked")
    begins = now if hours.is_open(now) else hours.opens_next(now)
    to, language = settings.AGENCY["email"], "it"
    if trainee is not None:
        tutor = on_duty(trainee.responsible, localdate(begins))
        to, language = tutor.email, tutor.language
    mail.queue("helpdesk/callback", to=to, language=language, about=row, wait=begins - now)
    return row


def _known(wish: Wish) -> Trainee | None:
    """Of trainees with this number or address the one who leaves last."""
    found = Q()
    if wish.email:
        found |= Q(email=wish.email) | Q(user__email=wish.email)
    if wish.phone:
        found |= Q(phone=wish.phone)
    people = Trainee.objects.filter(found).select_related("tutor", "group__lead_tutor")
    return people.order_by("-group__leaves_on", "-pk").first()
