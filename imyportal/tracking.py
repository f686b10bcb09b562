"""Which fields of a row are kept when a person changes them, and how: docs/adr/0063-what-was-changed.md.

Each room decides in its `tracked.py` for every model that holds data of people: a field is kept from what to what,
or only that it was changed, or not at all, for a reason. A house rule fails for a field nobody decided about. The
desk's forms keep by themselves (`admin.scope`); a domain function writes inside `kept()`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from . import history
from .history import Parts

# Why fields are not kept here.
STAMPED = "Only added to or stamped: the row itself says who did it and when."
OWN = "Its room keeps its changes itself, with `history.keep`."
PORTAL = "Written by the portal itself, or by a package; no person changes it."
INTERNAL = "A note of the agency for itself, about how it does its work."

FILLED, OTHER = "filled", "other"  # what is kept of a hidden value
ALIKE = "…"  # of a masked value that looks as before

# A row's fields by name; those of a row below it as "trainees.guardian.email:12".
Raw = dict[str, Any]
Rows = dict[int, Raw]


@dataclass(frozen=True)
class Tracked:
    """What was decided about one model."""

    model: str
    plain: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    masked: Mapping[str, Callable[[str], str]] = field(default_factory=dict)
    without: Mapping[str, str] = field(default_factory=dict)  # field -> why
    # The rows they are told at, with the lookups that lead there; none: at themselves.
    at: Mapping[str, str] = field(default_factory=dict)
    key: str = ""  # what tells rows below the same one apart
    as_one: Callable[[Any], Any] | None = None  # the whole row as one value for JSON
    in_words: Callable[[Any], str] = str  # of `as_one`
    heading: Callable[[str], str] | None = None  # what the row with this key is called

    @property
    def of_model(self) -> Any:
        return apps.get_model(self.model)

    @property
    def fields(self) -> tuple[str, ...]:
        return (*self.plain, *self.hidden, *self.masked)


_tracked: dict[str, Tracked] = {}
_left: dict[str, str] = {}


def track(
    model: str,
    *,
    plain: str = "",
    hidden: str = "",
    without: Mapping[str, str] | None = None,
    **more: Any,
) -> None:
    """Keep changes of rows of `model`; names of fields stand with spaces between.

    `plain`: from what to what. `hidden`: only that it was changed, for what an erasure must be able to take.
    """
    names = {name: why for many, why in (without or {}).items() for name in many.split()}
    found = Tracked(model, tuple(plain.split()), tuple(hidden.split()), without=names, **more)
    _tracked[model.lower()] = found
    if not found.at:
        history.speak(
            model,
            lambda names: {name: _label(found, name) for name in names},
            lambda name, value: _text(found, name, value),
        )


def leave(models_of_one_kind: str, why: str) -> None:
    """Nothing of these models is kept here."""
    _left.update(dict.fromkeys(models_of_one_kind.lower().split(), why))


def tracked() -> list[Tracked]:
    """All decisions to keep something."""
    return list(_tracked.values())


def undecided(names: Iterable[str]) -> list[str]:
    """Of these models those nobody decided about, and fields people may change that nobody decided about."""
    lacking = []
    for name in names:
        found = _tracked.get(name.lower())
        if found is None:
            lacking += [] if name.lower() in _left else [name]
            continue
        ours = {each.name for each in found.of_model._meta.concrete_fields}
        open_ = {each.name for each in found.of_model._meta.concrete_fields if each.editable}
        open_ -= {
            found.of_model._meta.pk.name,
            *(path.split("__")[0] for path in found.at.values()),
        }
        said = {*found.fields, *found.without}
        lacking += [f"{name}.{each}" for each in sorted((open_ - said) | (said - ours))]
    return lacking


# --- Keeping ----------------------------------------------------------------------------------


@contextmanager
def kept(row: models.Model, *, by: Any, of: type[models.Model] | None = None) -> Iterator[None]:
    """What the block changes of `row` in the database is kept, with rows that are told at it; `of`: these alone."""
    with kept_each([row], by=by, of=of):
        yield


@contextmanager
def kept_each(
    rows: Iterable[models.Model], *, by: Any, of: type[models.Model] | None = None
) -> Iterator[None]:
    """The same of several rows of one model; a query a model before the block and after it."""
    them = {row.pk: row for row in rows if row.pk is not None}
    before = read(them.values(), of)
    yield
    keep(them, before, by=by, of=of)


def read(rows: Iterable[models.Model], of: type[models.Model] | None = None) -> Rows:
    """What the database holds of them now."""
    them = list(rows)
    if not them:
        return {}
    label = them[0]._meta.label_lower
    found: Rows = defaultdict(dict)
    keys = [row.pk for row in them]
    for each in _tracked.values():
        wanted = of is None or each.of_model is of
        if wanted and not each.at and each.model.lower() == label:
            _read_own(each, keys, found)
        elif wanted and label in {name.lower() for name in each.at}:
            _read_below(each, label, keys, found)
    return dict(found)


def _read_own(each: Tracked, keys: list[Any], found: Rows) -> None:
    for row in each.of_model._base_manager.filter(pk__in=keys):
        found[row.pk] |= _fields(each, row, "{}")


def _read_below(each: Tracked, label: str, keys: list[Any], found: Rows) -> None:
    path = next(path for name, path in each.at.items() if name.lower() == label)
    rows = each.of_model._base_manager.filter(**{f"{path}__in": keys})
    for row in rows.annotate(told_at=models.F(f"{path}__pk")):
        key = getattr(row, each.key) if each.key else ""
        if each.as_one is not None:
            found[row.told_at][f"{each.model.lower()}:{key}"] = each.as_one(row)
        else:
            found[row.told_at] |= _fields(each, row, f"{each.model.lower()}.{{}}:{key}")


def _fields(each: Tracked, row: models.Model, pattern: str) -> Raw:
    """Those that hold something; lines end as they may, browsers send other ends than we store."""
    values = {
        name: _alike(getattr(row, each.of_model._meta.get_field(name).attname))
        for name in each.fields
    }
    return {
        pattern.format(name): value for name, value in values.items() if value not in ("", None, [])
    }


def _alike(value: Any) -> Any:
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def keep(
    rows: Mapping[Any, models.Model],
    before: Rows,
    *,
    by: Any,
    of: type[models.Model] | None = None,
) -> None:
    """Keep what is different in the database from `before`, of rows that are still there."""
    after = read(rows.values(), of)
    changes = []
    for key, row in rows.items():
        old, new = before.get(key, {}), after.get(key, {})
        names = [name for name in {*old, *new} if old.get(name) != new.get(name)]
        if not names or not (old or new):
            continue
        parts = [_kept(row, name, old, new) for name in names]
        changes.append((row, _merged(parts, 0), _merged(parts, 1)))
    history.keep_all(changes, by=by)


def _merged(parts: list[tuple[Parts, Parts]], side: int) -> Parts:
    return {name: value for pair in parts for name, value in pair[side].items()}


def _kept(row: models.Model, name: str, old: Raw, new: Raw) -> tuple[Parts, Parts]:
    """What is kept of one part, before and after."""
    each, field_name = _decision(row._meta.label_lower, name)
    sides = [side.get(name) for side in (old, new)]
    if not field_name or field_name in each.plain:
        shown = [None if raw is None else _plain(each, field_name, raw) for raw in sides]
    elif field_name in each.masked:
        shown = [None if raw is None else each.masked[field_name](raw) for raw in sides]
        shown[0] = ALIKE if shown[0] == shown[1] else shown[0]
    else:
        shown = [None if raw is None else FILLED for raw in sides]
        shown[1] = OTHER if None not in shown else shown[1]
    return tuple({} if value is None else {name: value} for value in shown)  # type: ignore[return-value]


def _plain(each: Tracked, name: str, raw: Any) -> Any:
    if not name:
        return raw
    found: Any = each.of_model._meta.get_field(name)
    if found.is_relation:
        row = found.related_model._base_manager.filter(pk=raw).first()
        return str(row or "")
    if isinstance(raw, datetime):
        return timezone.localtime(raw).isoformat(timespec="minutes")
    if isinstance(raw, time):
        return f"{raw:%H:%M}"
    return raw.isoformat() if isinstance(raw, date) else raw


# --- In words ---------------------------------------------------------------------------------


def _decision(label: str, name: str) -> tuple[Tracked, str]:
    """Whose part it is, and the name of its field; empty for a whole row."""
    if ":" not in name:
        return _tracked[label], name
    path = name.partition(":")[0]
    if path in _tracked:
        return _tracked[path], ""
    model, _dot, field_name = path.rpartition(".")
    return _tracked[model], field_name


def _label(owner: Tracked, name: str) -> str:
    """What a part is called; of a row below with the name of its kind before it."""
    each, field_name = _decision(owner.model.lower(), name)
    part = str(each.of_model._meta.get_field(field_name).verbose_name) if field_name else ""
    if ":" not in name:
        return capfirst(part)
    key = name.partition(":")[2]
    kind = each.heading(key) if each.heading else str(each.of_model._meta.verbose_name)
    # Translators: a part of a row that belongs to another one, like «Guardian: phone»
    words = _("%(kind)s: %(part)s") % {"kind": capfirst(kind), "part": part}
    return words if len(each.fields) > 1 and part else capfirst(kind)


def _text(owner: Tracked, name: str, value: Any) -> str:
    each, field_name = _decision(owner.model.lower(), name)
    if field_name in each.hidden and value in (FILLED, OTHER):
        return _("filled in") if value == FILLED else _("changed")
    if not field_name:
        return each.in_words(value)
    if field_name in each.masked:
        return str(value) or _("nothing")
    return _plain_text(each.of_model._meta.get_field(field_name), value)


def _plain_text(found: Any, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if found.choices:
        return str(dict(found.flatchoices).get(value, value))
    if isinstance(found, models.DateTimeField) and (moment := parse_datetime(str(value))):
        return date_format(moment, "j F Y, H:i")
    if isinstance(found, models.DateField) and (day := parse_date(str(value))):
        return date_format(day, "j F Y")
    return str(value)
