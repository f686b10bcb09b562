"""By when a request should be answered: in minutes of opening hours."""

from datetime import datetime

from imyportal import opening

from ..enums import DELICATE

SOON, USUAL = 60, 240  # minutes of opening hours


def due(asked_at: datetime, topic: str) -> datetime:
    """When somebody who asked at that moment should have an answer."""
    return opening.due(asked_at, SOON if topic in DELICATE else USUAL)
