"""Queries whose SQL is written once and run many times.

Putting a query together costs Django more than PostgreSQL takes to answer it: a page with a dozen of
them spends most of its time there. What is asked the same way all day (the board's questions) is put
together once a day and viewer in every thread of the server.
"""

import copy
import functools
import threading
from collections.abc import Callable, Hashable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

Maker = Callable[..., QuerySet[Any, Any]]
MOST = 500  # queries kept in a thread


class _Kept(threading.local):
    """Every thread has its own: what Django puts together is not made to be shared."""

    def __init__(self) -> None:
        self.made = functools.lru_cache(MOST)(_make)


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
    asked = queryset._chain()
    asked.query.get_compiler = functools.partial(_compiler, written)
    return list(asked)


def _make(
    make: Maker, viewer: Any, rights: Hashable, alias: str, vendor: str, values: tuple[Any, ...]
) -> tuple[Any, SQLCompiler | None]:
    queryset = make(viewer, *values)
    compiler: Any = queryset.query.get_compiler(using=alias)
    try:
        sql = compiler.as_sql()
    except EmptyResultSet:
        return queryset, None
    compiler.as_sql = lambda *args, **kwargs: sql
    return queryset, compiler


def _compiler(written: SQLCompiler, using: str, *args: Any, **kwargs: Any) -> SQLCompiler:
    compiler = copy.copy(written)
    compiler.connection = connection
    return compiler


_kept = _Kept()
