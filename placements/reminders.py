"""Reminders that somebody asks for: to companies with weeks to sign, to trainees without hours.

They are the rows that the weekly cycle lays by itself (`placements.cycle`): one mail a person and ISO
week, whoever asks for it and however often.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import mail, opening

from .cycle import doing, laying
from .enums import CycleKind, ReminderOutcome, WeekStatus
from .missing import missing_days
from .models import CompanyTutor, HourWeek, Placement, Reminder
from .models.hours import HourWeekQuerySet

SIGN_AFTER = 2  # office days a company has before somebody may remind it
MISSING_FROM = 2  # days without hours before somebody may remind a trainee


def late_weeks(now: datetime) -> HourWeekQuerySet:
    """Weeks that have been with their company for two office days or longer."""
    before = opening.hours().office_days_before(now, SIGN_AFTER)
    return HourWeek.objects.to_sign().filter(declared_at__lte=before)


@transaction.atomic
def remind_companies(*, viewer: User | None = None, now: datetime | None = None) -> int:
    """One mail to each company tutor with late weeks; how many were put in the queue.

    With a `viewer` only for trainees they see. Who was reminded this week is left alone.
    """
    now = now or timezone.now()
    late = late_weeks(now)
    if viewer is not None:
        late = late.visible_to(viewer)
    keys = set(late.values_list("placement__company_tutor", flat=True))
    return _send(CompanyTutor, keys, CycleKind.SIGN, now)


@transaction.atomic
def remind_trainees(
    *, viewer: User | None = None, trainee_id: int | None = None, now: datetime | None = None
) -> int:
    """One mail to each trainee with two days or more without hours; how many were queued.

    With a `viewer` only to trainees they see, with a `trainee_id` to this one alone.
    """
    now = now or timezone.now()
    found = missing_days(timezone.localdate(now)).values("placement").annotate(days=Count("pk"))
    placements = Placement.objects.filter(
        pk__in=[each["placement"] for each in found if each["days"] >= MISSING_FROM]
    )
    if viewer is not None:
        placements = placements.visible_to(viewer)
    if trainee_id is not None:
        placements = placements.filter(trainee=trainee_id)
    keys = set(placements.values_list("pk", flat=True))
    return _send(Placement, keys, CycleKind.HOURS, now)


def _send(
    of: type[Placement | CompanyTutor], keys: set[int], kind: CycleKind, now: datetime
) -> int:
    """This week's first reminder of each, done at once, at night too; how many mails there are."""
    row = laying.this_week(kind, now)
    laying.store(of, keys, **row)
    whose = "placement" if of is Placement else "company_tutor"
    same = {"kind": kind, "monday": row["monday"], "step": 1, f"{whose}__in": keys}
    count = doing.do(lambda: Reminder.objects.waiting().filter(**same), by_hand=True)
    return count[ReminderOutcome.MAILED]


@transaction.atomic
def send_link(tutor: CompanyTutor) -> None:
    """The link once more, with the weeks that wait.

    Raises `ValidationError` when nothing waits for a signature, no address is on file, or the link
    was sent within the last minute already.
    """
    waiting = HourWeek.objects.filter(placement__company_tutor=tutor, status=WeekStatus.DECLARED)
    if not waiting.exists():
        raise ValidationError(_("Nothing waits for a signature."), code="nothing")
    if not tutor.email:
        raise ValidationError(_("No e-mail address is on file."), code="no_address")
    minute = f"{timezone.now():%Y-%m-%dT%H:%M}"
    sent = mail.queue(
        "placements/sign_reminder",
        to=tutor.email,
        language=tutor.language,
        about=tutor,
        key=f"link:{CycleKind.SIGN}:{tutor.pk}:{minute}",
    )
    if sent is None:
        raise ValidationError(_("The link was sent a moment ago."), code="sent")
