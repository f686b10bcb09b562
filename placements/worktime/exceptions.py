"""Agreeing that a limit is not kept, with the reason, and taking that back."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit
from imyportal.enums import Action

from ..enums import LimitKind
from ..models import Placement, WorkingTimeException
from . import keeping


@transaction.atomic
def agree(
    placement: Placement, kind: LimitKind, *, first: date, last: date, reason: str, by: User
) -> WorkingTimeException:
    """Agree that `kind` is not kept on the days from `first` to `last`, both included.

    The same again is one exception. Raises `ValidationError` with names of fields when the reason is
    empty or the days are not the placement's.
    """
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Write the reason.")})
    if last < first:
        raise ValidationError({"last": _("The last day is before the first day.")})
    if not (placement.starts_on <= first and last <= placement.ends_on):
        raise ValidationError({"first": _("Choose days within the placement.")})
    Placement.objects.select_for_update(of=("self",)).get(pk=placement.pk)
    same = {"placement": placement, "kind": kind, "first": first, "last": last, "reason": reason}
    if known := WorkingTimeException.objects.standing().filter(**same).first():
        return known
    row = WorkingTimeException.objects.create(**same, by=by)
    audit.note(Action.EXCEPTION_AGREED, by=by, about=row, placement=placement.pk)
    keeping.recheck_person(placement.trainee)
    return row


@transaction.atomic
def withdraw(row: WorkingTimeException, *, by: User) -> WorkingTimeException:
    """Take an exception back: from now on the limit warns again. Twice is once."""
    row = (
        WorkingTimeException.objects.select_for_update(of=("self",))
        .select_related("placement__trainee")
        .get(pk=row.pk)
    )
    if row.withdrawn_at:
        return row
    row.withdrawn_at, row.withdrawn_by = timezone.now(), by
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    audit.note(Action.EXCEPTION_WITHDRAWN, by=by, about=row, placement=row.placement_id)
    keeping.recheck_person(row.placement.trainee)
    return row
