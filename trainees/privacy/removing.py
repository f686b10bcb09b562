"""Taking rows away as the register says; what something that stays hangs on, stays."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, FileField, OuterRef, QuerySet

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
    # A room tells of the whole before its parts, which the whole would take along uncounted.
    left = [each for each in reversed(list(decisions)) if rows_of(each).exists()]
    while left:
        gone = {each.model: _delete(loose(rows_of(each))) for each in left}
        counts |= {model: counts.get(model, 0) + count for model, count in gone.items()}
        # What is left may have hung on parts that went later in this round.
        left = [each for each in left if rows_of(each).exists()] if any(gone.values()) else []
    return {model: count for model, count in counts.items() if count}


def remove_rows(rows: QuerySet[Any]) -> dict[str, int]:
    """Delete those of `rows` that nothing hangs on, with their files; how many, by model."""
    count = _delete(loose(rows))
    return {rows.model._meta.label: count} if count else {}


def _delete(rows: QuerySet[Any]) -> int:
    done = 0
    model = rows.model
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        files = set(_files(model, keys))
        going = model._base_manager.filter(pk__in=keys)
        _unlink(Path(path) for path in _paths(going))
        going.delete()
        done += len(keys)
        if files:
            unneeded = loose(StoredFile.objects.filter(pk__in=files))
            _unlink(row.path for row in unneeded)
            StoredFile.objects.filter(pk__in=list(unneeded.values_list("pk", flat=True))).delete()
    return done


def _files(model: type[models.Model], keys: list[Any]) -> Iterator[Any]:
    """Keys of the files that these rows point at."""
    for field in model._meta.concrete_fields:
        if field.related_model is StoredFile:
            pointing = model._base_manager.filter(pk__in=keys).exclude(**{field.name: None})
            yield from pointing.values_list(field.name, flat=True)


def _paths(rows: QuerySet[Any]) -> Iterator[str]:
    """Where the bytes of these rows lie."""
    if rows.model is StoredFile:
        yield from (str(row.path) for row in rows)
    for field in rows.model._meta.concrete_fields:
        if isinstance(field, FileField):
            made = rows.exclude(**{field.name: ""})
            yield from (getattr(row, field.name).path for row in made.only(field.name))


def _unlink(paths: Iterable[Path]) -> None:
    """They go once the transaction holds."""
    for path in paths:
        transaction.on_commit(lambda path=path: path.unlink(missing_ok=True))  # type: ignore[misc]
