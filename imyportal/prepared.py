"""Queries whose SQL is written once and run many times.

Putting a query together costs Django more than PostgreSQL takes to answer it: a page with a dozen of
them spends most of its time there. What is asked the same way all day (the board's questions) is put
together once a day and viewer in every thread of the server (`rows`); what every visitor asks about
somebody or something else, once for all with stand-ins for what differs (`filled`).
"""

import copy
import functools
import threading
from collections.abc import Callable, Hashable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

Maker = Callable[..., QuerySet[Any, Any]]
MOST = 500  # queries kept in a thread

# What stands for a key or a day until the query is run: numbers and years that nothing of ours has.
FIRST_KEY = 987_650_000
FIRST_YEAR, YEARS_APART = 1000, 10
NEAR = timedelta(days=1000)  # a day as near as this to a stand-in was reckoned from it


class _Kept(threading.local):
    """Every thread has its own: what Django puts together is not made to be shared."""

    def __init__(self) -> None:
        self.made = functools.lru_cache(MOST)(_make)
        self.filled = functools.lru_cache(MOST)(_make_fillable)


def rows(make: Maker, viewer: Any, *values: Hashable) -> list[Any]:
    """The rows of `make(viewer, *values)`, which may look at these and at nothing else.

    What the viewer may do is part of what is remembered: who gains or loses a right asks anew.
    """
    rights = (viewer.is_active, viewer.is_staff, frozenset(viewer.get_all_permissions()))
    queryset, written = _kept.made(
        make, viewer, rights, connection.alias, connection.vendor, values
    )
    if written is None:
        return []
    return _run(queryset, written)


def filled(make: Maker, values: tuple[int | date, ...], *kinds: Hashable) -> list[Any]:
    """The rows of `make(*values, *kinds)`, put together once for all `values`: keys and days.

    `make` may hand the values on as they are, or days so many days away from them, and must not look at
    them: it is given stand-ins. What decides about the question itself is one of its `kinds`.
    """
    is_day = tuple(isinstance(each, date) for each in values)
    queryset, written, places = _kept.filled(
        make, is_day, connection.alias, connection.vendor, kinds
    )
    if written is None:
        return []
    sql, params = written.as_sql()
    compiler: Any = copy.copy(written)
    real = tuple(_real(param, values, place) for param, place in zip(params, places, strict=True))
    compiler.as_sql = lambda *args, **kwargs: (sql, real)
    return _run(queryset, compiler)


def _run(queryset: Any, written: SQLCompiler) -> list[Any]:
    asked = queryset._chain()
    asked.query.get_compiler = functools.partial(_compiler, written)
    return list(asked)


def _make(
    make: Maker, viewer: Any, rights: Hashable, alias: str, vendor: str, values: tuple[Any, ...]
) -> tuple[Any, SQLCompiler | None]:
    return _write(make(viewer, *values), alias)


def _write(queryset: Any, alias: str) -> tuple[Any, SQLCompiler | None]:
    compiler: Any = queryset.query.get_compiler(using=alias)
    try:
        sql = compiler.as_sql()
    except EmptyResultSet:
        return queryset, None
    compiler.as_sql = lambda *args, **kwargs: sql
    return queryset, compiler


# --- Stand-ins --------------------------------------------------------------------------------

Place = (
    tuple[int, timedelta] | None
)  # which value a parameter stands for, and how many days from it


def _make_fillable(
    make: Maker, is_day: tuple[bool, ...], alias: str, vendor: str, kinds: tuple[Any, ...]
) -> tuple[Any, SQLCompiler | None, list[Place]]:
    stand_ins = [
        date(FIRST_YEAR + YEARS_APART * n, 1, 1) if day else FIRST_KEY + n
        for n, day in enumerate(is_day)
    ]
    queryset, compiler = _write(make(*stand_ins, *kinds), alias)
    if compiler is None:
        return queryset, None, []
    _sql, params = compiler.as_sql()
    return queryset, compiler, [_place(param, stand_ins) for param in params]


def _place(param: Any, stand_ins: list[Any]) -> Place:
    found = _day(param) or param
    for n, each in enumerate(stand_ins):
        if isinstance(each, date):
            if type(found) is date and abs(found - each) < NEAR:  # a datetime is no day
                return n, found - each
        elif found == each:
            return n, timedelta()
    return None


def _day(param: Any) -> date | None:
    """Some databases take days as text."""
    try:
        return date.fromisoformat(param) if isinstance(param, str) else None
    except ValueError:
        return None


def _real(param: Any, values: tuple[Any, ...], place: Place) -> Any:
    if place is None:
        return param
    n, days = place
    value = values[n]
    return connection.ops.adapt_datefield_value(value + days) if isinstance(value, date) else value


def _compiler(written: SQLCompiler, using: str, *args: Any, **kwargs: Any) -> SQLCompiler:
    compiler = copy.copy(written)
    compiler.connection = connection
    return compiler


_kept = _Kept()
