"""Somebody comes with a group, comes on other days, or does not come after all."""

import hashlib
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import links
from accounts.enums import Purpose
from accounts.models import User, normal_email
from imyportal import audit, mail, tracking
from imyportal.db import check_row
from imyportal.enums import Action
from imyportal.models import OutgoingMail

from ..houses import beds
from ..models import AccompanyingPerson, Group, LegalHold
from ..models.stand_ins import on_duty
from . import days

LINK = "trainees/accompanying_link"
TOLD = "trainees/accompanying_told"
WAIT = timedelta(minutes=5)  # for who sees at once that an address is wrong


@dataclass(frozen=True)
class Said:
    """What is known of somebody; `phone` is E.164 or empty."""

    first_name: str
    last_name: str
    email: str
    phone: str
    language: str
    sex: str
    arrives_on: date
    leaves_on: date


@transaction.atomic
def enter(group: Group, said: Said, *, by: User) -> AccompanyingPerson:
    """Somebody comes with the group: a mail tells them of their page.

    Raises `ValidationError`: `order` and `far` for days that cannot be, `closed` when the group has left and
    `by` is of the school; and for an address that is there already.
    """
    group = Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
    _check_open(group, by)
    days.check(group, said.arrives_on, said.leaves_on)
    person = AccompanyingPerson(group=group, entered_by=by, **_clean(said))
    check_row(person)
    person.save(force_insert=True)
    audit.note(Action.ACCOMPANYING_ENTERED, by=by, about=person)
    mail_link(person)
    _tell_tutor(group, by)
    return person


@transaction.atomic
def change(person: AccompanyingPerson, said: Said, *, by: User) -> AccompanyingPerson:
    """Other days, another number. Nights after the last day become free, links that went to another address end.

    Raises as `enter`, and `here` once they have come when `by` is of the school.
    """
    person = _locked(person)
    _check_here(person, by)
    days.check(person.group, said.arrives_on, said.leaves_on)
    new = _clean(said)
    changed = [name for name, value in new.items() if getattr(person, name) != value]
    if not changed:
        return person
    for name in changed:
        setattr(person, name, new[name])
    check_row(person)
    with tracking.kept(person, by=by):
        person.save(update_fields=changed)
    audit.note(Action.ACCOMPANYING_CHANGED, by=by, about=person, fields=sorted(changed))
    if "leaves_on" in changed:
        beds.leave(person, person.leaves_on, by=by)
    if "email" in changed:
        links.revoke_all(Purpose.ACCOMPANYING, person, by=by)
        _redirect_mail(person)
        mail_link(person)
    _tell_tutor(person.group, by)
    return person


def _redirect_mail(person: AccompanyingPerson) -> None:
    """What waits goes to the new address; a link mail goes anew."""
    kind = ContentType.objects.get_for_model(person)
    waiting = OutgoingMail.objects.filter(
        about_type=kind, about_id=person.pk, done_at=None, lease_until=None
    )
    waiting.filter(template=LINK).delete()
    waiting.update(to=person.email)


@transaction.atomic
def remove(person: AccompanyingPerson, *, by: User) -> None:
    """They do not come after all; their bed is free and their link ends.

    Raises `ValidationError`: `closed` and `here` as `change`, `was_here` when they have slept in a house.
    """
    person = _locked(person)
    _check_here(person, by)
    beds.leave(person, timezone.localdate(), by=by)
    if person.bed_stays.exists() or person.guest_entries.exists():
        text = _("%(name)s has slept here. Change the day on which they leave instead.")
        raise ValidationError(text % {"name": person}, code="was_here")
    links.revoke_all(Purpose.ACCOMPANYING, person, by=by)
    audit.note(Action.ACCOMPANYING_REMOVED, by=by, about=person)
    _tell_tutor(person.group, by)
    person.delete()


def mail_link(person: AccompanyingPerson) -> bool:
    """Mail them the link to their page, once a day and address; False when it went today, or has ended."""
    if not person.is_active:
        return False
    address = hashlib.sha256(person.email.encode()).hexdigest()[:12]
    return bool(
        mail.queue(
            LINK,
            to=person.email,
            language=person.language,
            about=person,
            key=f"accompanying:link:{person.pk}:{timezone.localdate()}:{address}",
            wait=WAIT,
        )
    )


def forget_contact(before: date) -> int:
    """Empty address, number and sex of who came with groups that went home before this day; how many.

    The rows stay while their beds and what the police was told do. A legal hold on somebody of the group keeps them.
    """
    held = LegalHold.objects.standing().values("trainee__group")
    gone = AccompanyingPerson.objects.filter(group__leaves_on__lt=before, leaves_on__lt=before)
    known = gone.exclude(email="", phone="", sex="").exclude(group__in=held)
    return known.update(email="", phone="", sex="")


def _locked(person: AccompanyingPerson) -> AccompanyingPerson:
    rows = AccompanyingPerson.objects.select_for_update(of=("self",)).select_related("group")
    return rows.get(pk=person.pk)


def _clean(said: Said) -> dict[str, object]:
    return asdict(said) | {"email": normal_email(said.email)}


def _check_open(group: Group, by: User) -> None:
    if not by.is_staff and group.leaves_on < timezone.localdate():
        raise ValidationError(_("This group has left. Ask the agency."), code="closed")


def is_schools(person: AccompanyingPerson) -> bool:
    """Whether the school may still correct or remove them: until they arrive."""
    return timezone.localdate() < person.arrives_on


def _check_here(person: AccompanyingPerson, by: User) -> None:
    _check_open(person.group, by)
    if not by.is_staff and not is_schools(person):
        text = _("%(name)s is here already. Tell the agency, which changes it.")
        raise ValidationError(text % {"name": person}, code="here")


def _tell_tutor(group: Group, by: User) -> None:
    """A mail to who leads the group when the school changed something: one an hour."""
    if by.is_staff:
        return
    tutor = on_duty(group.lead_tutor, timezone.localdate())
    hour = timezone.localtime().strftime("%Y%m%d%H")
    mail.queue(
        TOLD,
        to=tutor.email,
        language=tutor.language,
        about=group,
        key=f"accompanying:told:{group.pk}:{hour}",
        wait=WAIT,
    )
