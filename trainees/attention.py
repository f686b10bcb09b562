"""What about a trainee's own data, and about the days of coming and going, needs an agency tutor. Two queries."""

from datetime import datetime

from django.utils import timezone

from accounts.models import User
from imyportal.attention import Signal

from . import coming_and_going, unready


def signals(viewer: User, now: datetime) -> list[Signal]:
    """Reasons about trainees `viewer` may see who are here or arrive within a week."""
    today = timezone.localdate(now)
    return [*unready.signals(viewer, today), *coming_and_going.signals(viewer, now)]
