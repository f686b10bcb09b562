"""What the police wants to know of a guest: entered, sealed, read for the file, deleted."""

import json
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from imyportal import audit, tracking, vault
from imyportal.enums import Action

from .. import watching
from ..models import GuestEntry, GuestIdentity, Trainee
from ..models.accompanying import Person, whose


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
def enter(person: Person, identity: Identity, sex: str, *, by: User) -> GuestIdentity:
    """Keep it, sealed, until the receipt has come; what was there before is gone."""
    with tracking.kept(person, by=by):
        if sex != person.sex:
            person.sex = sex
            person.save(update_fields=["sex"])
            if isinstance(person, Trainee):
                watching.changed([person], {"sex"})
        new = GuestIdentity(**whose(person))
        vault.put(new, "sealed", json.dumps(asdict(identity)))
        row, _made = GuestIdentity.objects.update_or_create(
            **whose(person), defaults={"sealed": new.sealed, "by": by, "at": timezone.now()}
        )
    audit.note(Action.GUEST_ENTERED, by=by, about=person)
    return row


def read(row: GuestIdentity) -> Identity:
    """What was entered. Raises `vault.VaultError`."""
    return Identity(**json.loads(vault.take(row, "sealed")))


def erase(entry: GuestEntry, *, by: User) -> bool:
    """Delete what was copied; False when another file that is due still needs it.

    The caller has stored the receipt of the entry's file in the same transaction.
    """
    now, person = timezone.now(), entry.person
    declared = GuestEntry.objects.of(person)
    if declared.open().filter(file__arrives_on__lte=timezone.localdate(now)).exists():
        return False
    deleted, _rows = GuestIdentity.objects.of(person).delete()
    declared.filter(erased_at=None, file__receipted_at__isnull=False).update(erased_at=now)
    if deleted:
        audit.note(Action.GUEST_ERASED, by=by, about=person, file=entry.file_id)
    return True
