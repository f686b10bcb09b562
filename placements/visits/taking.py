"""What a company proposes is taken: another time of the day, or another day."""

from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit
from imyportal.enums import Action

from ..enums import OPEN_VISITS, StopAnswer
from ..models import Visit, VisitGuest, VisitStop
from . import ending, telling
from .planning import (
    ANSWER,
    check_day,
    check_times,
    check_ways,
    forget_answer,
    holding,
    locked,
    mark,
    on_the_way,
)


@transaction.atomic
def take(
    stop: VisitStop, *, by: User, short_is_fine: bool = False, free_is_fine: bool = False
) -> VisitStop:
    """Take the time a company proposes, as long as before; the company is told.

    On another day the company goes over to the visits of that day, a day of its own where there are none; a
    day with this company alone is moved. Raises `ValidationError` when another company has that time, or
    nothing is proposed any more, as of a company that was taken out; `FreeDay` and `ShortWay` as
    `planning.change`.
    """
    asked = VisitStop.objects.select_related("visit").get(pk=stop.pk)
    old, new = _visits(asked, by)
    stops = holding(old)
    stop = next((each for each in stops if each.pk == asked.pk), asked)
    if stop not in stops or stop.answer != StopAnswer.OTHER or stop.proposed_at is None:
        raise ValidationError(_("This company proposes no other time."), code="none")
    if stop.proposed_on != asked.proposed_on:
        text = _("The company has changed its proposal meanwhile. Look again.")
        raise ValidationError(text, code="changed")
    day = stop.proposed_on or old.day
    starts_at, ends_at = _times(stop, day)
    if day != old.day and not free_is_fine:
        check_day(day)
    there = holding(new) if new is not None else stops if day == old.day else []
    others = [each for each in there if each != stop]
    _agree(stop, starts_at, ends_at)
    check_times(on_the_way([*others, stop]))
    if not short_is_fine:
        check_ways(on_the_way([*others, stop]), before=on_the_way(others))
    if day != old.day:
        stop.visit = new or _day_for(old, stops, day, by)
    mark(stop, "visit", "starts_at", "ends_at", "asked_at", *ANSWER)
    telling.tell_company(stop, "agreed")
    _tell(old, stop.visit, is_empty=stop.visit != old and len(stops) == 1, by=by)
    return stop


def _tell(old: Visit, new: Visit, *, is_empty: bool, by: User) -> None:
    """Who comes along hears of days that were fixed; a day without companies is called off."""
    for visit in {old.pk: old, new.pk: new}.values():
        if visit == old and is_empty:
            ending.cancel(visit, _("The company is visited on another day."), by=by)
            continue
        audit.note(Action.VISIT_CHANGED, by=by, about=visit)
        if visit.confirmed_at is not None:
            telling.tell_visitors(visit, "changed", by=by)


def _visits(stop: VisitStop, by: User) -> tuple[Visit, Visit | None]:
    """The day of the stop, and the day of the same visitors it is to go over to, both under their locks."""
    old, new = stop.visit, None
    if stop.proposed_on is not None:
        same = Visit.objects.visible_to(by).filter(
            organisation=old.organisation_id,
            group=old.group_id,
            agency_tutor=old.agency_tutor_id,
            day=stop.proposed_on,
            state__in=OPEN_VISITS,
        )
        new = same.exclude(pk=old.pk).order_by("pk").first()
    held = {each.pk: locked(each) for each in sorted(filter(None, [old, new]), key=_key)}
    return held[old.pk], held[new.pk] if new else None


def _key(visit: Visit) -> int:
    return visit.pk


def _times(stop: VisitStop, day: date) -> tuple[time, time]:
    """From when to when, as long as before. Raises `ValidationError` beyond midnight."""
    length = stop.finishes - stop.begins
    starts_at = stop.proposed_at or stop.starts_at
    ends = timezone.make_aware(datetime.combine(day, starts_at)) + length
    if timezone.localdate(ends) != day:
        raise ValidationError(_("A visit ends on the day it begins."), code="times")
    return starts_at, timezone.localtime(ends).time()


def _agree(stop: VisitStop, starts_at: time, ends_at: time) -> None:
    link, note = stop.answered_link, stop.note
    stop.starts_at, stop.ends_at = starts_at, ends_at
    forget_answer(stop)
    stop.answer, stop.answered_at = StopAnswer.YES, timezone.now()
    stop.answered_link, stop.note = link, note


def _day_for(old: Visit, stops: list[VisitStop], day: date, by: User) -> Visit:
    """The day itself, moved, where nobody else is visited on it; else a new one with the same visitors."""
    if len(stops) == 1:
        old.day = day
        old.save(update_fields=["day"])
        return old
    visit = Visit.objects.create(
        organisation=old.organisation,
        group=old.group,
        agency_tutor=old.agency_tutor,
        day=day,
        planned_by=by,
    )
    guests = old.guest_rows.values_list("tutor", flat=True)
    VisitGuest.objects.bulk_create(VisitGuest(visit=visit, tutor_id=each) for each in guests)
    audit.note(Action.VISIT_PLANNED, by=by, about=visit, stops=1)
    return visit
