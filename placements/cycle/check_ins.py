"""Check-ins: what trainee and company tutor say of a week, and whom to call."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import AccessLink, User
from imyportal import audit, mail, weeks
from imyportal.enums import Action
from imyportal.forms import use_key
from trainees.models.stand_ins import on_duty

from .. import contact_log
from ..enums import CheckInBy, ContactKind, CycleKind
from ..models import CheckIn, Contact, Placement, Reminder
from ..models.cycle import ANSWERS, OF_COMPANY, OF_TRAINEE
from .wanted import SENT

STILL = timedelta(days=2)  # after its Sunday a week may still be told of

# --- For many placements ----------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """What somebody tapped, 1 to 5 by the name of the field. The text is not here: no school reads it."""

    answers: dict[str, int]
    call_wanted: bool
    at: datetime

    @property
    def mean(self) -> float | None:
        """Of the answers; None where there is none."""
        return sum(self.answers.values()) / len(self.answers) if self.answers else None


@dataclass(frozen=True)
class OfWeek:
    """One placement in one week."""

    trainee: Said | None = None
    company: Said | None = None
    was_asked: bool = False  # the trainee, by mail


def of(placements: Collection[Any], monday: date) -> dict[int, OfWeek]:
    """By the key of each of these placements (rows or keys) what was said of the week; two queries."""
    keys = {getattr(each, "pk", each) for each in placements}
    found: dict[int, dict[str, Said]] = {key: {} for key in keys}
    rows = CheckIn.objects.filter(placement__in=keys, monday=monday).defer("text")
    for row in rows:
        found[row.placement_id][row.said_by] = Said(row.answers, row.call_wanted, row.said_at)
    asked = set(
        Reminder.objects.filter(
            placement__in=keys, kind=CycleKind.CHECK_IN, monday=monday, outcome__in=SENT
        ).values_list("placement", flat=True)
    )
    return {key: OfWeek(**said, was_asked=key in asked) for key, said in found.items()}


# --- Answering --------------------------------------------------------------------------------


def week_of(placement: Placement, today: date) -> date | None:
    """The Monday of the week a trainee is asked about on `today`; None before and after the placement.

    On Monday and Tuesday that is the week before, if it has no answer yet.
    """
    this = weeks.monday_of(today)
    before = this - timedelta(weeks=1)
    if today < this + STILL and placement.starts_on < this and placement.ends_on >= before:
        said = CheckIn.objects.filter(placement=placement, monday=before, said_by=CheckInBy.TRAINEE)
        if not said.exists():
            return before
    return this if placement.starts_on <= today and placement.ends_on >= this else None


def is_open(placement: Placement, monday: date, today: date) -> bool:
    """Whether the trainee may say on `today` how this week was, or change what they said."""
    this = weeks.monday_of(today)
    is_near = monday == this or (monday == this - timedelta(weeks=1) and today < this + STILL)
    return is_near and placement.starts_on <= today and placement.ends_on >= monday


def said_by_trainee(placement: Placement, monday: date) -> CheckIn | None:
    """What the trainee said of the week so far."""
    return _said(placement, monday, CheckInBy.TRAINEE)


def said_by_company(placement: Placement, monday: date) -> CheckIn | None:
    """What the company tutor said of the week so far."""
    return _said(placement, monday, CheckInBy.COMPANY)


def _said(placement: Placement, monday: date, said_by: CheckInBy) -> CheckIn | None:
    rows = CheckIn.objects.filter(placement=placement, monday=monday, said_by=said_by)
    return rows.select_related("called_by").first()


@transaction.atomic
def give_trainee(
    placement: Placement,
    monday: date,
    *,
    answers: Mapping[str, int],
    text: str,
    call_wanted: bool,
    by: User,
    once: UUID | None = None,
) -> CheckIn:
    """Store what the trainee says of a week; said again it takes the place of what was said.

    `answers` are by the names of `OF_TRAINEE`, all five unless a call is wanted. Raises
    `ValidationError` for a week nobody is asked about any more.
    """
    today = timezone.localdate()
    if not is_open(placement, monday, today):
        raise ValidationError(_("This week is over. Open the page anew."), code="over")
    row = _locked(placement, monday, CheckInBy.TRAINEE)
    if not use_key(once):
        return row
    row.user = by
    return _store(row, {name: answers.get(name) for name in OF_TRAINEE}, text, call_wanted, by)


@transaction.atomic
def give_company(
    placement: Placement,
    monday: date,
    *,
    answers: Mapping[str, int],
    text: str,
    call_wanted: bool,
    link: AccessLink,
) -> CheckIn | None:
    """Store what the company tutor says of a week; None when they say nothing.

    `answers` are by the names of `OF_COMPANY`, each may be missing.
    """
    if not (answers or text.strip() or call_wanted):
        return None
    row = _locked(placement, monday, CheckInBy.COMPANY)
    row.link = link
    return _store(row, {name: answers.get(name) for name in OF_COMPANY}, text, call_wanted, link)


def _locked(placement: Placement, monday: date, said_by: CheckInBy) -> CheckIn:
    Placement.objects.select_for_update(of=("self",)).get(pk=placement.pk)
    row = _said(placement, monday, said_by)
    return row or CheckIn(placement=placement, monday=monday, said_by=said_by)


def _store(
    row: CheckIn,
    answers: Mapping[str, int | None],
    text: str,
    call_wanted: bool,
    by: User | AccessLink,
) -> CheckIn:
    for name in ANSWERS:
        setattr(row, name, answers.get(name))
    row.text, row.said_at = text.strip(), timezone.now()
    if call_wanted:  # a new wish, if there was a call already
        row.called_at = row.called_by = None
    row.call_wanted = call_wanted or row.called_at is not None
    row.save()
    audit.note(Action.CHECK_IN_GIVEN, by=by, about=row)
    if call_wanted:
        _tell_tutor(row)
    return row


def _tell_tutor(row: CheckIn) -> None:
    """A mail at once, to whoever does the tutor's work today; once a day, however often it is asked."""
    day = timezone.localdate(row.said_at)
    tutor = on_duty(row.placement.trainee.responsible, day)
    mail.queue(
        "placements/call_wanted",
        to=tutor.email,
        language=tutor.language,
        about=row,
        key=f"urgent:call:{row.pk}:{day}",
        tutor=tutor.pk,
    )


@transaction.atomic
def called(check_in: CheckIn, *, by: User) -> Contact | None:
    """Write down in the contact log that somebody called, as was asked for; None the second time."""
    row = CheckIn.objects.select_for_update(of=("self",)).get(pk=check_in.pk)
    if not row.call_wanted or row.called_at is not None:
        return None
    said = contact_log.Said(
        kind=ContactKind.CALL,
        with_whom=row.said_by,
        at=timezone.now(),
        text=_("Called, as was asked for in the check-in."),
    )
    return contact_log.log([row.placement.trainee], said, by=by)[0]
