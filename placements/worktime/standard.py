"""The limits a new portal begins with."""

import tomllib
from datetime import time
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("standard.toml")


def read() -> list[dict[str, Any]]:
    """The rule sets as the file has them."""
    return list(tomllib.loads(FILE.read_text(encoding="utf-8"))["rules"])


def write(*, models: Any) -> None:
    """Store the rule sets; nothing happens where there are any.

    `models` is anything with both models as attributes: the room's own, or a migration's.
    """
    if models.WorkingTimeRules.objects.exists():
        return
    for rule in read():
        fields = {name: value for name, value in rule.items() if name != "limits"}
        kept = models.WorkingTimeRules.objects.create(**fields)
        models.WorkingTimeLimit.objects.bulk_create(
            models.WorkingTimeLimit(rules=kept, **_fields(limit)) for limit in rule["limits"]
        )


def _fields(limit: dict[str, Any]) -> dict[str, Any]:
    first, last = limit.get("night", (None, None))
    return {
        "kind": limit["kind"],
        "minutes": limit.get("minutes"),
        "days": limit.get("days"),
        "after_minutes": limit.get("after"),
        "night_from": first and time.fromisoformat(first),
        "night_to": last and time.fromisoformat(last),
        "weeks": limit.get("weeks"),
        "article": limit["article"],
        "weight": limit.get("weight", "warn"),
    }
