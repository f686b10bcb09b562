"""Who has read what, and which school has got it."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit, mail
from imyportal.enums import Action

from .. import journey
from ..models import Edition, Group, Handover, Receipt, SendingTutor, Trainee
from . import editions


@transaction.atomic
def confirm(trainee: Trainee, edition: Edition, *, by: User) -> Receipt:
    """The trainee has read it; the journey's step of its kind is ticked. Said twice is said once.

    Raises `ValidationError` `draft` for what is not published.
    """
    if not edition.is_published:
        raise ValidationError(_("This version is not published."), code="draft")
    receipt, is_new = Receipt.objects.get_or_create(edition=edition, trainee=trainee)
    if is_new:
        audit.note(
            Action.EDITION_READ,
            by=by,
            about=trainee,
            what=edition.kind,
            language=edition.language,
            version=edition.version,
        )
        journey.tick_code(trainee, edition.kind, by=by)
    return receipt


def is_read(edition: Edition, receipts: Iterable[Receipt]) -> bool:
    """Whether one of `receipts` of the same kind is of this edition, or of one confirmed after it came out.

    Who read the English guidebook last week has read the Italian one that was there by then.
    """
    return any(_counts(each, edition) for each in receipts)


def _counts(receipt: Receipt, edition: Edition) -> bool:
    came_out: datetime | None = edition.published_at
    same = receipt.edition_id == edition.pk
    return same or (
        receipt.edition.kind == edition.kind and came_out is not None and receipt.at >= came_out
    )


def of_trainee(trainee: Trainee) -> list[Receipt]:
    """All of one person, the newest last; one query."""
    return list(Receipt.objects.filter(trainee=trainee).select_related("edition"))


# --- Schools ----------------------------------------------------------------------------------


@transaction.atomic
def give(group: Group, *, by: User) -> int:
    """Give the group's school what is published in its language and was not given; how many editions.

    Each tutor of the school gets one mail with the links.
    """
    school = group.organisation
    known = set(Handover.objects.filter(organisation=school).values_list("edition", flat=True))
    given = [
        Handover.objects.get_or_create(edition=each, organisation=school, defaults={"given_by": by})
        for each in editions.for_language(school.language)
        if each.pk not in known
    ]
    new = [row for row, is_new in given if is_new]
    if not new:
        return 0
    audit.note_each(Action.EDITION_GIVEN, by=by, rows=new)
    first = min(row.pk for row in new)
    tutors = SendingTutor.objects.filter(organisation=school, user__is_active=True)
    for tutor in tutors.select_related("user"):
        mail.queue(
            "trainees/publications_given",
            to=tutor.user.email,
            language=tutor.user.language,
            about=school,
            key=f"publications_given:{first}:{tutor.pk}",
            handovers=[row.pk for row in new],
            reader=tutor.pk,
        )
    return len(new)


@transaction.atomic
def receive(handover: Handover, *, by: User) -> Handover:
    """Somebody at the school says that it has arrived; the first word stands."""
    row = Handover.objects.select_for_update(of=("self",)).get(pk=handover.pk)
    if row.received_at is None:
        row.received_at, row.received_by = timezone.now(), by
        row.save(update_fields=["received_at", "received_by"])
        audit.note(Action.EDITION_RECEIVED, by=by, about=row)
    return row
