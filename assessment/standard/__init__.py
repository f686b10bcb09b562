"""The standard objectives as data: one TOML file a version, which never changes once it is in use."""

import functools
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
BEFORE_ALL = date(2000, 1, 3)  # a Monday before any placement


def read(version: int) -> dict[str, Any]:
    """What the file of this version says."""
    return tomllib.loads((HERE / f"{version}.toml").read_text(encoding="utf-8"))


@functools.cache
def measures() -> dict[tuple[str, str], str]:
    """What the portal measures of an indicator, by the codes of its objective and its own.

    Codes stay when a version is renewed; a version without the indicator has nothing measured.
    """
    return {
        (objective["code"], indicator["code"]): indicator["measures"]
        for path in sorted(HERE.glob("[0-9]*.toml"))
        for objective in tomllib.loads(path.read_text(encoding="utf-8"))["objectives"]
        for indicator in objective["indicators"]
        if "measures" in indicator
    }


def write(version: int, *, models: Any) -> None:
    """Store a version and put it in use; a version that is there stays as it is.

    `models` is anything with the three models as attributes: the room's own, or a migration's.
    """
    sets = models.ObjectiveSet.objects
    if sets.filter(kind="standard", version=version).exists():
        return
    kept = sets.create(kind="standard", version=version, is_current=False)
    for place, objective in enumerate(read(version)["objectives"], start=1):
        row = models.Objective.objects.create(
            set=kept, code=objective["code"], position=place, names=objective["name"]
        )
        models.Indicator.objects.bulk_create(
            models.Indicator(
                objective=row,
                code=indicator["code"],
                position=at,
                names=indicator["name"],
                questions=indicator["question"],
                behaviours=indicator["at"],
                can_be_missing=indicator.get("can_be_missing", False),
            )
            for at, indicator in enumerate(objective["indicators"], start=1)
        )
    sets.filter(kind="standard", is_current=True).update(
        is_current=False, **_state(sets, "replaced")
    )
    sets.filter(pk=kept.pk).update(is_current=True, **_state(sets, "in_use"))


def write_occasions(*, models: Any) -> None:
    """Store the occasions for awards that are not there; `models` has `AwardOccasion`."""
    rows = tomllib.loads((HERE / "occasions.toml").read_text(encoding="utf-8"))["occasions"]
    known = set(models.AwardOccasion.objects.values_list("code", flat=True))
    models.AwardOccasion.objects.bulk_create(
        models.AwardOccasion(position=place * 10, **row)
        for place, row in enumerate(rows, start=1)
        if row["code"] not in known
    )


def _state(sets: Any, state: str) -> dict[str, str]:
    """The state as a column, where the tables have it already."""
    names = {field.name for field in sets.model._meta.get_fields()}
    return {"state": state} if "state" in names else {}


def write_dues(models: Any) -> None:
    """Store when evaluations are due, as the agency's first plan; a plan that is there stays.

    `models` is as for `write()`.
    """
    plan, is_new = models.EvaluationPlan.objects.get_or_create(group=None, starts_on=BEFORE_ALL)
    if is_new:
        models.EvaluationDue.objects.bulk_create(
            models.EvaluationDue(plan=plan, **line) for line in dues()
        )


def dues() -> list[dict[str, Any]]:
    """The lines of the agency's first plan of evaluations."""
    return list(_toml("dues")["dues"])


def write_models(models: Any) -> None:
    """Store the written models of standard objectives that have none; `models` is as for `write()`."""
    texts = _toml("models")
    objectives = models.Objective.objects.filter(set__kind="standard", code__in=texts)
    models.WrittenModel.objects.bulk_create(
        models.WrittenModel(objective=each, texts=texts[each.code])
        for each in objectives.filter(written_models=None)
    )


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
