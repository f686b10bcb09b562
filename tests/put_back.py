"""A database as migrations left it, again after each test that committed.

Django empties every table and puts back row by row what migrations wrote: two seconds a test. Here only
what was touched is emptied, and comes back as PostgreSQL itself had copied it out.
"""

from collections.abc import Iterable
from functools import cache
from io import BytesIO

from django.db import connection, transaction
from psycopg2.extensions import cursor as Cursor  # noqa: N812


def remember() -> None:
    """Look at what migrations wrote: before the first test, or when all is put back."""
    with connection.cursor() as cursor:
        _kept.update({table: _rows(cursor.cursor, table) for table in _full(cursor.cursor)})


def put_back() -> None:
    """Whoever is still writing is waited for; triggers and foreign keys look away."""
    with transaction.atomic(), connection.cursor() as wrapped:
        cursor = wrapped.cursor
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(f"LOCK TABLE {', '.join(map(_quoted, _tables()))}")
        for table in {*_full(cursor), *_kept}:
            if table not in _kept:
                cursor.execute(f"DELETE FROM {_quoted(table)}")
            elif _rows(cursor, table) != _kept[table]:
                cursor.execute(f"DELETE FROM {_quoted(table)}")
                cursor.copy_expert(f"COPY {_quoted(table)} FROM STDIN", BytesIO(_kept[table]))


_kept: dict[str, bytes] = {}


@cache
def _tables() -> list[str]:
    """Of all models; not the list of migrations, not the cache."""
    return connection.introspection.django_table_names(only_existing=True, include_views=False)


def _full(cursor: Cursor) -> Iterable[str]:
    asked = [f"SELECT '{table}' WHERE EXISTS (SELECT FROM {_quoted(table)})" for table in _tables()]
    cursor.execute(" UNION ALL ".join(asked))
    return [table for (table,) in cursor.fetchall()]


def _rows(cursor: Cursor, table: str) -> bytes:
    out = BytesIO()
    cursor.copy_expert(f"COPY {_quoted(table)} TO STDOUT", out)
    return out.getvalue()


def _quoted(table: str) -> str:
    return connection.ops.quote_name(table)
