"""The stay of one trainee so far, in time order: every room tells of its own.

A room registers a function in a module its `AppConfig.ready()` imports:

    @course.register("contact", _("Contacts"), "phone", "placements.view_contact")
    def contacts(trainee: Trainee, viewer: User) -> list[Moment]: ...

It tells what `viewer` may see and open, in a fixed number of queries.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.utils import timezone

from accounts.models import User
from imyportal import weeks

from .models import Trainee


@dataclass(frozen=True)
class Moment:
    """One thing that was, or will be."""

    at: datetime
    text: str
    url: str = ""  # of its page on the desk
    said: str = ""  # own words of somebody, or what else belongs to it


Tells = Callable[[Trainee, User], list[Moment]]


@dataclass(frozen=True)
class Kind:
    """A kind of moments, to filter by."""

    key: str
    label: Any
    icon: str  # a symbol of static/img/icons.svg
    permission: str  # without which nothing of it is told
    tell: Tells


@dataclass(frozen=True)
class Line:
    """One moment, ready for the page."""

    moment: Moment
    kind: Kind
    is_ahead: bool


@dataclass(frozen=True)
class Week:
    """What was in one week, the latest first."""

    monday: date
    sunday: date
    lines: list[Line] = field(default_factory=list)


_kinds: dict[str, Kind] = {}


def register(key: str, label: Any, icon: str, permission: str) -> Callable[[Tells], Tells]:
    """The decorated function tells of moments of this kind, to who has the permission."""

    def known(tell: Tells) -> Tells:
        _kinds[key] = Kind(key, label, icon, permission, tell)
        return tell

    return known


def kinds_for(viewer: User) -> dict[str, Kind]:
    """What `viewer` may choose from, by key."""
    return {key: kind for key, kind in _kinds.items() if viewer.has_perm(kind.permission)}


def of(trainee: Trainee, viewer: User, kinds: Iterable[Kind]) -> list[Week]:
    """All moments of these kinds by week, the latest first."""
    now = timezone.now()
    lines = [
        Line(moment, kind, moment.at > now)
        for kind in kinds
        for moment in kind.tell(trainee, viewer)
    ]
    lines.sort(key=lambda line: line.moment.at, reverse=True)
    return [
        Week(monday, monday + timedelta(days=6), list(found))
        for monday, found in groupby(lines, key=_monday)
    ]


def _monday(line: Line) -> date:
    return weeks.monday_of(timezone.localdate(line.moment.at))
