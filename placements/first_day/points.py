"""What is gone through on the first day, and ticked on the tutor's phone."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from accounts.models import User
from imyportal import audit
from imyportal.enums import Action
from trainees import journey

from ..models import FirstDayPoint, FirstDayTick, Placement

STEP = "introduced"  # the code of the journey's step
HERE = Path(__file__).resolve().parent


def read() -> list[dict[str, Any]]:
    """The points as the agency begins with them, in their order."""
    text = (HERE / "points.toml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["points"]
    return found


def write(*, models: Any) -> None:
    """Store those of the template that are not there; `models` has `FirstDayPoint`."""
    points = models.FirstDayPoint.objects
    known = set(points.filter(group=None).values_list("code", flat=True))
    points.bulk_create(
        models.FirstDayPoint(position=place * 10, **point)
        for place, point in enumerate(read(), start=1)
        if point["code"] not in known
    )


def of(placement: Placement) -> list[FirstDayPoint]:
    """The group's own points, else the agency's; one query."""
    group = placement.trainee.group_id
    found = list(FirstDayPoint.objects.filter(group=group)) if group else []
    return found or list(FirstDayPoint.objects.template())


@transaction.atomic
def tick(placement: Placement, ticked: set[int], *, by: User) -> int:
    """Exactly these points are gone through (their keys); how many that are.

    With the last one the journey's step is ticked; without one of them it is open again.
    """
    placement = Placement.objects.select_for_update(of=("self",)).get(pk=placement.pk)
    points = {each.pk: each for each in of(placement)}
    rows = {row.point_id: row for row in FirstDayTick.objects.filter(placement=placement)}
    gone = [row.pk for key, row in rows.items() if key in points and key not in ticked]
    new = [points[key] for key in sorted(ticked & set(points)) if key not in rows]
    FirstDayTick.objects.filter(pk__in=gone).delete()
    FirstDayTick.objects.bulk_create(
        FirstDayTick(placement=placement, point=each, by=by) for each in new
    )
    count = len(ticked & set(points))
    if new or gone:
        audit.note(Action.FIRST_DAY_TICKED, by=by, about=placement, count=count)
        if count == len(points):
            journey.tick_code(placement.trainee, STEP, by=by)
        else:
            journey.untick_code(placement.trainee, STEP, by=by)
    return count
