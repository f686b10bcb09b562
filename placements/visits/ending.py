"""A day is fixed, cancelled, or over: what was seen is written down, and stands in the contact log."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit
from imyportal.enums import Action

from .. import contact_log
from ..enums import ContactKind, ContactWith, ReportSide, StopAnswer, VisitState
from ..models import Contact, Visit, VisitReport, VisitStop
from . import offering, telling
from .planning import holding, locked, mark


@transaction.atomic
def fix(visit: Visit, *, by: User) -> Visit:
    """The day stands: who comes along and the companies that agreed get it by mail. Twice is once."""
    visit = locked(visit)
    if visit.state == VisitState.PLANNED:
        visit.state, visit.confirmed_at = VisitState.CONFIRMED, timezone.now()
        visit.save(update_fields=["state", "confirmed_at"])
        telling.tell_visitors(visit, "fixed", by=by)
        for stop in holding(visit):
            if stop.answer == StopAnswer.YES:
                telling.tell_company(stop, "fixed")
        audit.note(Action.VISIT_FIXED, by=by, about=visit)
    return visit


@transaction.atomic
def cancel(visit: Visit, reason: str, *, by: User) -> Visit:
    """Nobody comes. Everybody who was asked or told hears it, once."""
    visit = locked(visit)
    for stop in holding(visit):
        mark(stop)
        telling.tell_company(stop, "off")
    telling.tell_visitors(visit, "cancelled", by=by)
    visit.state, visit.cancelled_at = VisitState.CANCELLED, timezone.now()
    visit.cancelled_by, visit.cancel_reason = by, reason
    visit.save(update_fields=["state", "cancelled_at", "cancelled_by", "cancel_reason"])
    audit.note(Action.VISIT_CANCELLED, by=by, about=visit)
    return visit


@dataclass(frozen=True)
class Seen:
    """What was seen at one company."""

    seen: str
    spoken_to: str = ""
    next_step: str = ""
    next_on: date | None = None
    is_shared: bool = False


@transaction.atomic
def report(visit: Visit, side: ReportSide, found: Mapping[int, Seen], *, by: User) -> Visit:
    """Keep what one side saw, by the keys of the stops; the first report ends the day.

    It is written to the contact log of everybody there, and added to it when it is put right later; of a
    school, where nobody of the agency came along. Raises `ValidationError` with code `early` before the day,
    `over` once it was cancelled.
    """
    visit = _for_report(visit)
    for stop in holding(visit):
        if stop.pk in found:
            _keep(stop, side, found[stop.pk], by)
    if visit.is_open and found:
        visit.state, visit.done_at = VisitState.DONE, timezone.now()
        visit.save(update_fields=["state", "done_at"])
    audit.note(Action.VISIT_REPORTED, by=by, about=visit, stops=len(found))
    return visit


def _for_report(visit: Visit) -> Visit:
    row = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if row.state == VisitState.CANCELLED:
        raise ValidationError(_("This visit was cancelled."), code="over")
    if row.day > timezone.localdate():
        raise ValidationError(_("This visit is still to come."), code="early")
    return row


def _keep(stop: VisitStop, side: ReportSide, seen: Seen, by: User) -> None:
    seen = replace(seen, is_shared=seen.is_shared or side == ReportSide.SCHOOL)
    row = VisitReport.objects.filter(stop=stop, side=side).first()
    if row is not None and _said(row) == seen:
        return
    is_new = row is None
    row = row or VisitReport(stop=stop, side=side)
    for name, value in vars(seen).items():
        setattr(row, name, value)
    row.by, row.at = by, timezone.now()
    row.validate_constraints()
    row.save()
    if side == ReportSide.AGENCY or stop.visit.agency_tutor_id is None:
        _log(row, by) if is_new else _add_to_log(row, by)


def _said(row: VisitReport) -> Seen:
    return Seen(row.seen, row.spoken_to, row.next_step, row.next_on, row.is_shared)


def _log(row: VisitReport, by: User) -> None:
    """A school's next steps are its own: they stand in its report alone."""
    stop, is_ours = row.stop, row.side == ReportSide.AGENCY
    people = [each.trainee for each in offering.there([stop], by)[stop.pk]]
    said = contact_log.Said(
        kind=ContactKind.VISIT,
        with_whom=ContactWith.COMPANY if is_ours else ContactWith.SENDING,
        at=min(stop.begins, timezone.now()),
        text=row.seen,
        name=row.spoken_to if is_ours else str(by),
        minutes=int((stop.finishes - stop.begins).total_seconds()) // 60,
        next_step=row.next_step if is_ours else "",
        next_on=row.next_on if is_ours else None,
        next_by=by if is_ours and row.next_step else None,
        is_shared=is_ours and row.is_shared,
        school_text=row.seen if is_ours and row.is_shared else "",
    )
    if people:
        row.occasion = contact_log.log(people, said, by=by)[0].occasion
        row.save(update_fields=["occasion"])


def _add_to_log(row: VisitReport, by: User) -> None:
    text = _("The report was put right: %(text)s") % {"text": row.seen}
    if row.occasion is None:
        return
    for contact in Contact.objects.filter(occasion=row.occasion):
        contact_log.add_note(contact, text, by=by)
