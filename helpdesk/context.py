"""What the tabs of a trainee say, on every page of theirs."""

from django.db.models import Count
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from accounts.requests import UserRequest

from .enums import TicketKind
from .models import Message


def tabs(request: UserRequest) -> dict[str, object]:
    """`unread`: messages of the direct line, requests with a new answer; asked only where tabs are drawn."""
    return {"unread": SimpleLazyObject(lambda: unread(request.user))}


def unread(viewer: User) -> dict[str, int]:
    """By the names of the tabs; one query."""
    rows = (
        Message.objects.filter(
            ticket__trainee__user=viewer, from_agency=True, is_note=False, read_at=None
        )
        .order_by()
        .values_list("ticket__kind")
        .annotate(Count("pk"), Count("ticket", distinct=True))
    )
    found = {kind: (messages, requests) for kind, messages, requests in rows}
    return {
        "messages": found.get(TicketKind.LINE, (0, 0))[0],
        "help": found.get(TicketKind.REQUEST, (0, 0))[1],
    }
