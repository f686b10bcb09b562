"""Days that are longer than arranged with one trainee (`placements/adjusting.py`): for pages and the board."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal.attention import Level, Signal, pages

from .. import agreed_hours, wording
from ..models import Placement, WorkDay

PART = "longer"
COLUMNS = ("date", "minutes", "arranged__most_day_minutes")
LOOK_BACK = timedelta(days=7)


def longer() -> QuerySet[WorkDay]:
    """Days on which somebody worked longer than is arranged for that day."""
    arranged = agreed_hours.on_date("week__placement__arrangements")
    return (
        WorkDay.objects.annotate(arranged=arranged)
        .filter(minutes__gt=F("arranged__most_day_minutes"))
        .order_by("date")
    )


def words(day: date, minutes: int, most: int) -> str:
    """A sentence about one day; why it is arranged is nobody's business."""
    names = {
        "day": capfirst(wording.full_day(day)),
        "measured": wording.hours(minutes),
        "limit": wording.hours(most),
    }
    # Translators: «Tuesday 10 March: 6:30 h of work, at most 5:00 h are arranged»
    return _("%(day)s: %(measured)s of work, at most %(limit)s are arranged") % names


def part(viewer: User, today: date) -> QuerySet[Any, Any]:
    """`number` are the minutes, `more` is the week, `words` say what is arranged."""
    return (
        longer()
        .filter(
            date__range=(today - LOOK_BACK, today),
            week__placement__in=Placement.objects.visible_to(viewer).live(),
        )
        .annotate(what=Value(PART), who=F("week__placement__trainee"), number=F("minutes"))
        .annotate(first=F("date"), last=F("date"), more=F("week"))
        .annotate(words=Cast("arranged__most_day_minutes", CharField()))
        .order_by()
        .values_list("what", "who", "number", "first", "last", "more", "words")
    )


def say(row: Any, now: datetime) -> Signal:
    """The reason that a row of `part` stands for."""
    return Signal(
        trainee_id=row.trainee,
        key=f"longer:{row.first}",
        level=Level.AMBER,
        icon="clock",
        text=words(row.first, row.number, int(row.words)),
        action=_("Look at the week"),
        url=pages("admin:placements_hourweek_change")(row.more),
    )
