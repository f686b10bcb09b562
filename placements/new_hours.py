"""Other hours are agreed with one trainee: in words for everybody who acts on them, and on the Today board.

Hours and days, and never why: whoever reads a placement reads the same (`adjusting.py`).
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal.attention import Level, Signal, pages
from trainees.models import Trainee
from trainees.support import following

from . import adjusting, agreed_hours, presenting, wording
from .agreed_hours import Timetable
from .attention import Part, add_part
from .enums import ContactWith
from .models import Arrangement, Contact, Placement

PART = "new_hours"
LOOK_BACK = timedelta(days=14)


# --- On pages ----------------------------------------------------------------------------------


def lines(placement: Placement, timetable: Timetable | None = None) -> list[str]:
    """What is agreed from when to when, a sentence each; none where nothing was ever arranged.

    One query, or none with the placement's `timetable`.
    """
    timetable = timetable or agreed_hours.of_one(placement)
    spans = sorted(timetable.spans, key=lambda each: each.first_day)
    found = []
    for span in spans:
        names = {
            "days": _days(span.first_day, span.last_day),
            "most": wording.hours(span.most),
            "week": _week(timetable, span.first_day),
        }
        # Translators: «From 22 November 2026 on: at most 6:00 h a day, 30:00 h a week»
        found.append(_("%(days)s: at most %(most)s a day, %(week)s a week") % names)
    if spans and spans[-1].last_day and spans[-1].last_day < placement.ends_on:
        found.append(_again(timetable, spans[-1].last_day + timedelta(days=1)))
    return found


def _days(first: date, last: date | None) -> str:
    if last is None:
        # Translators: like «From 22 November 2026 on»
        return _("From %(day)s on") % {"day": f"{wording.day_month(first)} {first.year}"}
    return f"{capfirst(presenting.period(first, last))} {last.year}"


def _week(timetable: Timetable, day: date) -> str:
    return wording.hours(sum(each.minutes for each in timetable.week_of(day)))


def _again(timetable: Timetable, day: date) -> str:
    names = {"days": _days(day, None), "week": wording.hours(sum(timetable.minutes.values()))}
    # Translators: «From 25 November 2026 on: 37:30 h a week again, as before»
    return _("%(days)s: %(week)s a week again, as before") % names


def _of(trainee: Trainee) -> QuerySet[Placement]:
    """Those whose hours may still change."""
    today = timezone.localdate()
    return (
        Placement.objects.live().filter(trainee=trainee, ends_on__gte=today).order_by("starts_on")
    )


def said(trainee: Trainee) -> Iterator[str]:
    """What is agreed in the placements that run or come."""
    for placement in _of(trainee):
        yield from lines(placement)


def if_it_ends(trainee: Trainee) -> Iterator[str]:
    """What becomes of the hours when nothing is arranged any more, as if it ended now."""
    today = timezone.localdate()
    rows = _of(trainee).filter(Exists(Arrangement.objects.open().filter(placement=OuterRef("pk"))))
    for placement in rows:
        first = max(adjusting.first_day(placement, today), placement.starts_on)
        yield _again(agreed_hours.of_one(placement), first)


following.speakers.append(following.Speaker(said, if_it_ends))


# --- On the Today board ------------------------------------------------------------------------


def part(viewer: User, today: date) -> QuerySet[Any, Any]:
    """`number` are minutes a day at most, `first` their day, or 0 and the last day; `more` is the placement.

    For two weeks, or until a contact with the company is written down.
    """
    placements = Placement.objects.visible_to(viewer).live().filter(ends_on__gte=today)
    spoken = Contact.objects.filter(
        trainee=OuterRef("placement__trainee"),
        with_whom=ContactWith.COMPANY,
        logged_at__gte=OuterRef("changed_at"),
    )
    later = Arrangement.objects.filter(
        placement=OuterRef("placement"), first_day__gt=OuterRef("first_day")
    )
    day = Coalesce("last_day", "first_day")
    return (
        Arrangement.objects.filter(~Exists(later), placement__in=placements)
        .annotate(changed_at=Coalesce("ended_at", "agreed_at"))
        .filter(~Exists(spoken), changed_at__date__gte=today - LOOK_BACK)
        .annotate(what=Value(PART), who=F("placement__trainee"))
        .annotate(
            number=Case(
                When(last_day=None, then=F("most_day_minutes")),
                default=0,
                output_field=IntegerField(),
            )
        )
        .annotate(first=day, last=day, more=F("placement"))
        .annotate(words=Value("", CharField()))
        .order_by()
        .values_list("what", "who", "number", "first", "last", "more", "words")
    )


def say(row: Any, now: datetime) -> Signal:
    """The reason that a row of `part` stands for."""
    day = row.first
    if row.number:
        text = _("Other hours: at most %(most)s a day") % {"most": wording.hours(row.number)}
    else:
        text, day = _("Other hours: as before again"), day + timedelta(days=1)
    return Signal(
        trainee_id=row.trainee,
        key=f"new_hours:{day}:{row.number}",
        level=Level.PLAIN,
        icon="clock",
        text=text,
        # Translators: day is like «Monday 23 November»; the tutor does it, and writes the contact down
        since=_("from %(day)s; tell the company, and write down that you did")
        % {"day": wording.full_day(day)},
        action=_("Look at the hours"),
        url=pages("admin:placements_placement_change")(row.more),
    )


add_part(PART, Part(part, say))
