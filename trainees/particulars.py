"""Where a trainee was born and lives, and their tax number: entered by themselves, their school or the agency."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from imyportal import audit, tax_numbers, tracking
from imyportal.db import check_row
from imyportal.enums import Action

from .models import Particulars, Trainee

FIELDS = ("birth_place", "street", "town", "country", "tax_number")


def of(trainee: Trainee) -> dict[str, str]:
    """What is on file, by `FIELDS`; empty words where nothing is. One query."""
    row = Particulars.objects.filter(trainee=trainee).first()
    return {name: getattr(row, name) if row else "" for name in FIELDS}


@transaction.atomic
def write(trainee: Trainee, *, by: User, **typed: str) -> Particulars:
    """Store all of `FIELDS` anew; the same once more changes nothing. Raises `ValidationError` at a field."""
    Trainee.objects.select_for_update(of=("self",)).get(pk=trainee.pk)
    row = Particulars.objects.filter(trainee=trainee).first() or Particulars(trainee=trainee)
    typed["tax_number"] = tax_numbers.written(typed.get("tax_number", ""))
    if row.pk and all(getattr(row, name) == typed[name] for name in FIELDS):
        return row
    for name in FIELDS:
        setattr(row, name, typed[name])
    row.by, row.at = by, timezone.now()
    check_row(row)
    with tracking.kept(trainee, by=by, of=Particulars):
        row.save()
    audit.note(Action.PARTICULARS_WRITTEN, by=by, about=trainee)
    return row
