"""The rows of the opening hours, in one query, and kept for as long as one piece of work takes."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import CharField, DateField, F, IntegerField, TimeField, Value
from django.db.models.functions import Cast

from ..models import Closure, Office, OpeningSpan
from ..models.opening import last_read
from .clock import Closed, Hours, Times, apart

COUNTRY, SUBDIVISION = "IT", "PT"
OPENS, CLOSES = time(9, 30), time(17)
MONDAY_TO_FRIDAY = range(5)

# What was read within `remembered()`; a list, so that only the first who asks fills it.
_kept: ContextVar[list[Hours] | None] = ContextVar("opening_hours", default=None)


@contextmanager
def remembered() -> Iterator[None]:
    """Within it the hours are read once, when they are asked for."""
    token = _kept.set([])
    try:
        yield
    finally:
        _kept.reset(token)


def hours() -> Hours:
    """The opening hours; what another process changed half a minute ago at the latest may be missing.

    One query, or none within `remembered()` and while what was read last is fresh.
    """
    kept = _kept.get()
    if kept:
        return kept[0]
    found: Hours | None = last_read.get()
    if found is None:
        found = _read()
        last_read.put(found)
    if kept is not None:
        kept.append(found)
    return found


def _read() -> Hours:
    spans: dict[int, list[Times]] = defaultdict(list)
    closures: list[Closed] = []
    place = (COUNTRY, SUBDIVISION)
    for what, country, text, weekday, opens, closes, first, last in _rows():
        if what == "span":
            spans[weekday].append((opens, closes))
        elif what == "closed":
            closures.append(Closed(first, last, text))
        else:
            place = (country, text)
    if not spans:
        spans = defaultdict(list, {each: [(OPENS, CLOSES)] for each in MONDAY_TO_FRIDAY})
    return Hours(
        {weekday: apart(times) for weekday, times in spans.items()},
        tuple(closures),
        *place,
        ZoneInfo(settings.TIME_ZONE),
    )


def _rows() -> Any:
    """What, country, text, weekday, opens, closes, first, last."""
    # Cast, or PostgreSQL takes what has no value for text.
    text, number = Value("", CharField()), Cast(Value(None), IntegerField())
    times = [Cast(Value(None), TimeField())] * 2
    days = [Cast(Value(None), DateField())] * 2
    parts = [
        _part(Office, "place", F("country"), F("subdivision"), number, *times, *days),
        _part(OpeningSpan, "span", text, text, F("weekday"), F("opens_at"), F("closes_at"), *days),
        _part(
            Closure, "closed", text, F("reason"), number, *times, F("first_day"), F("last_day")
        ),
    ]  # fmt: skip
    return parts[0].union(*parts[1:], all=True)


def _part(model: Any, what: str, *columns: Any) -> Any:
    names = ("a_country", "a_text", "a_weekday", "a_from", "a_until", "a_first", "a_last")
    kind = Value(what, CharField())
    return (
        model.objects.order_by()
        .annotate(what=kind, **dict(zip(names, columns, strict=True)))
        .values_list("what", *names)
    )
