"""Skills of ESCO, the European classification of skills, competences and occupations.

Nothing is asked over the network: `curated.toml` holds a few, `manage.py import_esco` brings in the
files that the European Commission publishes. ESCO is reused under Decision 2011/833/EU.
"""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..models import EscoSkill

HERE = Path(__file__).resolve().parent
MOST = 12


def search(text: str) -> list[EscoSkill]:
    """Skills that have every word of `text` in one of their names, twelve at most; the shortest first."""
    wanted = text.lower().split()
    if not wanted:
        return []
    found = EscoSkill.objects.all()
    for word in wanted:
        found = found.filter(spelled__contains=word)
    return sorted(found[: 10 * MOST], key=lambda each: (len(each.name), each.name))[:MOST]


def spelled(names: dict[str, str], others: dict[str, list[str]]) -> str:
    """Every name in small letters, one a line: what a search looks through."""
    every: Iterable[str] = [*names.values(), *(each for few in others.values() for each in few)]
    return "\n".join(dict.fromkeys(each.lower() for each in every))


def write_curated(*, model: Any) -> None:
    """Store the skills of `curated.toml` that are not there; `model` is `EscoSkill`."""
    rows = tomllib.loads((HERE / "curated.toml").read_text(encoding="utf-8"))["skills"]
    known = set(model.objects.values_list("uri", flat=True))
    model.objects.bulk_create(
        model(
            uri=row["uri"],
            kind=row["kind"],
            reuse=row["reuse"],
            names=row["names"],
            others=row.get("others", {}),
            spelled=spelled(row["names"], row.get("others", {})),
        )
        for row in rows
        if row["uri"] not in known
    )
