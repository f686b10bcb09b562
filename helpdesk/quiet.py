"""When a tutor reads what comes by the direct line: while the office is open, outside their quiet hours."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import opening
from imyportal.db import check_row

from .models import QuietHours

TRIES = 14  # spans of quiet or closed hours one after the other


def of(tutor: User) -> QuietHours | None:
    """The tutor's own, one query."""
    return QuietHours.objects.filter(tutor=tutor).first()


def reads(quiet: QuietHours | None, at: datetime) -> datetime | None:
    """`at`, when the office is open then and it is not quiet; else the next such moment, None if there is none."""
    hours = opening.hours()
    for _try in range(TRIES):
        at = at if hours.is_open(at) else hours.opens_next(at)
        end = quiet.end_after(at) if quiet else None
        if end is None:
            return at
        at = end
    return None


@transaction.atomic
def keep(tutor: User, quiet: QuietHours | None) -> None:
    """Set, change, or with None end them. Raises `ValidationError` when no opening hour would be left."""
    QuietHours.objects.filter(tutor=tutor).delete()
    if quiet is None:
        return
    check_row(quiet)
    if reads(quiet, timezone.now()) is None:
        raise ValidationError(
            {"ends": _("Leave some of the opening hours to read messages.")}, code="always"
        )
    quiet.save(force_insert=True)
