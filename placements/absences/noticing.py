"""«Not here, and nobody told me»: the company tutor says it by the link; the trainee is asked, and answers."""

import uuid
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import AccessLink, User
from imyportal import audit
from imyportal.enums import Action
from imyportal.forms import use_key

from ..enums import AbsenceBy, AbsenceKind, DayKind, NoticeOf, NoticeTo, WeekStatus
from ..models import Absence, Placement, WorkDay
from . import days, telling
from .saying import held

LOOK_BACK = timedelta(days=6)


def days_to_notice(placement: Placement, today: date) -> list[date]:
    """Days of which a company may say it, the newest first; two queries.

    None of those for which it has signed hours: they are corrected, not denied.
    """
    found = days.within(placement, days.agreed(placement), today - LOOK_BACK, today)
    signed = WorkDay.objects.filter(
        week__placement=placement, week__status=WeekStatus.SIGNED, kind=DayKind.WORKED
    )
    return sorted(set(found) - set(signed.values_list("date", flat=True)), reverse=True)


@transaction.atomic
def notice(
    placement: Placement, day: date, *, link: AccessLink, once: uuid.UUID | None = None
) -> Absence:
    """The company says that the trainee is not there and nobody told: agency tutor and trainee hear it.

    Where the absence was said before, it comes back as it is and nobody is told. Raises
    `ValidationError` with code `outside` for a day that is none of `days_to_notice`: no work was agreed
    for it, or its hours are signed.
    """
    placement = held(placement)
    if day not in days_to_notice(placement, timezone.localdate()):
        text = _("No work was agreed for this day, or you have signed its hours.")
        raise ValidationError(text, code="outside")
    known = Absence.objects.holding().filter(
        placement=placement, first_day__lte=day, last_day__gte=day
    )
    absence = known.first()
    if absence is not None or not use_key(once):
        if absence is None:
            raise ValidationError(_("This was cleared up meanwhile."), code="changed")
        return absence
    timetable = days.agreed(placement)
    absence = Absence.objects.create(
        placement=placement,
        first_day=day,
        last_day=day,
        begins_on=day,
        starts_at=days.starts_at(day, timetable),
        kind=AbsenceKind.UNKNOWN,
        noted_by=AbsenceBy.COMPANY,
        noticed_at=timezone.now(),
        link=link,
    )
    telling.tell(absence, NoticeTo.AGENCY, NoticeOf.NOTICED)
    telling.tell(absence, NoticeTo.TRAINEE, NoticeOf.ASKED)
    audit.note(Action.ABSENCE_NOTICED, by=link, about=absence)
    return absence


@transaction.atomic
def deny(absence: Absence, *, by: User) -> Absence:
    """The trainee says: I was at work. The agency tutor finds out what is true.

    Raises `ValidationError` with code `said` when a reason was given before.
    """
    placement = held(absence.placement)
    absence = Absence.objects.get(pk=absence.pk)
    if absence.denied_at is not None:
        return absence
    if absence.kind != AbsenceKind.UNKNOWN or absence.withdrawn_at is not None:
        raise ValidationError(_("You said before what happened."), code="said")
    absence.denied_at = timezone.now()
    absence.save(update_fields=["denied_at"])
    absence.placement = placement
    telling.tell(absence, NoticeTo.AGENCY, NoticeOf.DENIED)
    audit.note(Action.ABSENCE_SAID, by=by, about=absence, denied=True)
    return absence


@transaction.atomic
def clear_up(absence: Absence, *, by: User) -> Absence:
    """The agency tutor has talked to both: the board is quiet about it. Twice is once."""
    absence = Absence.objects.select_for_update(of=("self",)).get(pk=absence.pk)
    if absence.cleared_at is None:
        absence.cleared_at, absence.cleared_by = timezone.now(), by
        absence.save(update_fields=["cleared_at", "cleared_by"])
        audit.note(Action.ABSENCE_SETTLED, by=by, about=absence, what="cleared")
    return absence
