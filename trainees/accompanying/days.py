"""On which days somebody may come with a group, and how these follow the group's."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit, tracking
from imyportal.enums import Action

from ..houses import beds
from ..models import AccompanyingPerson, Group

AROUND = timedelta(days=14)  # so much earlier or later than the group somebody may come or leave


def check(group: Group, arrives_on: date | None, leaves_on: date | None) -> None:
    """Raise `ValidationError` at its field: `order` and `far` for days that cannot be; None is not looked at."""
    first, last = group.arrives_on - AROUND, group.leaves_on + AROUND
    wrong: dict[str, ValidationError] = {}
    for name, day in (("arrives_on", arrives_on), ("leaves_on", leaves_on)):
        if day is not None and not first <= day <= last:
            days = {"first": date_format(first, "j F Y"), "last": date_format(last, "j F Y")}
            # Translators: the days are two weeks around the stay of the group
            text = _("Enter a day between %(first)s and %(last)s: two weeks around the group’s.")
            wrong[name] = ValidationError(text % days, code="far")
    if arrives_on and leaves_on and leaves_on < arrives_on:
        text = _("The last day is before the first day.")
        wrong["leaves_on"] = ValidationError(text, code="order")
    if wrong:
        raise ValidationError(wrong)


@transaction.atomic
def follow(group: Group, before: tuple[date, date], *, by: User) -> int:
    """Whose days were the group's `before` has the group's new ones; days set by hand stay. How many changed."""
    done = 0
    people = AccompanyingPerson.objects.select_for_update(of=("self",)).filter(group=group)
    for person in people:
        first, last = person.stay
        new = (
            group.arrives_on if first == before[0] else first,
            group.leaves_on if last == before[1] else last,
        )
        if new == person.stay or new[1] < new[0]:
            continue
        with tracking.kept(person, by=by):
            person.arrives_on, person.leaves_on = new
            person.save(update_fields=["arrives_on", "leaves_on"])
        audit.note(Action.ACCOMPANYING_CHANGED, by=by, about=person, fields=["stay"])
        beds.leave(person, person.leaves_on, by=by)
        done += 1
    return done
