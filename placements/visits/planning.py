"""A day of visits is planned and changed. What a company agreed to is asked again when it changes."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit, opening, work
from imyportal.attention import day_words
from imyportal.enums import Action
from imyportal.forms import use_key
from trainees.models import Group, SendingOrganisation, SendingTutor

from ..enums import StopAnswer, VisitState
from ..models import CompanyTutor, Visit, VisitGuest, VisitRequest, VisitStop
from . import offering, telling

ANSWER = [
    "answer",
    "answered_at",
    "answered_link",
    "answered_user",
    "proposed_at",
    "proposed_on",
    "note",
]
MARK = ["sequence", "changed_at"]
SUNDAY = 7


@dataclass(frozen=True)
class Day:
    """When, who comes, and where they meet."""

    day: date
    agency_tutor: User | None = None
    guests: Sequence[SendingTutor] = ()
    meeting_at: time | None = None
    meeting_point: str = ""


@dataclass(frozen=True)
class Stop:
    """A company and its time."""

    tutor: CompanyTutor
    starts_at: time
    ends_at: time


@dataclass(frozen=True)
class Changes:
    """What becomes of the stops of a day, by their keys; those not named stay as they are."""

    times: Mapping[int, tuple[time, time]] = field(default_factory=dict)
    withdrawn: frozenset[int] = frozenset()
    agreed: frozenset[int] = frozenset()  # the company said yes on the phone
    added: Sequence[Stop] = ()


class ShortWay(ValidationError):
    """Less than the usual time between two places; `at` has the words for it by the later company's key."""

    def __init__(self, at: Mapping[int, str]) -> None:
        super().__init__(list(at.values()), code="short")
        self.at = at


class FreeDay(ValidationError):
    """A Sunday or a public holiday: companies may be closed."""


def locked(visit: Visit) -> Visit:
    """The visit, read anew under its lock. Raises `ValidationError` with code `over` once it is locked."""
    row = (
        Visit.objects.select_for_update(of=("self",))
        .select_related("organisation", "group", "agency_tutor", "planned_by")
        .get(pk=visit.pk)
    )
    work.hook("visits.locked")
    if not row.is_open:
        text = _("This visit is over: %(state)s.") % {"state": row.get_state_display()}
        raise ValidationError(text, code="over")
    return row


def holding(visit: Visit) -> list[VisitStop]:
    """The stops of a day with all that is told of them; each knows this `visit`."""
    rows = list(visit.stops.holding().select_related("company", "company_tutor"))
    for row in rows:
        row.visit = visit
    return rows


@transaction.atomic
def plan(
    organisation: SendingOrganisation,
    group: Group | None,
    day: Day,
    stops: Sequence[Stop],
    *,
    by: User,
    request: VisitRequest | None = None,
    once: uuid.UUID | None = None,
    short_is_fine: bool = False,
    free_is_fine: bool = False,
) -> Visit | None:
    """Plan a day; no company hears of it yet. None when it was sent twice.

    Raises `ValidationError`: nobody comes, no company, a past day, times that overlap; `FreeDay` unless
    `free_is_fine`, and `ShortWay` unless `short_is_fine`.
    """
    if not use_key(once):
        return None
    _check(day, stops)
    if not free_is_fine:
        check_day(day.day)
    if not short_is_fine:
        check_ways(stops)
    visit = Visit.objects.create(
        organisation=organisation, group=group, planned_by=by, request=request, **_fields(day)
    )
    VisitGuest.objects.bulk_create(VisitGuest(visit=visit, tutor=each) for each in day.guests)
    for stop in stops:
        _add(visit, stop)
    if request is not None:
        VisitRequest.objects.filter(pk=request.pk, answered_at=None).update(
            answered_at=timezone.now(), answered_by=by
        )
    audit.note(Action.VISIT_PLANNED, by=by, about=visit, stops=len(stops))
    return visit


