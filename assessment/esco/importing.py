"""Bringing in the skills files of ESCO: CSV, one language a file, 14 000 rows.

The layout is the one of the public download: conceptType, conceptUri, skillType, reuseLevel,
preferredLabel, altLabels (one a line) and others, which are not kept.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TextIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..models import EscoSkill
from . import spelled

NEEDED = ["conceptType", "conceptUri", "preferredLabel"]
SKILL = "KnowledgeSkillCompetence"
ADDRESS = "http://data.europa.eu/esco/skill/"
BATCH = 500
LONGEST = 300  # characters of a name
MOST_TOLD = 20  # bad rows that are told one by one


@dataclass
class Imported:
    """What came of a file."""

    new: int = 0
    changed: int = 0
    same: int = 0
    left_out: int = 0  # groups, and concepts that ESCO withdrew
    bad: int = 0
    troubles: list[str] = field(default_factory=list)  # the first of them, in words

    def refuse(self, line: int, why: str) -> None:
        """Note a row that is not taken."""
        self.bad += 1
        if len(self.troubles) < MOST_TOLD:
            text = _("Line %(line)d: %(why)s")
            self.troubles.append(text % {"line": line, "why": why})


@dataclass(frozen=True)
class _Row:
    uri: str
    kind: str
    reuse: str
    name: str
    others: list[str]


def bring_in(file: TextIO, *, language: str) -> Imported:
    """Read a file row by row and store its names in `language` (two letters); again changes nothing.

    Raises `ValidationError` `columns` for a file that is none of ESCO's skills.
    """
    csv.field_size_limit(1_000_000)
    reader = csv.DictReader(file)
    if lacking := [name for name in NEEDED if name not in (reader.fieldnames or [])]:
        text = _("This is no skills file of ESCO: it has no column %(names)s.")
        raise ValidationError(text % {"names": ", ".join(lacking)}, code="columns")
    found = Imported()
    rows = _rows(reader, found)
    while few := list(islice(rows, BATCH)):
        _store({row.uri: row for row in few}, language, found)
    return found


def _rows(reader: "csv.DictReader[str]", found: Imported) -> Iterator[_Row]:
    try:
        for row in reader:
            if row["conceptType"] != SKILL or row.get("status") == "obsolete":
                found.left_out += 1
            elif why := _fault(row):
                found.refuse(reader.line_num, why)
            else:
                yield _Row(
                    uri=row["conceptUri"].strip(),
                    kind=(row.get("skillType") or "")[:40],
                    reuse=(row.get("reuseLevel") or "")[:40],
                    name=row["preferredLabel"].strip(),
                    others=[each.strip() for each in _lines(row.get("altLabels")) if each.strip()],
                )
    except csv.Error as error:
        found.refuse(reader.line_num, _("cannot be read (%(error)s).") % {"error": error})


def _lines(text: str | None) -> list[str]:
    return (text or "").replace("\r", "\n").replace("|", "\n").split("\n")


def _fault(row: dict[str, str]) -> str:
    """Why a row is not taken; empty when nothing is wrong."""
    uri, name = (row["conceptUri"] or "").strip(), (row["preferredLabel"] or "").strip()
    if not uri.startswith(ADDRESS) or len(uri) > 200:
        return _("“%(uri)s” is no address of an ESCO skill.") % {"uri": uri[:80]}
    if not name:
        return _("the skill has no name.")
    if len(name) > LONGEST:
        return _("the name is longer than %(count)d characters.") % {"count": LONGEST}
    if any(mark in "".join(filter(None, _cells(row))) for mark in ("\x00", "\ufffd")):
        return _("has characters that are not UTF-8.")
    return ""


def _cells(row: dict[str, str]) -> Iterable[str]:
    return (cell for cell in row.values() if isinstance(cell, str))


@transaction.atomic
def _store(rows: dict[str, _Row], language: str, found: Imported) -> None:
    known = {each.uri: each for each in EscoSkill.objects.filter(uri__in=rows)}
    fresh, changed = [], []
    for uri, row in rows.items():
        skill = known.get(uri) or EscoSkill(uri=uri)
        before = (skill.kind, skill.reuse, skill.names, skill.others)
        skill.kind, skill.reuse = row.kind or skill.kind, row.reuse or skill.reuse
        skill.names = skill.names | {language: row.name}
        if row.others or language in skill.others:
            skill.others = skill.others | {language: row.others}
        skill.spelled = spelled(skill.names, skill.others)
        if uri not in known:
            fresh.append(skill)
        elif before != (skill.kind, skill.reuse, skill.names, skill.others):
            changed.append(skill)
    EscoSkill.objects.bulk_create(fresh)
    EscoSkill.objects.bulk_update(changed, ["kind", "reuse", "names", "others", "spelled"])
    found.new += len(fresh)
    found.changed += len(changed)
    found.same += len(rows) - len(fresh) - len(changed)
