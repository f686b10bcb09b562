"""The desk's list of requests: shelves, and what stands on each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, When
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from trainees.models.stand_ins import falls_to

from ..enums import TicketKind, TicketState
from ..models import Message, Ticket
from . import finding
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

OVER = ("waiting", "solved")


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
    rows = (
        seen(viewer)
        .exclude(state=TicketState.SOLVED)
        .order_by()
        .values("state")
        .annotate(
            later=Case(When(snoozed_until__gt=now, then=True), default=False),
            late=Case(When(due_at__lt=now, then=True), default=False),
            unowned=Case(When(owner=None, then=True), default=False),
            mine=Case(When(falls_to(viewer, "owner"), then=True), default=False),
            count=Count("pk"),
        )
    )
    found = dict.fromkeys(SHELVES, 0)
    del found["solved"]
    for row in rows:
        for shelf in _shelves_of(row):
            found[shelf] += row["count"]
    return found


def _shelves_of(row: Mapping[str, Any]) -> list[str]:
    if row["state"] == TicketState.WAITING:
        return ["waiting"]
    if row["later"]:
        return ["later"]
    return ["open", *(name for name in ("mine", "unowned", "late") if row[name])]


def seen(viewer: User) -> QuerySet[Ticket]:
    return Ticket.objects.visible_to(viewer).requests()


# What a row shows: many columns that nobody reads cost more than the look-up.
COLUMNS = (
    "pk", "subject", "topic", "due_at", "last_at", "snoozed_until", "first_answered_at",
    "trainee__first_name", "trainee__last_name", "trainee__group__name", "owner__first_name",
    "owner__last_name", "owner__email",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """Which requests somebody wants to see. `words` are looked for on all shelves."""

    shelf: str = "open"
    topic: str = ""
    house: str = ""  # the key, as an address has it
    words: str = ""

    @property
    def is_by_last_message(self) -> bool:
        """Newest first; what is open comes by when its answer is due."""
        return bool(self.words) or self.shelf in OVER

    @property
    def is_later(self) -> bool:
        """Those that were put off."""
        return self.shelf == "later" and not self.words

    def in_address(self, **more: str) -> str:
        """As the part of an address after the question mark."""
        own = {"show": self.shelf, "topic": self.topic, "house": self.house, "q": self.words}
        return f"?{urlencode({key: value for key, value in (own | more).items() if value})}"


def shelf(viewer: User, asked: Asked, now: datetime, *, after: str = "") -> Page:
    """A page of what was `asked` for; one query."""
    rows = seen(viewer)
    rows = (
        found(rows, asked.words, viewer)
        if asked.words
        else rows.filter(condition(asked.shelf, viewer, now))
    )
    if asked.topic:
        rows = rows.filter(topic=asked.topic)
    if asked.house:
        rows = rows.filter(room__house=int(asked.house))
    shown: Any = rows.values_list(*COLUMNS, named=True)
    by = "last_at" if asked.is_by_last_message else "due_at"
    return page(shown, by, after=after, newest_first=asked.is_by_last_message)


def lines(viewer: User, *, after: str = "") -> Page:
    """Direct lines, the one with the newest message first, each with how many messages are `unread`; one query."""
    new = Message.objects.filter(ticket=OuterRef("pk"), from_agency=False, read_at=None)
    unread = Subquery(new.order_by().values("ticket").annotate(count=Count("pk")).values("count"))
    rows: Any = (
        Ticket.objects.visible_to(viewer)
        .filter(kind=TicketKind.LINE)
        .annotate(unread=unread)
        .select_related("trainee__group")
    )
    return page(rows, "last_at", after=after)


def found(rows: QuerySet[Ticket], text: str, viewer: User) -> QuerySet[Ticket]:
    """Those of `rows` in whose subject, in one of whose messages or in whose trainee's name all words of
    `text` stand; a number such as HD-12 is that request. What was joined with another one is found there."""
    about = Q()
    for word in text.split()[: finding.MOST_WORDS]:
        name = Q(trainee__first_name__icontains=word) | Q(trainee__last_name__icontains=word)
        about &= Q(subject__icontains=word) | name
    number = text.upper().removeprefix("HD-")
    if number.isascii() and number.isdecimal() and len(number) < 10:
        about |= Q(pk=int(number))
    said = finding.messages(viewer, text).values("ticket")
    return rows.filter(about | Q(pk__in=said), merged_into=None)
