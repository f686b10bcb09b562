"""Hours and evaluations of placements follow what is arranged with one trainee, whatever the reason.

The reason stays in the support plan. A placement knows from when until when how many minutes a day at most, and how
many days more for evaluations are agreed: week sheets, expected hours, agreements and the company's pages have nothing
else to go by (`agreed_hours`). Whoever reads them reads no why.
"""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from imyportal import audit, tracking, weeks
from imyportal.db import check_row
from imyportal.enums import Action
from trainees.models import Trainee
from trainees.support.following import adjustments

from .agreements import differing
from .enums import EDITABLE_WEEKS, PlacementStatus
from .models import Arrangement, HourWeek, Placement, WorkDay


@transaction.atomic
def follow(trainee: Trainee, by: Any) -> bool:
    """Bring placements that run or come to what is in force; whether something changed.

    What is over stays, and so does what was agreed for the days before: see `first_day`.
    """
    wanted = adjustments(trainee)
    if wanted is None:
        return False
    today = timezone.localdate()
    rows = Placement.objects.select_for_update(of=("self",)).filter(
        trainee=trainee, ends_on__gte=today
    )
    changed = False
    found = list(rows.exclude(status=PlacementStatus.CANCELLED))
    before = tracking.read(found)
    for row in found:
        is_new = wanted.evaluation_days != row.evaluation_days
        if is_new:
            row.evaluation_days = wanted.evaluation_days
            row.save(update_fields=["evaluation_days"])
        if _arrange(row, wanted.day_minutes, today) or is_new:
            changed = True
            audit.note(Action.PLACEMENT_ADJUSTED, by=by, about=row)
            differing.mark(row)
    if changed:
        tracking.keep({row.pk: row for row in found}, before, by=by)
    return changed


def _arrange(placement: Placement, most: int | None, today: date) -> bool:
    """End what was arranged until now, and begin what is from now on; whether they differ."""
    now = Arrangement.objects.filter(placement=placement).open().first()
    if (now.most_day_minutes if now else None) == most:
        return False
    list(_weeks(placement, today).select_for_update(of=("self",)))  # none is sent meanwhile
    first = first_day(placement, today)
    if now and now.first_day >= first:
        now.delete()
    elif now:
        now.last_day, now.ended_at = first - timedelta(days=1), timezone.now()
        check_row(now)
        now.save(update_fields=["last_day", "ended_at"])
    if most is not None:
        # What was ended after a week that came back since: new hours follow it.
        ended = Arrangement.objects.filter(placement=placement, last_day__gte=first)
        last = ended.order_by("-last_day").values_list("last_day", flat=True).first()
        if last:
            first = last + timedelta(days=1)
        row = Arrangement(placement=placement, first_day=first, most_day_minutes=most)
        check_row(row)
        row.save()
    return True


def first_day(placement: Placement, today: date) -> date:
    """From when other hours can be agreed: today, if nothing is entered for it and its week was not sent."""
    last_sent = _weeks(placement, today).exclude(status__in=EDITABLE_WEEKS).last()
    if last_sent:
        return last_sent.monday + timedelta(weeks=1)
    is_entered = WorkDay.objects.filter(week__placement=placement, date=today).exists()
    return today + timedelta(days=1) if is_entered else today


def _weeks(placement: Placement, today: date) -> QuerySet[HourWeek]:
    """Those that are not over, the first one first."""
    rows = HourWeek.objects.filter(placement=placement, monday__gte=weeks.monday_of(today))
    return rows.order_by("monday")
