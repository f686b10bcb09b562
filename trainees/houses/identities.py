"""What the police wants to know of a guest: entered, sealed, read for the file, deleted."""

import json
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from imyportal import audit, vault
from imyportal.enums import Action

from .. import watching
from ..models import GuestEntry, GuestIdentity, Trainee


@dataclass(frozen=True)
class Identity:
    """Codes of the police's tables; empty where nothing is asked for."""

    birth_state: str
    birth_place: str  # municipality, only of who was born in Italy
    citizenship: str
    document: str = ""
    number: str = ""
    issued: str = ""


@transaction.atomic
def enter(trainee: Trainee, identity: Identity, sex: str, *, by: User) -> GuestIdentity:
    """Keep it, sealed, until the receipt has come; what was there before is gone."""
    if sex != trainee.sex:
        trainee.sex = sex
        trainee.save(update_fields=["sex"])
        watching.changed([trainee], {"sex"})
    new = GuestIdentity(trainee=trainee)
    vault.put(new, "sealed", json.dumps(asdict(identity)))
    row, _made = GuestIdentity.objects.update_or_create(
        trainee=trainee, defaults={"sealed": new.sealed, "by": by, "at": timezone.now()}
    )
    audit.note(Action.GUEST_ENTERED, by=by, about=trainee)
    return row


def read(row: GuestIdentity) -> Identity:
    """What was entered. Raises `vault.VaultError`."""
    return Identity(**json.loads(vault.take(row, "sealed")))


def erase(entry: GuestEntry, *, by: User) -> bool:
    """Delete what was copied; False when another file that is due still needs it.

    The caller has stored the receipt of the entry's file in the same transaction.
    """
    now = timezone.now()
    waiting = GuestEntry.objects.open().filter(
        trainee=entry.trainee_id, file__arrives_on__lte=timezone.localdate(now)
    )
    if waiting.exists():
        return False
    deleted, _rows = GuestIdentity.objects.filter(trainee=entry.trainee_id).delete()
    GuestEntry.objects.filter(
        trainee=entry.trainee_id, erased_at=None, file__receipted_at__isnull=False
    ).update(erased_at=now)
    if deleted:
        audit.note(Action.GUEST_ERASED, by=by, about=entry.trainee, file=entry.file_id)
    return True
