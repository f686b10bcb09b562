"""Keeps a `WayHome` for everybody who leaves soon, and makes a `HomeReminder` of each step that is due.

Every pass looks at all; what has a row stays as it is, so a pass may fail, be missed or done twice.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ..models import HomeReminder, Trainee, WayHome
from . import times


@transaction.atomic
def lay_due(now: datetime | None = None) -> int:
    """One pass; how many steps were laid. Five queries when there is nothing to do."""
    now = now or timezone.now()
    _lay_ways(now)
    _follow_groups()
    return _lay_steps(now)


def _lay_ways(now: datetime) -> None:
    today = timezone.localdate(now)
    without = (
        Trainee.objects.filter(
            group__leaves_on__range=(today - times.LAID_AFTER, today + times.LAID_BEFORE),
            way_home=None,
        )
        .select_related("group")
        .order_by("pk")
    )
    WayHome.objects.bulk_create([planned(each) for each in without], ignore_conflicts=True)


def planned(trainee: Trainee) -> WayHome:
    """The way home as the group goes, not stored; the group must be loaded."""
    group = trainee.group
    return WayHome(trainee=trainee, leaves_on=group.leaves_on, home_by=times.of_group(group))


def _follow_groups() -> None:
    """Those who go with their group go when it goes, also after its days were changed."""
    rows = WayHome.objects.on_the_way().filter(is_own=False).select_related("trainee__group")
    moved = []
    for way in rows.order_by("pk"):
        new = planned(way.trainee)
        if (way.leaves_on, way.home_by) != (new.leaves_on, new.home_by):
            way.leaves_on, way.home_by = new.leaves_on, new.home_by
            moved.append(way)
    for way in moved:
        still = WayHome.objects.on_the_way().filter(pk=way.pk, is_own=False)
        still.update(leaves_on=way.leaves_on, home_by=way.home_by)


def _lay_steps(now: datetime) -> int:
    open_ways = WayHome.objects.on_the_way().filter(
        leaves_on__lte=timezone.localdate(now),
        home_by__gt=now - times.LAID_AFTER - times.TELL_AFTER,
    )
    ways = list(open_ways.order_by("pk"))
    found = HomeReminder.objects.filter(way__in=ways).values_list("way", "step", "home_by")
    known = set(found)
    new = [
        HomeReminder(way=way, step=step, home_by=way.home_by, due_at=at)
        for way in ways
        for step, at in times.due(way, now)
        if (way.pk, step, way.home_by) not in known
    ]
    HomeReminder.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)
