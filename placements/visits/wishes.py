"""A school tells that its tutors come to Italy, and whom they would like to visit."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from imyportal import audit
from imyportal.enums import Action
from imyportal.forms import use_key
from trainees.models import Group, SendingTutor

from ..models import VisitRequest
from . import telling


@dataclass(frozen=True)
class Wish:
    """When, who, and what they would like to see."""

    first_day: date
    last_day: date
    people: str
    group: Group | None = None
    wish: str = ""


@transaction.atomic
def ask_to_come(
    tutor: SendingTutor, wish: Wish, *, once: uuid.UUID | None = None
) -> VisitRequest | None:
    """Put it on the Today board of who leads the group, or a group of the school; None when it was sent twice."""
    if not use_key(once):
        return None
    row = VisitRequest(tutor=tutor, organisation=tutor.organisation, **vars(wish))
    row.validate_constraints()
    row.save(force_insert=True)
    audit.note(Action.VISIT_WANTED, by=tutor.user, about=row)
    return row


@transaction.atomic
def decline(request: VisitRequest, reason: str, *, by: User) -> VisitRequest:
    """It does not work; who asked gets the reason by mail. Twice is once."""
    request = VisitRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if request.answered_at is None:
        request.answered_at, request.answered_by = timezone.now(), by
        request.decline_reason = reason
        request.save(update_fields=["answered_at", "answered_by", "decline_reason"])
        telling.tell_declined(request)
        audit.note(Action.VISIT_DECLINED, by=by, about=request)
    return request
