"""Reminders: to companies with weeks to sign, to trainees whose hours are missing.

One mail a person and ISO week, whoever asks for it and however often: its key is unique.
"""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import mail, weeks
from imyportal.models import OutgoingMail

from .enums import WeekStatus
from .missing import missing_days
from .models import CompanyTutor, HourWeek, Placement
from .models.hours import HourWeekQuerySet

SIGN_AFTER = 2  # working days a company has before it is reminded
MISSING_FROM = 2  # working days without hours before a trainee is reminded


def working_days_before(moment: datetime, count: int) -> datetime:
    """`count` working days (Monday to Friday) before `moment`, at the same time of day."""
    while count:
        moment -= timedelta(days=1)
        if timezone.localtime(moment).weekday() < 5:
            count -= 1
    return moment


def late_weeks(now: datetime) -> HourWeekQuerySet:
    """Weeks that have been with their company for two working days or longer."""
    return HourWeek.objects.to_sign().filter(declared_at__lte=working_days_before(now, SIGN_AFTER))


@transaction.atomic
def remind_companies(*, viewer: User | None = None, now: datetime | None = None) -> int:
    """One mail to each company tutor with late weeks; how many were put in the queue.

    With a `viewer` only for trainees they see. Who was reminded this week is left alone.
    """
    now = now or timezone.now()
    late = late_weeks(now)
    if viewer is not None:
        late = late.visible_to(viewer)
    tutors = CompanyTutor.objects.filter(pk__in=late.values("placement__company_tutor"))
    iso = weeks.iso(timezone.localdate(now))
    return sum(
        _queue_sign(tutor, key=f"reminder:sign:{tutor.pk}:{iso}") is not None for tutor in tutors
    )


def _queue_sign(tutor: CompanyTutor, *, key: str) -> OutgoingMail | None:
    return mail.queue(
        "placements/sign_reminder",
        to=tutor.email,
        language=tutor.language,
        about=tutor,
        key=key,
    )


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
    if _queue_sign(tutor, key=f"link:sign:{tutor.pk}:{minute}") is None:
        raise ValidationError(_("The link was sent a moment ago."), code="sent")


@transaction.atomic
def remind_trainees(
    *, viewer: User | None = None, trainee_id: int | None = None, now: datetime | None = None
) -> int:
    """One mail to each trainee with two days or more without hours; how many were queued.

    With a `viewer` only to trainees they see, with a `trainee_id` to this one alone.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    found = missing_days(today).values("placement").annotate(days=Count("pk"))
    placements = Placement.objects.filter(
        pk__in=[each["placement"] for each in found if each["days"] >= MISSING_FROM]
    ).select_related("trainee__user")
    if viewer is not None:
        placements = placements.visible_to(viewer)
    if trainee_id is not None:
        placements = placements.filter(trainee=trainee_id)
    return sum(_queue_hours(placement, weeks.iso(today)) is not None for placement in placements)


def _queue_hours(placement: Placement, iso: str) -> OutgoingMail | None:
    trainee = placement.trainee
    return mail.queue(
        "placements/hours_reminder",
        to=trainee.email,
        language=trainee.user.language if trainee.user else trainee.language,
        about=placement,
        key=f"reminder:hours:{trainee.pk}:{iso}",
    )
