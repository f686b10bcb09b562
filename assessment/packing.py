"""All certificates of a group as one ZIP file, written while it is sent: nothing of it lies in memory."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.utils.text import slugify
from zipstream import ZipStream

from accounts.models import User
from imyportal import audit, spreadsheets
from imyportal.enums import Action
from imyportal.spreadsheets import Cell, Table
from trainees.models import Group

from .badges import files
from .models import BadgeIssue, Certificate

MANIFEST = "manifest.csv"


@dataclass
class Packed:
    """A file of the ZIP; its SHA-256 is known once it was written."""

    name: str
    number: str
    trainee: str
    code: str
    parts: Iterable[bytes]
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def __iter__(self) -> Iterator[bytes]:
        for part in self.parts:
            self.digest.update(part)
            yield part


@transaction.atomic
def pack(group: Group, *, by: User) -> ZipStream:
    """The valid certificates of the group that `by` sees, the badges of their trainees, and a list of both."""
    certificates = list(
        Certificate.objects.visible_to(by)
        .valid()
        .filter(placement__trainee__group=group, rendered_at__isnull=False)
        .select_related("placement__trainee")
        .defer("content")
        .order_by("number")
    )
    packed = [*_papers(certificates), *_badges(certificates)]
    zipped = ZipStream(sized=False)
    for each in packed:
        zipped.add(each, each.name)
    # Last: by then every file was written, and its digest is known.
    zipped.add(_manifest(packed), MANIFEST)
    audit.note(Action.CERTIFICATES_PACKED, by=by, about=group, count=len(certificates))
    return zipped


def _papers(certificates: Iterable[Certificate]) -> Iterator[Packed]:
    for each in certificates:
        trainee = each.placement.trainee
        yield Packed(
            name=f"certificates/{_file_name(each.number, trainee.name)}.pdf",
            number=each.number,
            trainee=trainee.name,
            code=each.code,
            parts=_read(Path(each.pdf.path)),
        )


def _badges(certificates: Iterable[Certificate]) -> Iterator[Packed]:
    people = {each.placement.trainee_id: each.placement.trainee for each in certificates}
    issues = (
        BadgeIssue.objects.current()
        .filter(award__trainee__in=people, award__withdrawn_at=None)
        .select_related("award", "level")
        .order_by("award__code")
    )
    for issue in issues:
        trainee = people[issue.award.trainee_id]
        base = f"badges/{_file_name(issue.level.code, trainee.name, issue.award.code)}"
        for ending, make in (("json", files.json), ("png", files.png)):
            name, number = f"{base}.{ending}", str(issue.level)
            yield Packed(name, number, trainee.name, issue.award.code, _made(make, issue))


def _made(make: Callable[[BadgeIssue], bytes], issue: BadgeIssue) -> Iterator[bytes]:
    """Made when it is its turn, one after the other."""
    yield make(issue)


def _file_name(*words: str) -> str:
    """Letters, digits and dashes, for every system; a name that has none of them is left out."""
    return "-".join(filter(None, (slugify(word) for word in words)))


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(1 << 16):
            yield block


def _manifest(packed: list[Packed]) -> Iterator[bytes]:
    header = ["File", "Number", "Trainee", "Code", "SHA-256"]
    yield from spreadsheets.csv_lines(Table("", header, [], map(_row, packed)))


def _row(packed: Packed) -> list[Cell]:
    digest = packed.digest.hexdigest()
    return [packed.name, packed.number, packed.trainee, packed.code, digest]
