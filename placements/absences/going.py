"""«I can go after all»: an absence is taken back, or ends earlier than was said."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit
from imyportal.enums import Action

from ..enums import NoticeOf, NoticeTo
from ..models import Absence, Placement
from . import days, telling
from .saying import held

CHANGED = ["last_day", "back_on", "withdrawn_at", "paper_due_on"]


@dataclass
class Gone:
    """What is left after somebody came back."""

    absence: Absence
    left: list[date] = field(default_factory=list)  # days that stay absent in a week that was sent
    is_new: bool = True


@transaction.atomic
def go(absence: Absence, day: date, *, by: User) -> Gone:
    """At work from `day` on; on the first day or before, the absence never was.

    Whoever was told of the absence is told of this. Days from `day` on are free again in the hour
    chart, also of absences that only continued this one. Twice is once. Raises `ValidationError` with
    code `over` when the absence had ended before `day`.
    """
    placement = held(absence.placement)
    absence = Absence.objects.get(pk=absence.pk)
    if absence.withdrawn_at is not None:
        return Gone(absence, is_new=False)
    if day > absence.last_day:
        if absence.back_on is not None:
            return Gone(absence, is_new=False)
        raise ValidationError(_("This absence is over already."), code="over")
    absence.placement = placement
    following = Absence.objects.holding().filter(
        placement=placement, begins_on=absence.begins_on, first_day__gt=absence.last_day
    )
    left = []
    for each in [absence, *following]:
        found = days.within(
            placement, days.agreed(placement), max(day, each.first_day), each.last_day
        )
        left += days.clear(placement, found, by=by)
        shorten(each, day)
    for to in (NoticeTo.COMPANY, NoticeTo.AGENCY):
        if telling.was_told(absence, to):
            telling.tell(absence, to, NoticeOf.BACK, day=day.isoformat())
    audit.note(Action.ABSENCE_OVER, by=by, about=absence, day=day.isoformat())
    return Gone(absence, left)


def shorten(absence: Absence, day: date) -> None:
    """It ended before `day`; on its first day or before, it never was. Call it under `saying.held`."""
    if day <= absence.first_day:
        absence.withdrawn_at = timezone.now()
    else:
        absence.last_day, absence.back_on = day - timedelta(days=1), day
    due = absence.paper_due_on
    if due and absence.paper_asked_at is None and (absence.withdrawn_at or due > absence.last_day):
        absence.paper_due_on = None
    absence.save(update_fields=CHANGED)


def end_with(placement: Placement, last_day: date, *, by: User) -> None:
    """The placement ends on `last_day`: what was said about later days is void. Nobody is told.

    Call it in the transaction that ends the placement.
    """
    later = Absence.objects.holding().filter(placement=placement, last_day__gt=last_day)
    for absence in later:
        first = max(absence.first_day, last_day + timedelta(days=1))
        timetable = days.agreed(placement)
        days.clear(placement, days.within(placement, timetable, first, absence.last_day), by=by)
        shorten(absence, last_day + timedelta(days=1))