@transaction.atomic
def change(
    visit: Visit,
    day: Day,
    changes: Changes,
    *,
    by: User,
    short_is_fine: bool = False,
    free_is_fine: bool = False,
) -> Visit:
    """Change a day. Companies whose time is another one are asked again, those taken out are told.

    Raises `ValidationError` as `plan`, and with code `over`; `FreeDay` for another day alone, `ShortWay` for
    ways that were not short before.
    """
    visit = locked(visit)
    stops = holding(visit)
    moved = day.day != visit.day
    kept = [_timed(each, changes) for each in stops if _counts(each, changes, moved)]
    _check(day, [*kept, *changes.added], was=visit.day)
    if moved and not free_is_fine:
        check_day(day.day)
    if not short_is_fine:
        check_ways([*kept, *changes.added], before=on_the_way(stops))
    before = _fields_of(visit)
    for name, value in _fields(day).items():
        setattr(visit, name, value)
    visit.save(update_fields=list(before))
    touched = _set_guests(visit, day.guests) | (before != _fields_of(visit))
    for stop in stops:
        touched |= _apply(stop, changes, moved=moved, by=by)
    for new in changes.added:
        touched = True
        _add(visit, new)
    if touched:
        audit.note(Action.VISIT_CHANGED, by=by, about=visit)
        if visit.state == VisitState.CONFIRMED:
            telling.tell_visitors(visit, "changed", by=by)
    return visit


def _counts(stop: VisitStop, changes: Changes, moved: bool) -> bool:
    """Whether the company is visited after the changes; one that said no is, once it is asked again."""
    if stop.pk in changes.withdrawn:
        return False
    again = moved or stop.pk in changes.agreed or _is_moved(stop, changes)
    return stop.answer != StopAnswer.NO or again


def _is_moved(stop: VisitStop, changes: Changes) -> bool:
    now = (stop.starts_at, stop.ends_at)
    return changes.times.get(stop.pk, now) != now


def _timed(stop: VisitStop, changes: Changes) -> Stop:
    starts_at, ends_at = changes.times.get(stop.pk, (stop.starts_at, stop.ends_at))
    return Stop(stop.company_tutor, starts_at, ends_at)


def _fields(day: Day) -> dict[str, Any]:
    return {
        "day": day.day,
        "agency_tutor": day.agency_tutor,
        "meeting_at": day.meeting_at,
        "meeting_point": day.meeting_point,
    }


def _fields_of(visit: Visit) -> dict[str, Any]:
    return {name: getattr(visit, name) for name in _fields(Day(visit.day))}


def _set_guests(visit: Visit, guests: Sequence[SendingTutor]) -> bool:
    """Whether others come than before."""
    before = set(visit.guest_rows.values_list("tutor", flat=True))
    after = {each.pk for each in guests}
    visit.guest_rows.filter(tutor__in=before - after).delete()
    VisitGuest.objects.bulk_create(
        VisitGuest(visit=visit, tutor=each) for each in guests if each.pk not in before
    )
    return before != after


def _add(visit: Visit, stop: Stop) -> VisitStop:
    row = VisitStop(
        visit=visit,
        company=stop.tutor.company,
        company_tutor=stop.tutor,
        starts_at=stop.starts_at,
        ends_at=stop.ends_at,
    )
    row.save(force_insert=True)
    return row


def _apply(stop: VisitStop, changes: Changes, *, moved: bool, by: User) -> bool:
    """Do to one stop what `changes` say; whether that was anything."""
    if stop.pk in changes.withdrawn:
        stop.withdrawn_at = timezone.now()
        mark(stop, "withdrawn_at")
        telling.tell_company(stop, "off")
        return True
    is_new = moved or _is_moved(stop, changes)
    if is_new:
        now = (stop.starts_at, stop.ends_at)
        stop.starts_at, stop.ends_at = changes.times.get(stop.pk, now)
        forget_answer(stop)
        mark(stop, "starts_at", "ends_at", "asked_at", *ANSWER)
    agreed = stop.pk in changes.agreed and stop.answer != StopAnswer.YES
    if agreed:
        forget_answer(stop)
        stop.answer, stop.answered_at = StopAnswer.YES, timezone.now()
        stop.answered_user = by
        mark(stop, *ANSWER)
    elif is_new and stop.answer == StopAnswer.ASKED:
        telling.tell_company(stop, "again")
    return is_new or agreed


