"""The levels of the badge as they begin."""

import tomllib
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent / "levels.toml"


def write(*, models: Any) -> None:
    """Store the levels that are missing; one that is there stays as it is.

    `models` has `BadgeLevel` as an attribute: the room's own models, or a migration's.
    """
    for level in tomllib.loads(FILE.read_text(encoding="utf-8"))["levels"]:
        fields = {
            "months": level["months"],
            "weeks": level["weeks"],
            "names": level["name"],
            "picture": level["picture"],
        }
        models.BadgeLevel.objects.get_or_create(code=level["code"], defaults=fields)
