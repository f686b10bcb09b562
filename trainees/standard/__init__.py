"""The steps of the journey as the agency begins with them: `journey.toml`."""

import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


def read() -> list[dict[str, Any]]:
    """The steps in their order."""
    found: list[dict[str, Any]] = tomllib.loads(
        (HERE / "journey.toml").read_text(encoding="utf-8")
    )["steps"]
    return found


def write(*, models: Any) -> None:
    """Store those of the template that are not there; `models` has `JourneyStep`."""
    steps = models.JourneyStep.objects
    known = set(steps.filter(group=None).values_list("code", flat=True))
    steps.bulk_create(
        models.JourneyStep(position=place * 10, **step)
        for place, step in enumerate(read(), start=1)
        if step["code"] not in known
    )
