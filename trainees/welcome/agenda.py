"""What is talked about on a welcome day, when and where."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit
from imyportal.db import check_row
from imyportal.enums import Action

from ..models import Group, WelcomeDay, WelcomeTopic

BEFORE = timedelta(days=7)  # some groups meet before they travel
HERE = Path(__file__).resolve().parent
COPIED = ["code", "position", "minutes", "names", "step"]


def read() -> list[dict[str, Any]]:
    """The topics as the agency begins with them, in their order."""
    text = (HERE / "topics.toml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["topics"]
    return found


def write(*, models: Any) -> None:
    """Store those of the template that are not there; `models` has `WelcomeTopic`."""
    topics = models.WelcomeTopic.objects
    known = set(topics.filter(group=None).values_list("code", flat=True))
    topics.bulk_create(
        models.WelcomeTopic(position=place * 10, **topic)
        for place, topic in enumerate(read(), start=1)
        if topic["code"] not in known
    )


@transaction.atomic
def begin(group: Group) -> int:
    """Give a group those topics of the agency's template that it lacks; how many."""
    Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
    made = WelcomeTopic.objects.bulk_create(
        WelcomeTopic(group=group, **{name: getattr(topic, name) for name in COPIED})
        for topic in WelcomeTopic.objects.lacking(group)
    )
    return len(made)


@transaction.atomic
def plan(group: Group, starts_at: datetime, place: str, *, by: User, note: str = "") -> WelcomeDay:
    """Set or change when and where; the first time the group gets the agency's topics, too.

    Raises `ValidationError` `stay` for a day that is not between a week before arrival and the departure.
    """
    first = group.arrives_on - BEFORE
    if not first <= timezone.localdate(starts_at) <= group.leaves_on:
        text = _("Enter a day of the stay: %(first)s to %(last)s.")
        days = {"first": date_format(first, "j F Y"), "last": date_format(group.leaves_on, "j F Y")}
        raise ValidationError({"starts_at": ValidationError(text % days, code="stay")})
    Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
    day = WelcomeDay.objects.filter(group=group).first()
    if day is None:
        day = WelcomeDay(group=group)
        if not WelcomeTopic.objects.filter(group=group).exists():
            begin(group)
    day.starts_at, day.place, day.note = starts_at, place, note
    check_row(day)
    day.save()
    audit.note(Action.WELCOME_PLANNED, by=by, about=day)
    return day
