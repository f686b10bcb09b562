"""The desk's list of requests: shelves, and what stands on each."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from trainees.models.stand_ins import falls_to

from ..enums import TicketState
from ..models import Ticket
from .pages import Page, page

SHELVES: Mapping[str, Any] = {
    # Translators: requests for help: lists on the desk
    "open": pgettext_lazy("requests", "open"),
    "mine": pgettext_lazy("requests", "mine"),
    "unowned": pgettext_lazy("requests", "nobody’s"),
    "late": pgettext_lazy("requests", "late"),
    "waiting": pgettext_lazy("requests", "answered"),
    "later": pgettext_lazy("requests", "put off"),
    "solved": pgettext_lazy("requests", "solved"),
}
EMPTY: Mapping[str, Any] = {
    "open": _("Nobody waits for an answer."),
    "mine": _("Here you see the open requests that you look after."),
    "unowned": _("Somebody looks after every open request."),
    "late": _("No answer is late."),
    "waiting": _("Here you see requests that we answered and that are not solved yet."),
    "later": _("Here you see requests that were put off."),
    "solved": _("Here you see requests that are solved."),
}


def condition(shelf: str, viewer: User, now: datetime) -> Q:
    """What stands on a shelf."""
    is_open = Q(state=TicketState.OPEN)
    is_due = is_open & (Q(snoozed_until=None) | Q(snoozed_until__lte=now))
    return {
        "open": is_due,
        "mine": is_due & falls_to(viewer, "owner"),
        "unowned": is_due & Q(owner=None),
        "late": is_due & Q(due_at__lt=now),
        "waiting": Q(state=TicketState.WAITING),
        "later": is_open & Q(snoozed_until__gt=now),
        "solved": Q(state=TicketState.SOLVED, merged_into=None),
    }[shelf]


def counts(viewer: User, now: datetime) -> dict[str, int]:
    """How many stand on each shelf but the last one, which only grows; one query."""
    wanted = {
        shelf: Count("pk", filter=condition(shelf, viewer, now))
        for shelf in SHELVES
        if shelf != "solved"
    }
    rows = seen(viewer).exclude(state=TicketState.SOLVED)
    return rows.aggregate(**wanted)


def seen(viewer: User) -> QuerySet[Ticket]:
    return Ticket.objects.visible_to(viewer).requests()


def shelf(viewer: User, name: str, now: datetime, *, topic: str = "", after: str = "") -> Page:
    """A page of a shelf: what is open by when it is due, the rest by its last message. One query."""
    rows = (
        seen(viewer).filter(condition(name, viewer, now)).select_related("trainee__group", "owner")
    )
    if topic:
        rows = rows.filter(topic=topic)
    is_over = name in ("waiting", "solved")
    return page(rows, "last_at" if is_over else "due_at", after=after, newest_first=is_over)
