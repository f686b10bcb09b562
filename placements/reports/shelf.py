"""Which reports a school has: of one group with their subject, of many only how many."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Q

from accounts.models import User
from trainees.models import Group

from ..models import WeeklyReport
from ..presenting import period
from . import summary
from .reading import read


@dataclass(frozen=True)
class OnShelf:
    """One week."""

    monday: date
    period: str
    words: str  # «Week 3: all 8 trainees at work, 1 absence»
    is_well: bool
    is_read: bool


def of(group: Group, viewer: User) -> list[OnShelf]:
    """The newest first; one query."""
    seen = WeeklyReport.objects.visible_to(viewer).standing().filter(group=group)
    found = []
    for row in seen.select_related("acknowledgement").order_by("-monday"):
        told = read(row.content or {})
        found.append(
            OnShelf(
                monday=row.monday,
                period=period(row.monday, row.monday + timedelta(days=6)),
                words=summary.subject(told),
                is_well=told.is_well,
                is_read=hasattr(row, "acknowledgement"),
            )
        )
    return found


@dataclass(frozen=True)
class Stock:
    """How many reports of a group there are."""

    reports: int = 0
    unread: int = 0
    last: date | None = None  # its Monday


def counts(groups: Iterable[Group], viewer: User) -> dict[int, Stock]:
    """By the group's key; one query."""
    seen = WeeklyReport.objects.visible_to(viewer).standing().filter(group__in=list(groups))
    rows = (
        seen.values("group")
        .annotate(
            reports=Count("pk"),
            unread=Count("pk", filter=Q(acknowledgement=None)),
            last=Max("monday"),
        )
        .order_by()
        .values_list("group", "reports", "unread", "last")
    )
    return {group: Stock(*stock) for group, *stock in rows}
