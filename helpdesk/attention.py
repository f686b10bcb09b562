"""Who wrote in the direct line and waits for an answer. One query."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import prepared
from imyportal.attention import Level, Signal, pages

from .enums import TicketKind, TicketState
from .models import Ticket


def _waiting(viewer: User) -> QuerySet[Any, Any]:
    seen = Ticket.objects.visible_to(viewer).filter(kind=TicketKind.LINE, state=TicketState.OPEN)
    return seen.order_by("asked_at", "pk").values_list("trainee", "asked_at", named=True)


def signals(viewer: User, now: Any) -> list[Signal]:
    """Trainees whose last message in the line is unanswered."""
    page = pages("admin:helpdesk_line")
    found = []
    for row in prepared.rows(_waiting, viewer):
        at = timezone.localtime(row.asked_at)
        found.append(
            Signal(
                trainee_id=row.trainee,
                key=f"line:{row.asked_at:%Y-%m-%dT%H:%M:%S}",
                level=Level.AMBER,
                icon="chat",
                # Translators: of a trainee, on the Today board
                text=_("Wrote to you"),
                since=date_format(at, "l j F, H:i"),
                action=_("Answer"),
                url=f"{page(row.trainee)}#last",
                at=row.asked_at,
            )
        )
    return found
