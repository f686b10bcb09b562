"""The trainee's own phone number: entered and changed by themselves, or by an agency tutor on the desk."""

from collections.abc import Iterable

from django.db import transaction

from accounts.models import User
from imyportal import phones, tracking
from imyportal.models import Change

from .models import Trainee


def written(trainee: Trainee) -> str:
    """The number on file in international form, as somebody calls it; empty without one."""
    return phones.shown(trainee.phone, trainee.group.organisation.country)


@transaction.atomic
def change(trainee: Trainee, number: str, *, by: User) -> str:
    """Store `number` in international form and say it; the same once more changes nothing.

    Kept is who changed it when, never the number before: it can be erased. Raises `ValidationError` at
    its field for what is no number.
    """
    found = Trainee.objects.select_for_update(of=("self",)).select_related("group__organisation")
    row = found.get(pk=trainee.pk)
    number = phones.read(number, row.group.organisation.country)
    row.phone = trainee.phone = number
    with tracking.kept(row, by=by, of=Trainee):
        row.save(update_fields=["phone"])
    return number


def entered_themselves(trainees: Iterable[Trainee]) -> set[int]:
    """Keys of those who were the last to change their number; one query."""
    accounts = {str(each.pk): each.user_id for each in trainees if each.user_id}
    if not accounts:
        return set()
    changes = Change.objects.filter(
        about_kind=Trainee._meta.label_lower, about_id__in=accounts, after__phone__isnull=False
    )
    # The newest is read last.
    last = dict(changes.order_by("at", "pk").values_list("about_id", "user"))
    return {int(key) for key, user in last.items() if user == accounts[key]}
