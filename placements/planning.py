"""Agreeing on a placement, interrupting and cancelling it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit, tracking
from imyportal.enums import Action
from trainees.support import following

from .absences import going
from .enums import ABSENCES, PlacementStatus, WeekStatus
from .models import AgreedDay, HourWeek, Placement, WorkDay
from .worktime import plans

LONGEST_REASON = 300  # characters


def _locked(placement: Placement) -> Placement:
    return (
        Placement.objects.select_for_update(of=("self",))
        .select_related("trainee", "company", "company_tutor")
        .get(pk=placement.pk)
    )


def _checked(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise ValidationError(_("Write the reason."), code="reason")
    if len(reason) > LONGEST_REASON:
        text = _("%(label)s is longer than %(limit)d characters.")
        facts = {"label": _("Reason"), "limit": LONGEST_REASON}
        raise ValidationError(text % facts, code="reason")
    return reason


@transaction.atomic
def confirm(placement: Placement, *, by: User, despite: str = "") -> Placement:
    """School, company and agency agree: the trainee sees it, hours can be filled.

    Working-time limits that the timetable does not keep become exceptions for the reason `despite`.
    Raises `ValidationError` when it is not a proposal, has no timetable, or overlaps another one;
    code `worktime` when the timetable breaks a limit without a reason.
    """
    placement = _locked(placement)
    if placement.status == PlacementStatus.CONFIRMED:
        return placement
    if placement.status != PlacementStatus.PROPOSED:
        raise ValidationError(_("This placement is already closed."), code="closed")
    if not AgreedDay.objects.filter(placement=placement).exists():
        raise ValidationError(_("Enter the agreed weekly timetable first."), code="no_timetable")
    placement.status = PlacementStatus.CONFIRMED
    placement.full_clean()
    following.follow(placement.trainee, by=by)
    plans.settle(placement, by=by, despite=despite)
    with tracking.kept(placement, by=by, of=Placement):
        placement.save(update_fields=["status"])
    audit.note(Action.PLACEMENT_CONFIRMED, by=by, about=placement)
    return placement


@transaction.atomic
def interrupt(placement: Placement, *, by: User, last_day: date, reason: str) -> Placement:
    """End the placement early, on `last_day`; what was signed stays.

    Raises `ValidationError` when it is not confirmed, the day lies outside, hours were entered after
    it, or the reason is empty or too long.
    """
    placement = _locked(placement)
    if placement.status != PlacementStatus.CONFIRMED:
        raise ValidationError(_("Only a confirmed placement can be ended early."), code="closed")
    reason = _checked(reason)
    if not placement.holds(last_day):
        raise ValidationError(_("The last day must lie within the placement."), code="outside")
    # Announced absences are no hours: they end with the placement.
    later = WorkDay.objects.filter(week__placement=placement, date__gt=last_day)
    if later.exclude(kind__in=ABSENCES, date__gt=timezone.localdate()).exists():
        raise ValidationError(_("Hours were entered after this day."), code="hours")
    going.end_with(placement, last_day, by=by)
    placement.status = PlacementStatus.INTERRUPTED
    placement.ends_on, placement.cancel_reason = last_day, reason
    with tracking.kept(placement, by=by, of=Placement):
        placement.save(update_fields=["status", "ends_on", "cancel_reason"])
    audit.note(Action.PLACEMENT_INTERRUPTED, by=by, about=placement, last_day=last_day.isoformat())
    return placement


@transaction.atomic
def cancel(placement: Placement, *, by: User, reason: str) -> Placement:
    """Cancel a placement that came to nothing.

    Raises `ValidationError` when a week of it was signed (interrupt it instead), it was cancelled
    before, or the reason is empty or too long.
    """
    placement = _locked(placement)
    if placement.status == PlacementStatus.CANCELLED:
        raise ValidationError(_("This placement is already cancelled."), code="closed")
    reason = _checked(reason)
    if HourWeek.objects.filter(placement=placement, status=WeekStatus.SIGNED).exists():
        raise ValidationError(
            _("A week of this placement is signed. End it early instead."), code="signed"
        )
    placement.status = PlacementStatus.CANCELLED
    placement.cancelled_at, placement.cancelled_by = timezone.now(), by
    placement.cancel_reason = reason
    with tracking.kept(placement, by=by, of=Placement):
        placement.save(update_fields=["status", "cancelled_at", "cancelled_by", "cancel_reason"])
    audit.note(Action.PLACEMENT_CANCELLED, by=by, about=placement)
    return placement


def doubts(placement: Placement) -> list[str]:
    """What speaks against a placement without forbidding it, in words; empty when nothing does."""
    trainee, company, group = placement.trainee, placement.company, placement.trainee.group
    found = []
    if trainee.is_minor_on(placement.starts_on) and not company.minors_allowed:
        text = _("%(trainee)s is under 18 and %(company)s takes trainees from 18 on.")
        found.append(text % {"trainee": trainee, "company": company})
    if placement.starts_on < group.arrives_on or placement.ends_on > group.leaves_on:
        text = _("The group stays from %(first)s to %(last)s; the placement goes beyond that.")
        days = {
            "first": date_format(group.arrives_on, "j F Y"),
            "last": date_format(group.leaves_on, "j F Y"),
        }
        found.append(text % days)
    if not company.is_active:
        found.append(_("%(company)s takes no trainees at present.") % {"company": company})
    return found


def timetable_doubts(placement: Placement) -> list[str]:
    """The limits its timetable does not keep and nobody agreed to, in words."""
    return [each.text for each in plans.doubts(placement) if not each.accepted]
