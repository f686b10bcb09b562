"""Who did what to whom, from where: noted in the transaction of the deed itself.

Notes tell of deeds (ASVS 5.0, 16.2 and 16.3), never of what was written: no text of a person, no
value of a special field. A deed that is rolled back takes its note with it. `imyportal.sealing`
chains what was committed.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.utils import translation

from .enums import Action, ActorKind
from .models import AuditEvent

LONGEST = 200  # characters of frozen words
LARGEST = 1000  # characters of details

_address: ContextVar[str] = ContextVar("address", default="")


def note(
    action: str, *, by: Any, about: models.Model | None = None, ip: str = "", **details: Any
) -> AuditEvent:
    """Note one deed of `enums.Action`; one insert, in the caller's transaction.

    `by` is the signed-in user, the `AccessLink` somebody came in by, or None for the portal itself.
    The visitor's address is known by itself during a request. Details are numbers, dates and keys.
    Raises `ValueError` for an action that is not in the list, and for details that are long.
    """
    event = _event(action, by, about, ip, details)
    event.save(force_insert=True)
    return event


def note_each(action: str, *, by: Any, rows: Iterable[models.Model], **details: Any) -> None:
    """The same deed on each of `rows`, in one insert."""
    AuditEvent.objects.bulk_create(_event(action, by, row, "", details) for row in rows)


def _event(
    action: str, by: Any, about: models.Model | None, ip: str, details: dict[str, Any]
) -> AuditEvent:
    if len(json.dumps(details)) > LARGEST:
        raise ValueError(f"The details of {action} are too long for a note.")
    return AuditEvent(
        action=Action(action),
        about=_words(about)[:LONGEST],
        ip=_valid(ip or _address.get()),
        details=details,
        **who(by),
        **which(about),
    )


def who(by: Any) -> dict[str, Any]:
    """The fields of `models.audit.Noted` that name a person; the words stay as they are now."""
    if by is None:
        return {"actor_kind": ActorKind.PORTAL}
    if isinstance(by, get_user_model()):
        kind = ActorKind.TUTOR if by.is_staff else ActorKind.PERSON
        return {"actor_kind": kind, "actor": str(by)[:LONGEST], "user": by}
    if isinstance(by, models.Model):
        holder = str(by.holder or "")  # type: ignore[attr-defined]
        return {"actor_kind": ActorKind.LINK, "actor": holder[:LONGEST], "link_id": by.pk}
    return {"actor_kind": ActorKind.NOBODY}


def which(about: models.Model | None) -> dict[str, str]:
    """The fields of `models.audit.Noted` that name a row."""
    if about is None:
        return {}
    return {"about_kind": about._meta.label_lower, "about_id": str(about.pk)}


def _words(about: models.Model | None) -> str:
    """What a row is called, in the agency's language whoever acts.

    A row whose name is a person's own text says `in_trail` what it is.
    """
    if about is None:
        return ""
    with translation.override(settings.LANGUAGE_CODE):
        return str(getattr(about, "in_trail", about))


@contextmanager
def asked_from(address: str) -> Iterator[None]:
    """Until the end every note carries this address."""
    token = _address.set(address)
    try:
        yield
    finally:
        _address.reset(token)


def _valid(address: str) -> str | None:
    """Behind a socket without an address there is none."""
    try:
        return str(ip_address(address))
    except ValueError:
        return None
