"""Days to come that a trainee may still say «I can't go» about."""

from datetime import date, timedelta

from django.db.models import Case, DateField, Exists, F, OuterRef, Value, When
from django.utils.translation import gettext as _

from .. import wording
from ..models import Absence, AgreedDay, Placement, WorkDay


def next_day(placement: Placement, today: date) -> date | None:
    """The next day of work within a week, or of the first week; one query.

    Not one that something was said of, nor one whose hours are entered.
    """
    first = max(today, placement.starts_on)
    days = [first + timedelta(days=n) for n in range(7)]  # each weekday once
    dated = Case(
        *[When(weekday=day.weekday(), then=Value(day)) for day in days], output_field=DateField()
    )
    same = {"placement": OuterRef("placement")}
    said = Absence.objects.holding().filter(
        **same, first_day__lte=OuterRef("day"), last_day__gte=OuterRef("day")
    )
    entered = WorkDay.objects.filter(
        week__placement=OuterRef("placement"), date=OuterRef("day"), date__range=(first, days[-1])
    )
    found = (
        AgreedDay.objects.filter(placement=placement)
        .annotate(day=dated)
        .filter(~Exists(said), ~Exists(entered), placement__ends_on__gte=F("day"))
        .order_by("day")
    )
    return found.values_list("day", flat=True).first()


def offer(placement: Placement | None, today: date) -> str:
    """The words of the link to «I can't go»; empty when no work is near."""
    day = next_day(placement, today) if placement else None
    if day is None:
        return ""
    if day == today:
        return _("I can’t go today")
    # Translators: on the trainee's button; day is like «Monday 23 November»
    return _("I can’t go on %(day)s") % {"day": wording.full_day(day)}