def forget_answer(stop: VisitStop) -> None:
    """As if the company had been asked just now; it is not saved."""
    stop.answered_at = stop.answered_link = stop.answered_user = None
    stop.proposed_at, stop.proposed_on, stop.note = None, None, ""
    was_asked = stop.asked_at is not None
    stop.answer = StopAnswer.ASKED if was_asked else StopAnswer.OPEN
    stop.asked_at = timezone.now() if was_asked else None


def mark(stop: VisitStop, *fields: str) -> None:
    """Save `fields`; calendars take the change."""
    stop.sequence, stop.changed_at = stop.sequence + 1, timezone.now()
    stop.save(update_fields=[*fields, *MARK])


# --- What must hold ---------------------------------------------------------------------------


def _check(day: Day, stops: Sequence[Stop], was: date | None = None) -> None:
    if day.day != was and day.day < timezone.localdate():
        raise ValidationError({"day": _("This day is over.")})
    if day.agency_tutor is None and not day.guests:
        raise ValidationError(_("Choose who comes: an agency tutor, sending tutors, or both."))
    if not stops:
        raise ValidationError(_("Choose at least one company."))
    check_times(stops)


def check_day(day: date) -> None:
    """Raises `FreeDay` for a Sunday, a public holiday, and a day on which the office is closed."""
    why = opening.hours().closed_for(day) or (_("Sunday") if day.isoweekday() == SUNDAY else "")
    if why:
        # Translators: why is «Sunday» or a holiday, like «Christmas Day»
        text = _("%(day)s, %(why)s: the companies may be closed.")
        raise FreeDay(text % {"day": day_words(day, "j F Y"), "why": why}, code="free")


def check_times(stops: Sequence[Stop]) -> None:
    """Raises `ValidationError` for an end before its start, a company twice, and times that overlap."""
    ordered = sorted(stops, key=lambda each: each.starts_at)
    names = [str(each.tutor.company) for each in ordered]
    companies = [each.tutor.company_id for each in ordered]
    for name, stop in zip(names, ordered, strict=True):
        if stop.ends_at <= stop.starts_at:
            text = _("%(company)s: the end is not after the start.") % {"company": name}
            raise ValidationError(text, code="times")
        if companies.count(stop.tutor.company_id) > 1:
            raise ValidationError(
                _("%(company)s is there twice.") % {"company": name}, code="twice"
            )
    for number, stop in enumerate(ordered[1:], 1):
        if stop.starts_at < ordered[number - 1].ends_at:
            text = _("%(one)s and %(other)s are at the same time.")
            raise ValidationError(
                text % {"one": names[number - 1], "other": names[number]}, code="overlap"
            )


def on_the_way(stops: Sequence[VisitStop]) -> list[Stop]:
    """`stops` that are visited, with the times they have."""
    taking = (each for each in stops if each.answer != StopAnswer.NO)
    return [Stop(each.company_tutor, each.starts_at, each.ends_at) for each in taking]


def check_ways(stops: Sequence[Stop], before: Sequence[Stop] = ()) -> None:
    """Raises `ShortWay` where less than the usual time lies between two places, and less than `before`."""
    usual = offering.ON_THE_WAY // timedelta(minutes=1)
    known = _short_ways(before)
    names = {each.tutor.company_id: str(each.tutor.company) for each in stops}
    at = {}
    for (one, other), minutes in _short_ways(stops).items():
        if minutes < known.get((one, other), usual):
            # Translators: one and other are companies
            text = _(
                "%(other)s: only %(minutes)d min after %(one)s, in another place. Usual: %(usual)d min."
            )
            words = {"other": names[other], "one": names[one], "minutes": minutes, "usual": usual}
            at[other] = text % words
    if at:
        raise ShortWay(at)


def _short_ways(stops: Sequence[Stop]) -> dict[tuple[int, int], int]:
    """Minutes between neighbours of the day that are too few, by the keys of the two companies."""
    ordered = sorted(stops, key=lambda each: each.starts_at)
    found = {}
    for one, other in pairwise(ordered):
        ends, starts = (datetime.combine(date.min, at) for at in (one.ends_at, other.starts_at))
        here, there = one.tutor.company, other.tutor.company
        is_there = bool(here.address) and here.address.casefold() == there.address.casefold()
        if starts - ends < offering.ON_THE_WAY and not is_there:
            found[here.pk, there.pk] = (starts - ends) // timedelta(minutes=1)
    return found
