"""The desk's list of a group's ways home, and what the Today board says of those who are missed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal.attention import Level, Signal, pages

from ..enums import HomeOutcome, HomeSaid
from ..models import Group, HomeReminder, Trainee, WayHome
from . import times
from .laying import planned


@dataclass(frozen=True)
class Row:
    """One trainee."""

    name: str
    url: str
    is_minor: bool
    phone: str
    home_by: datetime
    note: str
    is_own: bool
    is_home: bool
    tone: str
    state: str
    how: str  # how we know, and who wrote it down
    done: list[str]  # what was done about it
    plan_url: str
    say_url: str


def rows(group: Group, viewer: User, now: datetime) -> list[Row]:
    """Who is missed first, then who is on the way, then who is home. Three queries."""
    seen = Trainee.objects.visible_to(viewer).filter(group=group)
    people = list(
        seen.select_related("way_home__said_by", "way_home__said_link").prefetch_related(
            "way_home__reminders"
        )
    )
    found = []
    for trainee in people:
        trainee.group = group
        way = getattr(trainee, "way_home", None) or planned(trainee)
        found.append((_place(way, now), _row(trainee, way, now)))
    found.sort(key=lambda each: each[0])
    return [row for _place, row in found]


def not_known(group: Group, viewer: User, now: datetime) -> list[WayHome]:
    """Who of the group is expected home by now and has not been heard of; one query, none before they leave."""
    if timezone.localdate(now) < group.leaves_on:
        return []
    ways = WayHome.objects.visible_to(viewer).on_the_way().filter(home_by__lte=now)
    of_group = ways.filter(trainee__group=group).select_related("trainee")
    return list(of_group.order_by("trainee__last_name", "trainee__first_name", "pk"))


def _place(way: WayHome, now: datetime) -> tuple[bool, bool]:
    return way.home_at is not None, not times.is_missed(way, now)


def _row(trainee: Trainee, way: WayHome, now: datetime) -> Row:
    tone, state = standing(way, now)
    return Row(
        name=trainee.name,
        url=trainee.get_absolute_url(),
        is_minor=trainee.is_minor_on(timezone.localdate(now)),
        phone=trainee.phone,
        home_by=timezone.localtime(way.home_by),
        note=way.note,
        is_own=way.is_own,
        is_home=way.home_at is not None,
        tone=tone,
        state=state,
        how=_how(way),
        done=[_done(each) for each in _steps(way)],
        plan_url=pages("admin:trainees_trainee_way_home")(trainee.pk),
        say_url=pages("admin:trainees_trainee_is_home")(trainee.pk),
    )


def standing(way: WayHome, now: datetime) -> tuple[str, str]:
    """Tone and words."""
    if way.home_at is not None:
        return "ok", _("home")
    if times.is_missed(way, now):
        return "danger", _("not heard of")
    if way.home_by <= now:
        return "warn", _("late")
    if timezone.localdate(now) >= way.leaves_on:
        return "wait", _("on the way")
    return "", _("still here")


def _how(way: WayHome) -> str:
    if way.home_at is None:
        return ""
    moment = date_format(timezone.localtime(way.home_at), "j F H:i")
    if way.said_how == HomeSaid.PHONE and way.said_by:
        # Translators: name is who wrote it down; like «told by phone, Giulia Conti, 7 March 21:15»
        return _("told by phone, %(name)s, %(moment)s") % {"name": way.said_by, "moment": moment}
    return f"{way.get_said_how_display()}, {moment}"


def _steps(way: WayHome) -> list[HomeReminder]:
    if way.pk is None:
        return []
    rows = [each for each in way.reminders.all() if each.outcome not in ("", HomeOutcome.MOVED)]
    return sorted(rows, key=lambda each: each.due_at)


def _done(row: HomeReminder) -> str:
    moment = date_format(timezone.localtime(row.done_at), "j F H:i") if row.done_at else ""
    if row.outcome in (HomeOutcome.MAILED, HomeOutcome.BEFORE):
        return f"{row.get_step_display()}, {moment}"
    return f"{row.get_step_display()}: {row.get_outcome_display()}"


# --- The board --------------------------------------------------------------------------------


def signal(row: Any, now: datetime) -> Signal | None:
    """The reason that a way home gives, `row` with its columns by name; None while it is not missed."""
    if row.at + times.TELL_AFTER > now:
        return None
    moment = date_format(timezone.localtime(row.at), "l j F, H:i")
    return Signal(
        trainee_id=row.who,
        key=f"not_home:{row.at:%Y-%m-%dT%H:%M}",
        level=Level.RED,
        icon="alert",
        text=_("Not known to be home"),
        # Translators: a day with a time, like «expected Saturday 7 March, 22:00»
        since=_("expected %(moment)s") % {"moment": moment},
        action=_("Open the group’s way home"),
        url=reverse("admin:trainees_group_home", args=[row.of]),
    )
