"""From what to what: the changes of hours, evaluations and certificates.

Kept by the domain function that makes the change, in its transaction: docs/adr/0021-change-history.md.
A part of a row has a name of its room, like the date of a day; the room says how it is spoken of.
Texts of people are not copied: only that they were changed.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from .audit import which, who
from .enums import ActorKind
from .models import Change

Parts = dict[str, Any]
Labels = Callable[[set[str]], dict[str, str]]  # names of parts -> what they are called
Text = Callable[[str, Any], str]  # a part's name and value -> in words

_words: dict[str, tuple[Labels, Text]] = {}


def keep(row: models.Model, *, by: Any, before: Parts, after: Parts) -> None:
    """Keep what differs between `before` and `after`; nothing when nothing does."""
    keep_each([row], by=by, before=before, after=after)


def keep_each(rows: Iterable[models.Model], *, by: Any, before: Parts, after: Parts) -> None:
    """The same change of each of `rows`, in one insert."""
    keep_all([(row, before, after) for row in rows], by=by)


def keep_all(changes: Iterable[tuple[models.Model, Parts, Parts]], *, by: Any) -> None:
    """Changes of several rows, each with what it was before and is after, in one insert."""
    rows = []
    for row, before, after in changes:
        same = {name for name in before.keys() & after.keys() if before[name] == after[name]}
        old = {name: value for name, value in before.items() if name not in same}
        new = {name: value for name, value in after.items() if name not in same}
        if old or new:
            rows.append(Change(before=old, after=new, **who(by), **which(row)))
    if rows:
        Change.objects.bulk_create(rows)


def speak(model: str, labels: Labels, text: Text) -> None:
    """How a room names the parts of `model` ("placements.HourWeek") and their values."""
    _words[model.lower()] = labels, text


@dataclass(frozen=True)
class Line:
    """One part of one change, in words."""

    at: datetime
    by: str
    part: str
    before: str
    after: str


def lines(row: models.Model) -> list[Line]:
    """What was changed of `row`, the newest first; empty for a row whose changes are not kept."""
    if row._meta.label_lower not in _words:
        return []
    changes = Change.objects.filter(**which(row))
    labels, text = _words[row._meta.label_lower]
    names = labels({name for change in changes for name in (*change.before, *change.after)})
    return [line for change in changes for line in _lines(change, names, text)]


def is_spoken(model: type[models.Model]) -> bool:
    """Whether changes of its rows are kept."""
    return model._meta.label_lower in _words


def lines_of(
    rows: models.QuerySet[Any], *, without: Collection[str] = ()
) -> list[tuple[models.Model, Line]]:
    """What was changed of any of `rows`, which are of one model that `is_spoken`; each beside its row.

    Parts named in `without` are left out.
    """
    label = rows.model._meta.label_lower
    keys = [str(key) for key in rows.values_list("pk", flat=True)]
    changes = list(Change.objects.filter(about_kind=label, about_id__in=keys))
    changed = {str(row.pk): row for row in rows.filter(pk__in={each.about_id for each in changes})}
    labels, text = _words[label]
    names = labels({name for change in changes for name in (*change.before, *change.after)})
    return [
        (changed[change.about_id], line)
        for change in changes
        for line in _lines(change, names, text, without)
    ]


def _lines(
    change: Change, names: dict[str, str], text: Text, without: Collection[str] = ()
) -> Iterator[Line]:
    kind = str(ActorKind(change.actor_kind).label)
    by = f"{change.actor}, {kind}" if change.actor else kind
    known = change.before.keys() | change.after.keys()
    parts_of = {name for name in known if name.partition(":")[0] not in without}
    for name in sorted(parts_of, key=lambda n: names.get(n, n)):
        old, new = (
            text(name, parts[name]) if name in parts else _("nothing")
            for parts in (change.before, change.after)
        )
        yield Line(change.at, by, names.get(name, name), old, new)
