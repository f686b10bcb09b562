"""Lists that begin where the last page ended, so that the thousandth page costs what the first one does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Page:
    """Some rows of a list, and where the next ones begin: empty when there are none."""

    rows: Sequence[Any]
    after: str


def page(
    rows: QuerySet[Any], by: str, *, after: str = "", size: int = 25, newest_first: bool = True
) -> Page:
    """`size` rows in the order of the moment `by` and the key, after the place that the page before named.

    A place that nobody named, such as one typed by hand, is the beginning. One query.
    """
    sign, beyond = ("-", "lt") if newest_first else ("", "gt")
    if place := _place(after):
        at, key = place
        # The first part alone can be looked up in the index; the second one tells apart what shares a moment.
        rows = rows.filter(
            Q(**{f"{by}__{beyond}": at}) | Q(**{f"{by}": at, f"pk__{beyond}": key}),
            **{f"{by}__{beyond}e": at},
        )
    found = list(rows.order_by(f"{sign}{by}", f"{sign}pk")[: size + 1])
    has_more = len(found) > size
    found = found[:size]
    return Page(found, _named(found[-1], by) if has_more else "")


def _named(row: Any, by: str) -> str:
    return f"{(getattr(row, by) - EPOCH) // MICROSECOND}-{row.pk}"


def _place(text: str) -> tuple[datetime, int] | None:
    at, _dash, key = text.partition("-")
    if not (text.isascii() and at.isdecimal() and key.isdecimal()):
        return None
    if len(at) > 17 or len(key) > 18:
        return None
    return EPOCH + int(at) * MICROSECOND, int(key)
