"""Who wrote in the direct line and waits for an answer, on the Today board: a part of a query of the room below."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    CharField,
    F,
    IntegerField,
    QuerySet,
    Value,
)
from django.db.models.functions import (
    Cast,
    ExtractHour,
    ExtractMinute,
    ExtractSecond,
    TruncDate,
)
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal.attention import Level, Signal, pages
from placements.attention import Part, add_part

from .enums import TicketKind, TicketState
from .models import Ticket
from .tickets.signals import COLUMNS


def part(viewer: User, today: date) -> QuerySet[Any, Any]:
    """Open lines; `first` and `more` are day and second (UTC) since when the trainee waits."""
    parts = (ExtractHour, 3600), (ExtractMinute, 60), (ExtractSecond, 1)
    second = sum((each("asked_at", tzinfo=UTC) * size for each, size in parts), start=Value(0))
    day = TruncDate("asked_at", tzinfo=UTC)
    return (
        Ticket.objects.visible_to(viewer)
        .filter(kind=TicketKind.LINE, state=TicketState.OPEN)
        .annotate(what=Value("line"), who=F("trainee"), number=F("pk"), first=day, last=day)  # type: ignore[no-redef]
        .annotate(more=Cast(second, IntegerField()), words=Value("", CharField()))
        .order_by()
        .values_list(*COLUMNS)
    )


def say(row: Any, now: datetime) -> Signal:
    """The reason that a row of `part` stands for."""
    asked_at = datetime.combine(row.first, time(), UTC) + timedelta(seconds=row.more)
    return Signal(
        trainee_id=row.trainee,
        key=f"line:{asked_at:%Y-%m-%dT%H:%M:%S}",
        level=Level.AMBER,
        icon="chat",
        # Translators: of a trainee, on the Today board
        text=_("Wrote to you"),
        since=date_format(timezone.localtime(asked_at), "l j F, H:i"),
        action=_("Answer"),
        url=f"{pages('admin:helpdesk_line')(row.trainee)}#last",
        at=asked_at,
    )


add_part("line", Part(part, say))
