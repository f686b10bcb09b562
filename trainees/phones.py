"""The trainee's own phone number: entered and changed by themselves, or by an agency tutor on the desk."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import history, phones
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
    keep(row, row.phone, number, by=by)
    row.phone = trainee.phone = number
    row.save(update_fields=["phone"])
    return number


def keep(trainee: Trainee, before: str, after: str, *, by: User) -> None:
    """Keep that the number was changed."""
    if before != after:
        old, new = phones.masked(before), phones.masked(after)
        old = old if old != new else "…"
        history.keep(trainee, by=by, before={"phone": old}, after={"phone": new})


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


def labels(names: set[str]) -> dict[str, str]:
    """What the parts of a trainee are called, of which changes are kept."""
    return {name: capfirst(str(Trainee._meta.get_field(name).verbose_name)) for name in names}  # type: ignore[union-attr]


def text(_name: str, value: str) -> str:
    """The number as far as it is kept."""
    return value or _("nothing")
