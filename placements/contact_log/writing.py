"""Contacts are written down, put right by their writer for a day, and then only added to."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit, history
from imyportal.db import check_row
from imyportal.enums import Action
from imyportal.forms import use_key
from trainees.models import Group, Trainee

from ..enums import CheckInBy, ContactKind
from ..models import CheckIn, Contact, ContactNote

CHANGED_FOR = timedelta(hours=24)
TALKS = (ContactKind.CALL, ContactKind.VISIT)


@dataclass(frozen=True)
class Said:
    """One contact, as it was typed."""

    kind: str
    with_whom: str
    at: datetime
    text: str
    name: str = ""
    minutes: int | None = None
    next_step: str = ""
    next_on: date | None = None
    next_by: User | None = None
    is_shared: bool = False
    school_text: str = ""  # kept while it is not shared, too


@transaction.atomic
def log(
    about: Sequence[Trainee] | Group, said: Said, *, by: User, once: uuid.UUID | None = None
) -> list[Contact]:
    """Write a contact down: one row for each trainee, or one for the group; none when sent twice.

    A talk answers who had asked for a call in a check-in. The next step stands on the first row only. Raises
    `ValidationError` for a contact to come, or a next step without day or owner.
    """
    if not use_key(once):
        return []
    occasion, now = uuid.uuid4(), timezone.now()
    whom: list[dict[str, Any]] = (
        [{"group": about}] if isinstance(about, Group) else [{"trainee": each} for each in about]
    )
    rows = [Contact(occasion=occasion, by=by, logged_at=now, **each) for each in whom]
    for number, row in enumerate(rows):
        _fill(row, said, with_step=number == 0)
        check_row(row)
        row.save(force_insert=True)
    audit.note_each(Action.CONTACT_LOGGED, by=by, rows=rows, kind=str(said.kind))
    if said.kind in TALKS and said.with_whom in CheckInBy.values:
        _answer_calls([row.trainee_id for row in rows if row.trainee_id], said, by)
    return rows


def _answer_calls(trainees: Sequence[int], said: Said, by: User) -> None:
    """Note that who asked for a call in a check-in has got one."""
    waiting = CheckIn.objects.filter(
        placement__trainee__in=trainees,
        said_by=said.with_whom,
        said_at__lte=said.at,
        call_wanted=True,
        called_at=None,
    )
    for row in waiting.select_for_update(of=("self",)):
        row.called_at, row.called_by = said.at, by
        row.save(update_fields=["called_at", "called_by"])
        audit.note(Action.CALL_MADE, by=by, about=row)


def _fill(row: Contact, said: Said, *, with_step: bool = True) -> None:
    for name, value in vars(said).items():
        if with_step or not name.startswith("next_"):
            setattr(row, name, value)


def may_change(contact: Contact, user: User, now: datetime) -> bool:
    """Who wrote it, for 24 hours."""
    return contact.by_id == user.pk and now < contact.logged_at + CHANGED_FOR


@transaction.atomic
def change(contact: Contact, said: Said, *, by: User) -> Contact:
    """Put an entry right. What it was before is kept, texts only as «changed».

    Raises `ValidationError` with code `late` after 24 hours, and for another person than its writer.
    """
    contact = _locked(contact)
    if not may_change(contact, by, timezone.now()):
        text = _("Only who wrote it changes it, for 24 hours. Add a note instead.")
        raise ValidationError(text, code="late")
    before, texts = _parts(contact), _texts(contact)
    _fill(contact, said)
    if not contact.next_step:
        contact.done_at = contact.done_by = None
    check_row(contact)
    contact.save(update_fields=[*vars(said), "done_at", "done_by"])
    _keep(contact, before, texts, by)
    return contact


@transaction.atomic
def stop_sharing(contact: Contact, *, by: User) -> Contact:
    """From now on the school does not read it; at any time. Twice is once."""
    contact = _locked(contact)
    if contact.is_shared:
        before, texts = _parts(contact), _texts(contact)
        contact.is_shared = False
        contact.save(update_fields=["is_shared"])
        _keep(contact, before, texts, by)
    return contact


@transaction.atomic
def done(contact: Contact, *, by: User) -> Contact:
    """The next step is done. Twice is once; raises `ValidationError` where there is none."""
    contact = _locked(contact)
    if contact.next_on is None:
        raise ValidationError(_("No next step was agreed on."), code="none")
    if contact.done_at is None:
        before, texts = _parts(contact), _texts(contact)
        contact.done_at, contact.done_by = timezone.now(), by
        contact.save(update_fields=["done_at", "done_by"])
        _keep(contact, before, texts, by)
    return contact


@transaction.atomic
def add_note(contact: Contact, text: str, *, by: User, once: uuid.UUID | None = None) -> None:
    """Add what came to light afterwards; nothing when it was sent twice."""
    if use_key(once):
        note = ContactNote(contact=contact, text=text, by=by)
        check_row(note)
        note.save(force_insert=True)
        audit.note(Action.CONTACT_CHANGED, by=by, about=contact)


def _locked(contact: Contact) -> Contact:
    rows = Contact.objects.select_for_update(of=("self",))
    return rows.select_related("trainee", "group").get(pk=contact.pk)


# --- What is kept of a change -----------------------------------------------------------------

TEXTS = ("text", "name", "next_step", "school_text")


def _parts(contact: Contact) -> dict[str, Any]:
    return {
        "kind": contact.kind,
        "with_whom": contact.with_whom,
        "at": timezone.localtime(contact.at).strftime("%Y-%m-%d %H:%M"),
        "minutes": contact.minutes,
        "next_on": contact.next_on and contact.next_on.isoformat(),
        "done": contact.done_at is not None,
        "is_shared": contact.is_shared,
    }


def _texts(contact: Contact) -> dict[str, str]:
    return {name: getattr(contact, name) for name in TEXTS}


def _keep(contact: Contact, before: dict[str, Any], texts: dict[str, str], by: User) -> None:
    after = _parts(contact)
    after |= {name: True for name, old in texts.items() if getattr(contact, name) != old}
    history.keep(contact, by=by, before=before, after=after)
    audit.note(Action.CONTACT_CHANGED, by=by, about=contact)
