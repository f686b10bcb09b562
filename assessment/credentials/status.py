"""Withdrawing: each credential has a place in a published list of bits (W3C Bitstring Status List 1.0).

Places are taken at random, so that neighbours in the list tell nothing, and never given twice. The list
itself is a signed credential, made by a worker whenever it changed and once a day, so that a copy kept
by somebody else grows old; a request only hands it out.
"""

import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from openbadgeslib.ob3 import status_list as bits

from imyportal import work

from ..models import StatusEntry, StatusList
from . import issuer, keys, signing

SIZE = bits.DEFAULT_SIZE_BITS  # 131,072, the least the standard allows
FULL = SIZE // 2  # beyond it a place at random is often taken: another list is begun
FRESH = timedelta(days=1)  # signed anew after it
STALE = timedelta(days=14)  # what verifiers refuse
TTL = 5 * 60 * 1000  # milliseconds a verifier may keep it


def address(number: int) -> str:
    """Where the list is published."""
    return settings.SITE_URL + reverse("assessment:status_list", args=[number])


@transaction.atomic
def new_entry() -> StatusEntry:
    """A place for one credential, in the newest list that is not half full."""
    number = StatusList.objects.count() or 1
    if StatusEntry.objects.filter(status_list__number=number).count() >= FULL:
        number += 1
    found, is_new = StatusList.objects.get_or_create(number=number)
    if is_new:
        work.ring("publish_status_lists")
    while True:
        try:
            with transaction.atomic():
                return StatusEntry.objects.create(status_list=found, place=secrets.randbelow(SIZE))
        except IntegrityError:
            continue


def named(entry: StatusEntry) -> dict[str, Any]:
    """What a credential says under `credentialStatus`."""
    found = bits.status_entry(address(entry.status_list.number), "revocation", entry.place)
    return dict(found)


@transaction.atomic
def withdraw(entry: StatusEntry) -> StatusEntry:
    """Its credential counts no more; the published list says so within minutes. Twice is once."""
    entry = (
        StatusEntry.objects.select_for_update(of=("self",))
        .select_related("status_list")
        .get(pk=entry.pk)
    )
    if entry.withdrawn_at is None:
        entry.withdrawn_at = timezone.now()
        entry.save(update_fields=["withdrawn_at"])
        StatusList.objects.filter(pk=entry.status_list_id).update(changed_at=entry.withdrawn_at)
        work.ring("publish_status_lists")
    return entry


def publish_due() -> int:
    """Sign every list that changed or grew old; how many. None while there is no key."""
    is_due = (
        Q(signed_at=None)
        | Q(changed_at__gte=F("signed_at"))
        | Q(signed_at__lte=timezone.now() - FRESH)
    )
    due = list(StatusList.objects.filter(is_due))
    if due and not keys.can_sign():
        return 0
    for each in due:
        _publish(each)
    return len(due)


def _publish(found: StatusList) -> None:
    # Read before the entries: what is withdrawn meanwhile makes it due again.
    now = timezone.now().replace(microsecond=0)
    places = found.entries.withdrawn().values_list("place", flat=True)
    document = bits.build_status_list_credential(
        issuer.identifier(),
        address(found.number),
        "revocation",
        places,
        issued=now,
        valid_until=now + STALE,
        ttl=TTL,
    )
    signed = signing.sign(document, at=now)
    StatusList.objects.filter(pk=found.pk).update(document=signed, signed_at=now)
