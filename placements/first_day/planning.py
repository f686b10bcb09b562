"""When and where a trainee is introduced, the way to work, and telling the company."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit, mail, tracking
from imyportal.db import check_row
from imyportal.enums import Action
from trainees import journey
from trainees.models import Trainee

from ..enums import LIVE_STATUSES
from ..models import FirstDay, Placement

AROUND = timedelta(days=14)  # before the first day, and after it
WAY = "way"  # the code of the journey's step


@transaction.atomic
def plan(placement: Placement, meets_at: datetime, *, by: User, **known: Any) -> FirstDay:
    """Set or change when, where, by whom and the way; `known` are the other fields.

    Raises `ValidationError` at `meets_at` for a day that is more than two weeks from the placement's first.
    """
    day = timezone.localdate(meets_at)
    if not placement.starts_on - AROUND <= day <= placement.starts_on + AROUND:
        text = _("This is not near the first day of the placement. Look at the date.")
        raise ValidationError({"meets_at": text})
    placement = Placement.objects.select_for_update(of=("self",)).get(pk=placement.pk)
    row = FirstDay.objects.filter(placement=placement).first() or FirstDay(placement=placement)
    row.meets_at = meets_at
    for name, value in known.items():
        setattr(row, name, value)
    check_row(row)
    with tracking.kept(placement, by=by, of=FirstDay):
        row.save()
    audit.note(Action.FIRST_DAY_PLANNED, by=by, about=row)
    return row


@transaction.atomic
def brief(first_day: FirstDay, *, by: User) -> bool:
    """Mail the company its sheet, again after each change of the day; False without an address.

    Raises `ValidationError` `confirmed` while the placement is not confirmed, `over` after the day.
    """
    row = FirstDay.objects.select_for_update(of=("self",)).get(pk=first_day.pk)
    placement = row.placement
    if placement.status not in LIVE_STATUSES:
        text = _("Confirm the placement first: then the company can open its sheet.")
        raise ValidationError(text, code="confirmed")
    if row.is_over:
        raise ValidationError(_("This first day is over: call the company instead."), code="over")
    tutor = placement.company_tutor
    queued = mail.queue(
        "placements/first_day",
        to=tutor.email,
        language=tutor.language,
        about=row,
        key=f"first_day:{row.pk}:{tutor.pk}:{row.meets_at:%Y%m%d%H%M}",
    )
    if queued is not None:
        row.briefed_at = timezone.now()
        row.save(update_fields=["briefed_at"])
        audit.note(Action.FIRST_DAY_BRIEFED, by=by, about=row)
    return queued is not None


@transaction.atomic
def went_alone(first_day: FirstDay, *, by: User) -> FirstDay:
    """The trainee has found the way alone; said twice is said once."""
    Trainee.objects.select_for_update(of=("self",)).get(pk=first_day.placement.trainee_id)
    row = FirstDay.objects.select_for_update(of=("self",)).get(pk=first_day.pk)
    if row.alone_on is None:
        row.alone_on = timezone.localdate()
        row.save(update_fields=["alone_on"])
        audit.note(Action.FIRST_DAY_ALONE, by=by, about=row)
        journey.tick_code(row.placement.trainee, WAY, by=by)
    return row
