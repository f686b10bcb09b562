"""Guest files of the demo: the old ones with their receipt, the last one half filled in."""

import io
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
    people = [entry.trainee_id for entry in file.entries.order_by("-pk")[:LATE]]
    GuestIdentity.objects.filter(trainee__in=people).delete()
    before = GuestEntry.objects.filter(trainee__in=people, file__receipted_at__isnull=False)
    before.update(erased_at=timezone.now())


def _enter(file: GuestFile) -> None:
    entries = GuestEntry.objects.filter(file=file).select_related("trainee__user", "trainee__group")
    for entry in entries:
        trainee = entry.trainee
        state = codes.state_of(trainee.nationality)
        who = Identity(state, "", state, "IDENT", f"L{trainee.pk:04}X47", state)
        by = trainee.user or trainee.group.lead_tutor
        identities.enter(trainee, who, trainee.sex, by=by)


def _receive(file: GuestFile) -> None:
    entry = file.entries.select_related("trainee__group__lead_tutor").first()
    if entry is None:
        return
    by = entry.trainee.group.lead_tutor
    guest_files.make(file, by=by)
    made, paper = io.BytesIO(), pikepdf.new()
    paper.add_blank_page()
    paper.save(made)
    name = f"ricevuta-{timezone.localdate()}.pdf"
    guest_files.receive(file, SimpleUploadedFile(name, made.getvalue()), by=by)
