"""What accompanying persons hear by mail: that their group has arrived, has started, is home, or is not."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from imyportal import mail
from imyportal.models import OutgoingMail

from ..enums import News
from ..models import AccompanyingPerson, Group, StepDone, Trainee

# A mail tells of the whole group: it waits so long after the first of them.
WAIT = {
    News.ARRIVED: timedelta(hours=3),
    News.STARTED: timedelta(hours=24),
    News.HOME: timedelta(minutes=5),
}
STEPS = {News.ARRIVED: ("arrived", "welcome-day"), News.STARTED: ("introduced",)}


def tell(groups: Iterable[int], what: News) -> int:
    """Something has happened in these groups: one mail to each of theirs, once; how many. Of home, when all are.

    In the caller's transaction; `groups` are keys.
    """
    found = {key for key in groups if what != News.HOME or not missing(key, what)}
    people = AccompanyingPerson.objects.reachable_on(timezone.localdate())
    drafts = [
        mail.draft(
            "trainees/accompanying_news",
            to=person.email,
            language=person.language,
            about=person,
            key=_key(person, what),
            wait=WAIT[what],
            what=what,
        )
        for person in people.filter(group__in=found, wants_news=True)
    ]
    return len(mail.queue_all(drafts)) if drafts else 0


def forget(group: int, what: News) -> None:
    """It was a mistake: what has not gone out is not said, unless it is true of somebody else of the group."""
    if what != News.HOME and _done(group, what).exists():
        return
    people = AccompanyingPerson.objects.filter(group=group)
    keys = [_key(each, what) for each in people]
    OutgoingMail.objects.filter(key__in=keys, done_at=None, lease_until=None).delete()


def missing(group: int, what: News) -> list[Trainee]:
    """Of whom it is not known yet."""
    people = Trainee.objects.filter(group=group)
    if what == News.HOME:
        return list(people.exclude(way_home__home_at__isnull=False))
    return list(people.exclude(pk__in=_done(group, what)))


def _done(group: int, what: News) -> models.QuerySet[Any, Any]:
    """Keys of the trainees whose steps say it."""
    rows = StepDone.objects.filter(trainee__group=group, step__code__in=STEPS[what])
    return rows.order_by().values("trainee")


def not_home(group: Group, home_by: datetime) -> list[OutgoingMail]:
    """Some of the group are missed: one mail to each, for all who were expected at this moment, wanted or not."""
    moment, today = home_by.isoformat(), timezone.localdate()
    return [
        mail.draft(
            "trainees/accompanying_missed",
            to=person.email,
            language=person.language,
            about=person,
            key=f"accompanying:missed:{person.pk}:{moment}",
            home_by=moment,
        )
        for person in group.accompanying.all()
        if person.email and today <= person.link_until
    ]


def _key(person: AccompanyingPerson, what: News) -> str:
    return f"accompanying:{what}:{person.pk}"
