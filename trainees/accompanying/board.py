"""Who comes with a group, on the desk, and what the Today board says of minors with whom nobody comes."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, F, Min, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal.attention import Level, Signal

from ..models import AccompanyingPerson, Group, Trainee
from ..models.people import years_before

AHEAD = timedelta(days=14)  # so long before arrival the board asks


def is_asked_for(group: Group) -> bool:
    """Whether the group has minors and nobody comes with it."""
    minors = Trainee.objects.filter(group=group, birth_date__gt=years_before(group.arrives_on, 18))
    return minors.exists() and not AccompanyingPerson.objects.filter(group=group).exists()


def alone(viewer: User, today: date) -> QuerySet[Any, Any]:
    """Of each group with minors that arrives soon and with which nobody comes: one of them, as rows of the board."""
    known = AccompanyingPerson.objects.values("group")
    minors = Trainee.objects.visible_to(viewer).filter(
        birth_date__gt=years_before(today, 18), group__arrives_on__range=(today, today + AHEAD)
    )
    return (
        minors.exclude(group__in=known)
        .order_by()
        .values("group")
        .annotate(
            what=Value("alone"),
            who=Min("pk"),
            of=F("group"),
            at=Min("added_at", output_field=DateTimeField()),
        )
    )


def signal(row: Any, now: datetime) -> Signal:
    """The reason that a group gives, at the first of its minors."""
    return Signal(
        trainee_id=row.who,
        key=f"alone:{row.of}",
        level=Level.PLAIN,
        icon="user",
        text=_("Nobody is on file who comes with this group of minors"),
        action=_("Open the accompanying persons"),
        url=reverse("admin:trainees_group_accompanying", args=[row.of]),
    )
