"""What the police wants to know of a guest: entered, sealed, read for the file, deleted."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import AccessLink, User
from imyportal import audit, tracking, vault, work
from imyportal.enums import Action

from .. import watching
from ..models import GuestEntry, GuestFile, GuestIdentity, Trainee
from ..models.accompanying import Person, of_people, whose


@dataclass(frozen=True)
class Identity:
    """Codes of the police's tables; empty where nothing is asked for."""

    birth_state: str
    birth_place: str  # municipality, only of who was born in Italy
    citizenship: str
    document: str = ""
    number: str = ""
    issued: str = ""
    born_on: str = ""  # ISO; of accompanying persons, whose birth date is kept nowhere else


@transaction.atomic
def enter(person: Person, identity: Identity, sex: str, *, by: User | AccessLink) -> GuestIdentity:
    """Keep it, sealed, until the receipt has come; what was there before is gone.

    Raises `ValidationError` `closed` when nothing of theirs is to be declared any more.
    """
    # People, then files, as who moves beds does: nobody waits for each other.
    type(person)._default_manager.select_for_update(of=("self",)).get(pk=person.pk)
    _lock_files(person)
    with tracking.kept(person, by=by):
        if sex != person.sex:
            person.sex = sex
            person.save(update_fields=["sex"])
            if isinstance(person, Trainee):
                watching.changed([person], {"sex"})
        who = by if isinstance(by, User) else None
        new = GuestIdentity(**whose(person))
        vault.put(new, "sealed", json.dumps(asdict(identity)))
        row, _made = GuestIdentity.objects.update_or_create(
            **whose(person), defaults={"sealed": new.sealed, "by": who, "at": timezone.now()}
        )
    audit.note(Action.GUEST_ENTERED, by=by, about=person)
    return row


def read(row: GuestIdentity) -> Identity:
    """What was entered. Raises `vault.VaultError`."""
    return Identity(**json.loads(vault.take(row, "sealed")))


def _lock_files(person: Person) -> None:
    """Hold the open files of this person, as a receipt does, so that nothing is entered behind it."""
    files = GuestEntry.objects.of(person).open().values("file")
    list(GuestFile.objects.select_for_update(of=("self",)).filter(pk__in=files).order_by("pk"))
    if not GuestEntry.objects.of(person).open().exists():
        text = _("Nothing is to be declared to the police any more: the receipt has come.")
        raise ValidationError(text, code="closed")


def release(people: Iterable[Person], *, by: User | None) -> int:
    """Delete what was copied of those whom no open file has any more, whatever its day; of how many.

    The one rule for receipts and for beds that are changed. The caller has stored in the same transaction
    what ends the need.
    """
    them = {(type(each), each.pk): each for each in people}
    rows = GuestIdentity.objects.filter(of_people(them.values())).order_by("pk")
    # Held: of two receipts at once the second one sees what the first has filed.
    held = list(rows.select_for_update(of=("self",)).select_related("trainee", "accompanying"))
    work.hook("identities.held")
    waiting = GuestEntry.objects.open().filter(of_people(them.values()))
    needed = {each.person for each in waiting.select_related("trainee", "accompanying")}
    gone = [row for row in held if row.person not in needed]
    GuestIdentity.objects.filter(pk__in=[row.pk for row in gone]).delete()
    declared = GuestEntry.objects.filter(
        of_people(each for each in them.values() if each not in needed)
    )
    done = declared.filter(erased_at=None, file__receipted_at__isnull=False)
    done.update(erased_at=timezone.now())
    audit.note_each(Action.GUEST_ERASED, by=by, rows=[row.person for row in gone])
    return len(gone)
