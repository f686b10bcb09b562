"""When the office is open, and what a minute of work is.

Hours of the week, closures and the place whose public holidays count are rows that coordinators edit. All of
it is one query (`hours()`), asked once within `remembered()`, which stands around every request; `Hours` then
answers without the database. Without rows the office keeps the standard hours: Monday to Friday, 9:30–17:00.
"""

from datetime import datetime

from .clock import Hours
from .reading import hours, remembered

__all__ = ["Hours", "due", "hours", "is_open", "opens_next", "remembered", "worked"]


def is_open(at: datetime) -> bool:
    """Somebody answers at `at` (aware)."""
    return hours().is_open(at)


def opens_next(at: datetime) -> datetime:
    """When the office opens next after `at` (aware), by the clock of the agency."""
    return hours().opens_next(at)


def due(asked_at: datetime, minutes: int) -> datetime:
    """When `minutes` working minutes after `asked_at` (aware) have passed, by the clock of the agency."""
    return hours().due(asked_at, minutes)


def worked(start: datetime, end: datetime) -> int:
    """Whole working minutes between two moments (aware); 0 when `end` is not after `start`."""
    return hours().worked(start, end)
