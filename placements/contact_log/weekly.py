"""Contacts for weekly reports and for the school's pages: facts, and what was written for the school."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from trainees.models import Group, Trainee

from ..enums import ContactKind, ContactWith
from ..models import Contact, Placement


@dataclass(frozen=True)
class WeekContact:
    """One contact of a week, without a word that anybody wrote for the agency."""

    key: int
    occasion: UUID  # the same in several rows: one talk about several trainees, counted once
    kind: ContactKind
    with_whom: ContactWith
    at: datetime
    minutes: int | None  # of the whole talk
    next_on: date | None  # when the agreed next step is due
    is_done: bool  # the next step
    school_text: str = ""  # empty: not shared


@dataclass(frozen=True)
class SharedContact:
    """What a school reads of one contact."""

    at: datetime
    kind: ContactKind
    with_whom: ContactWith
    text: str
    by: str  # the agency tutor's name


def of(placements: Iterable[Placement], monday: date) -> dict[int, list[WeekContact]]:
    """The contacts of one week by placement, oldest first; one query.

    Keys of placements without any are there with an empty list. Of two placements of one trainee in the
    week each has the contacts from its first day on.
    """
    ours = sorted(placements, key=lambda each: each.starts_on)
    found: dict[int, list[WeekContact]] = {each.pk: [] for each in ours}
    trainees = {each.trainee_id for each in ours}
    for row in _in_week(monday).filter(trainee__in=trainees):
        day = timezone.localdate(row.at)
        own = [each for each in ours if each.trainee_id == row.trainee_id]
        begun = [each for each in own if each.starts_on <= day] or own[:1]
        found[begun[-1].pk].append(_week_contact(row))
    return found


def of_group(group: Group, monday: date) -> list[WeekContact]:
    """The contacts of one week about the group as a whole, oldest first; one query."""
    return [_week_contact(row) for row in _in_week(monday).filter(group=group)]


def _in_week(monday: date) -> QuerySet[Contact]:
    first, after = (
        timezone.make_aware(datetime.combine(day, time()))
        for day in (monday, monday + timedelta(weeks=1))
    )
    return Contact.objects.filter(at__gte=first, at__lt=after).order_by("at", "pk")


def _week_contact(row: Contact) -> WeekContact:
    return WeekContact(
        key=row.pk,
        occasion=row.occasion,
        kind=ContactKind(row.kind),
        with_whom=ContactWith(row.with_whom),
        at=row.at,
        minutes=row.minutes,
        next_on=row.next_on,
        is_done=row.done_at is not None,
        school_text=row.school_text if row.is_shared else "",
    )


def shared(rows: Iterable[Placement | Trainee]) -> dict[int, list[SharedContact]]:
    """What schools read of contacts, by the keys of these placements or trainees, newest first; one query.

    Of a placement: all of its trainee.
    """
    by_trainee: dict[int, list[int]] = defaultdict(list)
    for each in rows:
        by_trainee[getattr(each, "trainee_id", each.pk)].append(each.pk)
    found: dict[int, list[SharedContact]] = {
        key: [] for keys in by_trainee.values() for key in keys
    }
    contacts = Contact.objects.shared().filter(trainee__in=by_trainee)
    for row in contacts.select_related("by").order_by("-at", "-pk"):
        one = SharedContact(
            row.at, ContactKind(row.kind), ContactWith(row.with_whom), row.school_text, str(row.by)
        )
        for key in by_trainee[row.trainee_id]:  # type: ignore[index]
            found[key].append(one)
    return found
