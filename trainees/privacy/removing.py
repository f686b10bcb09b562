"""Taking rows away as the register says; what something that stays hangs on, stays."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef, QuerySet

from imyportal.models import StoredFile
from imyportal.personal import Decision

AT_ONCE = 500  # rows in one statement


def loose(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of `rows` that no row points at which would have to go before."""
    for relation in rows.model._meta.get_fields(include_hidden=True):
        on_delete = getattr(relation, "on_delete", None)
        if not relation.auto_created or on_delete is not models.PROTECT:
            continue
        pointing = relation.related_model._base_manager.filter(
            **{relation.field.name: OuterRef("pk")}
        )
        rows = rows.filter(~Exists(pointing))
    return rows


def remove(
    decisions: Iterable[Decision], rows_of: Callable[[Decision], QuerySet[Any]]
) -> dict[str, int]:
    """Delete what `rows_of` says of each, the parts before the whole; how many by model.

    Files that were handed in with them go, too, when nothing else needs them.
    """
    counts: dict[str, int] = {}
    open_decisions = list(decisions)
    while open_decisions:
        again = []
        for decision in open_decisions:
            gone = _delete(decision, loose(rows_of(decision)))
            counts[decision.model] = counts.get(decision.model, 0) + gone
            # What is left may have hung on parts that go later in this round.
            if gone or rows_of(decision).exists():
                again.append((decision, gone))
        if not any(gone for _decision, gone in again):
            break
        open_decisions = [decision for decision, _gone in again]
    return {model: count for model, count in counts.items() if count}


def _delete(decision: Decision, rows: QuerySet[Any]) -> int:
    done = 0
    model = decision.of_model
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        files = set(_files(model, keys))
        if model is StoredFile:
            _unlink(model._base_manager.filter(pk__in=keys))
        model._base_manager.filter(pk__in=keys).delete()
        done += len(keys)
        if files:
            unneeded = loose(StoredFile.objects.filter(pk__in=files))
            _unlink(unneeded)
            StoredFile.objects.filter(pk__in=list(unneeded.values_list("pk", flat=True))).delete()
    return done


def _files(model: type[models.Model], keys: list[Any]) -> Iterator[Any]:
    """Keys of the files that these rows point at."""
    for field in model._meta.concrete_fields:
        if field.related_model is StoredFile:
            pointing = model._base_manager.filter(pk__in=keys).exclude(**{field.name: None})
            yield from pointing.values_list(field.name, flat=True)


def _unlink(rows: QuerySet[StoredFile]) -> None:
    """Their bytes go once the transaction holds."""
    for path in [row.path for row in rows]:
        transaction.on_commit(lambda path=path: Path(path).unlink(missing_ok=True))  # type: ignore[misc]
