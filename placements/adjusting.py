"""Hours and evaluations of placements follow what is arranged with one trainee, whatever the reason.

The reason stays in the support plan. A placement knows how many minutes a day at most and how many days more for
evaluations are agreed, and its timetable is no longer than that: week sheets, expected hours, agreements and the
company's pages have nothing else to go by. Whoever reads them reads no why.
"""

from datetime import time
from typing import Any

from django.db import transaction
from django.utils import timezone

from imyportal import audit
from imyportal.enums import Action
from trainees.models import Trainee
from trainees.support.following import adjustments

from .enums import PlacementStatus
from .models import Placement

BREAK_FROM = (
    270  # minutes of work: 94/33/EC, article 12 asks for a break after four and a half hours
)


@transaction.atomic
def follow(trainee: Trainee, by: Any) -> bool:
    """Bring placements that run or come to what is in force; whether something changed.

    What is over stays, and so does a timetable when nothing is in force any more: what was agreed with the company
    is changed on the placement's page.
    """
    wanted = adjustments(trainee)
    if wanted is None:
        return False
    today = timezone.localdate()
    rows = Placement.objects.select_for_update(of=("self",)).filter(
        trainee=trainee, ends_on__gte=today
    )
    changed = False
    for row in rows.exclude(status=PlacementStatus.CANCELLED):
        facts = (wanted.day_minutes, wanted.evaluation_days)
        is_new = facts != (row.most_day_minutes, row.evaluation_days)
        if is_new:
            row.most_day_minutes, row.evaluation_days = facts
            row.arranged_on = today
            row.save(update_fields=["most_day_minutes", "evaluation_days", "arranged_on"])
        if _shorten(row) or is_new:
            changed = True
            audit.note(Action.PLACEMENT_ADJUSTED, by=by, about=row)
    return changed


def _shorten(placement: Placement) -> bool:
    """Let agreed days that are too long end earlier; whether there were some."""
    most = placement.most_day_minutes
    if most is None:
        return False
    long = [day for day in placement.timetable.all() if day.minutes > most]
    for day in long:
        ends_at = _later(day.starts_at, most)
        is_after = day.break_starts_at is not None and day.break_starts_at >= ends_at
        if most <= BREAK_FROM or is_after:
            day.break_minutes, day.break_starts_at = 0, None
        day.ends_at = _later(day.starts_at, most + day.break_minutes)
        day.save(update_fields=["ends_at", "break_minutes", "break_starts_at"])
    return bool(long)


def _later(at: time, minutes: int) -> time:
    total = (at.hour * 60 + at.minute + minutes) % 1440
    return time(total // 60, total % 60)
