"""The police's own tables: brought in from their CSV files, and offered to people."""

import csv
import io
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from imyportal import countries

from ..enums import PoliceCodeKind
from ..models import PoliceCode
from .lines import plain

WIDTHS = {PoliceCodeKind.STATE: 9, PoliceCodeKind.PLACE: 9, PoliceCodeKind.DOCUMENT: 5}
HEADS = ("Codice", "Descrizione")
USUAL = ("IDENT", "IDELE", "PASOR")  # identity cards and passport stand first in the list
ITALY = "ITALIA"


@transaction.atomic
def bring_in(kind: PoliceCodeKind, content: bytes) -> int:
    """Add or renew the lines of a table as the police gives it; how many. None is taken away: people were born there.

    Raises `ValueError`, in words, for a file that is not such a table.
    """
    found = [_code(kind, n, row) for n, row in enumerate(_rows(content), 2)]
    if not found:
        raise ValueError("The file has no lines below its head.")
    PoliceCode.objects.bulk_create(
        {each.code: each for each in found}.values(),
        update_conflicts=True,
        unique_fields=["kind", "code"],
        update_fields=["name", "province", "ended_on"],
        batch_size=500,
    )
    return len(found)


def _rows(content: bytes) -> "csv.DictReader[str]":
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252")
    first = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in first else ",")
    missing = [head for head in HEADS if head not in (reader.fieldnames or [])]
    if missing:
        raise ValueError(f"The first line lacks {' and '.join(missing)}.")
    return reader


def _code(kind: PoliceCodeKind, number: int, row: dict[str, Any]) -> PoliceCode:
    code, name = ((row[head] or "").strip() for head in HEADS)
    if len(code) != WIDTHS[kind] or not name:
        raise ValueError(
            f"Line {number}: a code of {WIDTHS[kind]} characters and a name are needed."
        )
    is_place = kind == PoliceCodeKind.PLACE
    return PoliceCode(
        kind=kind,
        code=code,
        name=name,
        province=(row.get("Provincia") or "").strip()[:2] if is_place else "",
        ended_on=_day(number, row.get("DataFineVal") or ""),
    )


def _day(number: int, text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return datetime.strptime(text.split(maxsplit=1)[0], "%d/%m/%Y").date()  # noqa: DTZ007 - a day
    except ValueError:
        raise ValueError(f"Line {number}: {text!r} is no day.") from None


# --- For forms --------------------------------------------------------------------------------


def italy() -> str:
    """The code of Italy; empty before the tables are there."""
    found = PoliceCode.objects.filter(kind=PoliceCodeKind.STATE, name=ITALY)
    return found.values_list("code", flat=True).first() or ""


def states() -> list[tuple[str, str]]:
    """Codes of the states of today, by their names in the reader's language where we know them."""
    known = _by_italian_name()
    rows = PoliceCode.objects.filter(kind=PoliceCodeKind.STATE, ended_on=None)
    found = [(code, known.get(name, name.title())) for code, name in _pairs(rows)]
    return sorted(found, key=lambda each: plain(each[1]))


def documents() -> list[tuple[str, str]]:
    """Codes of the kinds of documents, the usual ones first."""
    rows = _pairs(PoliceCode.objects.filter(kind=PoliceCodeKind.DOCUMENT))
    found = [(code, name.capitalize()) for code, name in rows]
    return sorted(found, key=lambda each: (each[0] not in USUAL, each[1]))


def _pairs(rows: Any) -> list[tuple[str, str]]:
    return list(rows.values_list("code", "name"))


def _by_italian_name() -> dict[str, str]:
    names = {code: str(name) for code, name in countries.NAMES.items()}
    with translation.override("it"):
        return {plain(str(name)): names[code] for code, name in countries.NAMES.items()}


def state_of(country: str) -> str:
    """The police's code of a country of two letters; empty where its name differs."""
    with translation.override("it"):
        name = plain(countries.name(country))
    rows = PoliceCode.objects.filter(kind=PoliceCodeKind.STATE, ended_on=None, name=name)
    return rows.values_list("code", flat=True).first() or ""


def place(text: str, *, born_on: date | None = None) -> str:
    """The code of a municipality typed as «Pistoia» or «Pistoia (PT)». Raises `ValidationError` in words.

    What is no more counts for who was born before its end.
    """
    name, _bracket, rest = plain(text).partition("(")
    province = rest.strip(" )")
    rows = PoliceCode.objects.filter(kind=PoliceCodeKind.PLACE)
    found = [
        each
        for each in rows.filter(name=name.strip())
        if (not province or each.province == province) and _was_there(each, born_on)
    ]
    if len(found) == 1:
        return found[0].code
    if found:
        names = {"names": ", ".join(map(str, found[:5]))}
        text = _("There are several: write the province, too, like %(names)s.") % names
        raise ValidationError(text, code="several")
    near = get_close_matches(name.strip(), rows.values_list("name", flat=True), n=1)
    text = _("The police has no municipality of this name. Write it as in Pistoia (PT).")
    if near:
        text = _("The police has no municipality of this name. Did you mean %(name)s?")
        text %= {"name": near[0].title()}
    raise ValidationError(text, code="unknown")


def _was_there(row: PoliceCode, born_on: date | None) -> bool:
    return row.ended_on is None or (born_on is not None and born_on <= row.ended_on)
