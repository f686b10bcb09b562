"""Lines of the police's guest file (Alloggiati Web), pure.

Source: decree of the Ministry of the Interior of 16 September 2021 (GU of 14 October 2021, 21A06000), technical
annex: 168 characters a line, or 174 with a flat code; CR LF between the lines and none after the last; who belongs
to a leader follows directly and arrives on the same day; 30 nights at most; members give no document.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ..enums import GuestKind, Sex

LENGTH = 168
MOST_NIGHTS = 30
# Letters that do not come apart into a plain one and its mark.
PLAIN = str.maketrans(
    {"ß": "ss", "ẞ": "SS", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i"}
    | {"æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "TH", "ð": "d", "’": "'"}
)


@dataclass(frozen=True)
class Guest:
    """What a line says. Codes are the police's own; empty where there is none."""

    kind: GuestKind
    arrives_on: date
    nights: int
    last_name: str
    first_name: str
    sex: str
    born_on: date | None
    birth_place: str
    birth_province: str
    birth_state: str
    citizenship: str
    document: str = ""
    number: str = ""
    issued: str = ""  # municipality or state
    flat_code: str = ""


def plain(text: str) -> str:
    """In capitals without marks: each letter is one byte in every encoding."""
    apart = unicodedata.normalize("NFKD", text.translate(PLAIN))
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(bare.upper().split())


def faults(guest: Guest) -> list[str]:
    """What must be put right before the line can be written, in words."""
    found = [
        _(
            "The name has letters that the police’s file cannot hold: write it on the person’s"
            " page as the document writes it in Latin letters."
        )
        for name in (guest.last_name, guest.first_name)
        if not re.fullmatch(r"[A-Z][A-Z .'\-]*", plain(name))
    ]
    if guest.sex not in Sex.values:
        found.append(_("The sex is missing."))
    if not guest.birth_state:
        found.append(_("The country of birth is missing."))
    if not guest.citizenship:
        found.append(_("The citizenship is missing."))
    if guest.born_on is None:
        found.append(_("The birth date is missing."))
    elif guest.born_on > guest.arrives_on:
        found.append(_("The birth date is after the arrival."))
    if not 1 <= guest.nights <= MOST_NIGHTS:
        found.append(_("The nights are not between 1 and 30."))
    if guest.kind != GuestKind.MEMBER:
        found += _document_faults(guest)
    return found


def _document_faults(guest: Guest) -> list[str]:
    found = []
    if not guest.document:
        found.append(_("The kind of document is missing."))
    if not re.fullmatch(r"[A-Z0-9]{1,20}", guest.number):
        found.append(_("The number of the document is missing, or has more than 20 characters."))
    if not guest.issued:
        found.append(_("Where the document was issued is missing."))
    return found


def line(guest: Guest) -> str:
    """Its line. Raises `ValueError` for a guest with `faults`, and for codes that are not of their length."""
    if found := faults(guest):
        raise ValueError(found[0])
    has_document = guest.kind != GuestKind.MEMBER
    document = (guest.document, guest.number, guest.issued) if has_document else ("", "", "")
    parts = [
        (f"{guest.kind:d}", 2),
        (f"{guest.arrives_on:%d/%m/%Y}", 10),
        (f"{guest.nights:02d}", 2),
        (plain(guest.last_name)[:50], 50),
        (plain(guest.first_name)[:30], 30),
        ("1" if guest.sex == Sex.MALE else "2", 1),
        (f"{guest.born_on:%d/%m/%Y}" if guest.born_on else "", 10),
        (guest.birth_place, 9),
        (guest.birth_province, 2),
        (guest.birth_state, 9),
        (guest.citizenship, 9),
        (document[0], 5),
        (document[1], 20),
        (document[2], 9),
    ]
    made = "".join(text.ljust(width) for text, width in parts) + guest.flat_code
    if len(made) != LENGTH + len(guest.flat_code) or not made.isascii():
        raise ValueError("a code is longer than its place in the line")
    return made


def compose(guests: Iterable[Guest]) -> str:
    """The file: a line each, in the order in which they come."""
    return "\r\n".join(map(line, guests))
