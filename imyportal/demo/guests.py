"""Guest files of the demo: the old ones with their receipt, the last one half filled in."""

import io
from dataclasses import replace
from datetime import date

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from trainees.enums import PoliceCodeKind
from trainees.houses import codes, guest_files, identities
from trainees.houses.identities import Identity
from trainees.models import GuestEntry, GuestFile, GuestIdentity

# The lines of the police's tables that the demo needs; an agency brings in the whole of them.
STATES = "Codice,Descrizione,Provincia,DataFineVal\n" + "".join(
    f"{code},{name},ES,\n"
    for code, name in (
        ("100000216", "GERMANIA"), ("100000233", "POLONIA"), ("100000239", "SPAGNA"),
        ("100000244", "UNGHERIA"), ("100000351", "TURCHIA"), ("100000100", "ITALIA"),
    )
)  # fmt: skip
PLACES = "Codice,Descrizione,Provincia,DataFineVal\n409047014,PISTOIA,PT,\n409047002,AGLIANA,PT,\n"
DOCUMENTS = "Codice,Descrizione\nIDENT,CARTA DI IDENTITA'\nPASOR,PASSAPORTO ORDINARIO\n"
LATE = 3  # how many have to enter theirs again


def build(today: date) -> None:
    """After beds were given."""
    for kind, text in (("state", STATES), ("place", PLACES), ("document", DOCUMENTS)):
        codes.bring_in(PoliceCodeKind(kind), text.encode())
    files = GuestFile.objects.filter(arrives_on__lte=today).order_by("arrives_on")
    for file in files:
        _enter(file)
        if file != files.last():
            _receive(file)
        else:
            _leave_out(file)


def _leave_out(file: GuestFile) -> None:
    """Of some the data were deleted with the receipt before, and they have not entered them again."""
    entries = file.entries.filter(trainee__isnull=False).order_by("-pk")
    people = [entry.trainee_id for entry in entries[:LATE]]
    GuestIdentity.objects.filter(trainee__in=people).delete()
    before = GuestEntry.objects.filter(trainee__in=people, file__receipted_at__isnull=False)
    before.update(erased_at=timezone.now())


def _enter(file: GuestFile) -> None:
    people = ("trainee__user", "trainee__group", "accompanying__group__organisation")
    for entry in GuestEntry.objects.filter(file=file).select_related(*people):
        trainee, person = entry.trainee, entry.person
        country = trainee.nationality if trainee else person.group.organisation.country
        state = codes.state_of(country)
        who = Identity(state, "", state, "IDENT", f"L{person.pk:04}X47", state)
        if trainee is None:
            who = replace(who, born_on="1979-04-02")
        by = trainee.user if trainee and trainee.user else person.group.lead_tutor
        identities.enter(person, who, person.sex, by=by)


def _receive(file: GuestFile) -> None:
    entry = file.entries.filter(trainee__isnull=False).first()
    if entry is None:
        return
    by = entry.person.group.lead_tutor
    guest_files.make(file, by=by)
    made, paper = io.BytesIO(), pikepdf.new()
    paper.add_blank_page()
    paper.save(made)
    name = f"ricevuta-{timezone.localdate()}.pdf"
    guest_files.receive(file, SimpleUploadedFile(name, made.getvalue()), by=by)
