"""What the Today board says of who asks to be forgotten."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from imyportal.attention import Level, Signal, day_words, pages

from ..models.privacy import months_later

SOON = timedelta(days=7)


def signal(row: Any, now: datetime) -> Signal:
    """One request; red in its last week. `row` has who, and at when it was asked."""
    due = months_later(timezone.localdate(row.at), 1)
    return Signal(
        trainee_id=row.who,
        key=f"erasure:{row.at.isoformat()}",
        level=Level.RED if due - timezone.localdate(now) <= SOON else Level.AMBER,
        icon="shield",
        text=_("Asks to be forgotten; a coordinator answers by %(day)s") % {"day": day_words(due)},
        since=_("asked %(day)s") % {"day": day_words(timezone.localdate(row.at))},
        action=_("See the request"),
        url=pages("admin:trainees_trainee_erasure")(row.who),
    )
