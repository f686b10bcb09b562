"""The police's guest file of a house and a day: who is in it, what is missing, download, receipt."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from imyportal import audit, uploads, work
from imyportal.enums import Action, FileKind

from ..enums import GuestKind, PoliceCodeKind
from ..models import GuestEntry, GuestFile, GuestIdentity, PoliceCode, Trainee
from ..models.accompanying import Person, whose
from ..models.guests import GuestEntryQuerySet
from . import declaring, identities, lines
from .identities import Identity

PEOPLE = ("trainee__group", "accompanying__group__organisation")
NOBODY = Identity(birth_state="", birth_place="", citizenship="")


@dataclass(frozen=True)
class Row:
    """One person of the file: what its line says, and what is missing."""

    entry: GuestEntry
    guest: lines.Guest
    faults: list[str]
    is_entered: bool


def rows(file: GuestFile) -> list[Row]:
    """In the order of the lines: each leader with the members directly after, then who came alone.

    Four queries, however many people.
    """
    entries = list(file.entries.select_related(*PEOPLE))
    found = GuestIdentity.objects.filter(
        Q(trainee__in=[each.trainee_id for each in entries if each.trainee_id])
        | Q(accompanying__in=[each.accompanying_id for each in entries if each.accompanying_id])
    )
    found = found.select_related("trainee", "accompanying")
    known = {row.person: identities.read(row) for row in found}
    places = {each.birth_place for each in known.values() if each.birth_place}
    codes = PoliceCode.objects.filter(kind=PoliceCodeKind.PLACE, code__in=places)
    provinces = dict(codes.values_list("code", "province"))
    return [
        _row(file, entry, kind, known.get(entry.person), provinces)
        for entry, kind in _in_order(entries)
    ]


def _in_order(entries: list[GuestEntry]) -> Iterator[tuple[GuestEntry, GuestKind]]:
    groups: dict[int, list[GuestEntry]] = defaultdict(list)
    for entry in entries:
        groups[entry.person.group_id].append(entry)
    for group in sorted(groups.values(), key=lambda each: len(each) == 1):
        if len(group) == 1:
            yield group[0], GuestKind.SINGLE
            continue
        for entry in sorted(group, key=lambda each: not each.leads):
            yield entry, GuestKind.LEADER if entry.leads else GuestKind.MEMBER


def _row(
    file: GuestFile,
    entry: GuestEntry,
    kind: GuestKind,
    known: Identity | None,
    provinces: dict[str, str],
) -> Row:
    who, person = known or NOBODY, entry.person
    has_document = kind != GuestKind.MEMBER
    guest = lines.Guest(
        kind=kind,
        arrives_on=file.arrives_on,
        nights=entry.nights,
        last_name=person.last_name,
        first_name=person.first_name,
        sex=person.sex,
        born_on=_born(person, who),
        birth_place=who.birth_place,
        birth_province=provinces.get(who.birth_place, ""),
        birth_state=who.birth_state,
        citizenship=who.citizenship,
        document=who.document if has_document else "",
        number=who.number if has_document else "",
        issued=who.issued if has_document else "",
        flat_code=file.house.flat_code,
    )
    if known is None and entry.erased_at is None:
        return Row(entry, guest, [_("Nothing is entered yet.")], False)
    return Row(entry, guest, lines.faults(guest), known is not None)


def _born(person: Person, who: Identity) -> date | None:
    if isinstance(person, Trainee):
        return person.birth_date
    return date.fromisoformat(who.born_on) if who.born_on else None


def of_group(entries: GuestEntryQuerySet, entry: GuestEntry) -> GuestEntryQuerySet:
    """Those of `entries` who are of the same group as `entry`, whoever they are in it."""
    group = entry.person.group_id
    return entries.filter(Q(trainee__group=group) | Q(accompanying__group=group))


def needs_document(entry: GuestEntry) -> bool:
    """Whether an open file calls this person more than a member: then its line says the document."""
    rows = GuestEntry.objects.open().filter(**whose(entry.person))
    return any(role_of(each) != GuestKind.MEMBER for each in rows.select_related("file"))


def role_of(entry: GuestEntry) -> GuestKind:
    """What the file calls this person; one query."""
    if not entry.leads:
        return GuestKind.MEMBER
    others = GuestEntry.objects.filter(file=entry.file_id).exclude(pk=entry.pk)
    return GuestKind.LEADER if of_group(others, entry).exists() else GuestKind.SINGLE


# --- Deeds ------------------------------------------------------------------------------------


@transaction.atomic
def make(file: GuestFile, *, by: User) -> str:
    """The text to send. Raises `ValidationError` while something of somebody is missing, or after the receipt."""
    file = _open(file)
    found = _ready(file)
    text = lines.compose(row.guest for row in found)
    file.made_at, file.made_by, file.sha256 = timezone.now(), by, _digest(text)
    file.save(update_fields=["made_at", "made_by", "sha256"])
    audit.note(Action.GUEST_FILE_MADE, by=by, about=file, lines=len(found), sha256=file.sha256)
    return text


def _ready(file: GuestFile) -> list[Row]:
    found = rows(file)
    if wrong := sum(bool(row.faults) for row in found):
        text = ngettext(
            "%d person is not ready: see below what is missing.",
            "%d people are not ready: see below what is missing.",
            wrong,
        )
        raise ValidationError(text % wrong, code="missing")
    return found


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def receive(file: GuestFile, receipt: UploadedFile, *, by: User) -> None:
    """The police's receipt: it is kept, and the copied identity data of its people are deleted.

    Raises `ValidationError` when nothing was downloaded, for what is no PDF, and as `uploads.take_in`.
    """
    with transaction.atomic():
        stored = uploads.take_in(receipt, by=by)
        if stored.kind != FileKind.PDF:
            text = _("The receipt is a PDF. Choose the file as the police’s portal gave it.")
            raise ValidationError({"receipt": ValidationError(text, code="kind")})
        file = _open(file)
        work.hook("guests.locked")
        if file.made_at is None:
            text = _("Download the file first, and send it to the police.")
            raise ValidationError(text, code="not_made")
        if _digest(lines.compose(row.guest for row in _ready(file))) != file.sha256:
            text = _("Something was changed since the download. Download the file again.")
            raise ValidationError(text, code="changed")
        file.receipt, file.receipted_at, file.receipted_by = stored, timezone.now(), by
        file.save(update_fields=["receipt", "receipted_at", "receipted_by"])
        audit.note(Action.GUEST_FILE_RECEIPTED, by=by, about=file)
        declared = file.entries.select_related("trainee", "accompanying")
        identities.release([entry.person for entry in declared], by=by)


@transaction.atomic
def lead(entry: GuestEntry) -> None:
    """Let this person lead their group in the file, instead of who did."""
    file = _open(entry.file)
    group = of_group(GuestEntry.objects.filter(file=file), entry)
    group.update(leads=False)
    group.filter(pk=entry.pk).update(leads=True)


@transaction.atomic
def arrived(file: GuestFile, at: datetime) -> None:
    """When they came, from which the hours count. Raises `ValidationError` for another day."""
    file = _open(file)
    if timezone.localdate(at) != file.arrives_on:
        text = _("This is not the day of arrival. Change the first night of their beds instead.")
        raise ValidationError({"arrived_at": ValidationError(text, code="day")})
    file.arrived_at = at
    file.save(update_fields=["arrived_at"])
    declaring.set_due(file)


def _open(file: GuestFile) -> GuestFile:
    found = (
        GuestFile.objects.select_for_update(of=("self",))
        .select_related("house", "group")
        .get(pk=file.pk)
    )
    if found.receipted_at is not None:
        raise ValidationError(_("The receipt of this file is filed already."), code="receipted")
    return found
