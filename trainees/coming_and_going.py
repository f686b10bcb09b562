"""Whom the days of coming and going, and what a trainee hands in or asks for, bring to the board. One query."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from imyportal import prepared
from imyportal.attention import Signal

from .accompanying import board as accompanying
from .going_home import board as going_home
from .houses import guest_sheet
from .models import ErasureRequest, GuestEntry, Trainee, WayHome
from .papers import signals as papers
from .privacy import board as privacy
from .welcome import desk as welcome

PARTS = ("what", "who", "of", "at")
SAYING = {
    "home": going_home.signal,
    "erasure": privacy.signal,
    "welcome": welcome.signal,
    "paper": papers.paper_waits,
    "paper_late": papers.paper_late,
    "guest": guest_sheet.signal,
    "alone": accompanying.signal,
}
CATCH_UP = timedelta(days=30)  # so long after the welcome day its absentees are on the board


def signals(viewer: User, now: datetime) -> list[Signal]:
    """One of a kind and trainee, the earliest; the hour is for `SAYING` to judge."""
    rows = prepared.rows(_rows, viewer, timezone.localdate(now))
    first = {(row.what, row.who): row for row in sorted(rows, key=lambda row: row.at, reverse=True)}
    said = (SAYING[row.what](row, now) for row in first.values())
    return [signal for signal in said if signal]


def _rows(viewer: User, today: date) -> QuerySet[Any, Any]:
    """`PARTS` of each: what, which trainee, of which other row, since or until when."""
    until = timezone.make_aware(datetime.combine(today + timedelta(days=1), time()))
    first, *others = (
        _as("home", _on_the_way(viewer, until), of=F("trainee__group"), at=F("home_by")),
        _as("welcome", _absent(viewer, today, until), who=F("pk"), of=F("group"),
            at=F("group__welcome_day__starts_at")),
        _as("paper", papers.waiting(viewer, today), of=F("trainee__group"), at=F("handed_in_at")),
        _as("paper_late", papers.late(viewer, today), of=F("trainee__group"), at=F("reminded_at")),
        _guests(viewer, until),
        accompanying.alone(viewer, today).values_list(*PARTS, named=True),
        _as("erasure", ErasureRequest.objects.visible_to(viewer).open(),
            of=F("trainee__group"), at=F("asked_at")),
    )  # fmt: skip
    return first.union(*others, all=True)


def _as(
    what: str, rows: QuerySet[Any, Any], *, of: F, at: F, who: Any = None
) -> QuerySet[Any, Any]:
    """`who` is the row's trainee where nothing else is said."""
    who = who or F("trainee")
    named = rows.order_by().annotate(what=Value(what), who=who, of=of, at=at)
    return named.values_list(*PARTS, named=True)


def _on_the_way(viewer: User, until: datetime) -> QuerySet[WayHome]:
    return WayHome.objects.visible_to(viewer).on_the_way().filter(home_by__lt=until)


def _absent(viewer: User, today: date, until: datetime) -> QuerySet[Trainee]:
    return Trainee.objects.visible_to(viewer).filter(
        welcomed=None,
        group__welcome_day__starts_at__range=(until - CATCH_UP, until),
        group__leaves_on__gte=today,
    )


def _guests(viewer: User, until: datetime) -> QuerySet[Any, Any]:
    """Arrivals to tell the police.

    Of who accompanies a group and leads it in the file, the board speaks at one of its trainees.
    """
    seen = Trainee.objects.visible_to(viewer).filter(group=OuterRef("accompanying__group"))
    who = Coalesce(F("trainee"), Subquery(seen.order_by("pk").values("pk")[:1]))
    open_ones = GuestEntry.objects.visible_to(viewer).open()
    rows = open_ones.filter(leads=True, file__arrived_at__lt=until)
    return _as("guest", rows, who=who, of=F("file"), at=F("file__due_at")).filter(who__isnull=False)
