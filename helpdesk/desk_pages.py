"""What the desk's pages about requests show."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import history, vocabulary
from imyportal.attention import pages
from placements.models import Incident, Placement, Visit
from trainees.models import House, Trainee

from . import visit_origin
from .answers import offering
from .desk_forms import AnswerForm, CareForm, LaterForm, NoteForm
from .enums import TicketState, Topic
from .models import Ticket
from .tickets import queue, replies, threads
from .tickets.pages import Page


@dataclass(frozen=True)
class Tab:
    """A shelf of the queue."""

    label: Any
    url: str
    count: int | None
    is_current: bool


@dataclass(frozen=True)
class Row:
    """A request in the queue, its words ready: a list is shown more often than anything else."""

    pk: int
    url: str
    subject: str
    number: str
    is_new: bool  # nobody has answered yet
    trainee: str
    group: str
    topic: Any
    owner: str
    is_late: bool
    when: str


def _rows(found: Sequence[Any], asked: queue.Asked, now: datetime) -> list[Row]:
    url, topics = pages("admin:helpdesk_ticket_change"), dict(Topic.choices)
    zone = timezone.get_current_timezone()
    return [
        Row(
            pk=row.pk,
            url=url(row.pk),
            subject=row.subject,
            number=Ticket.number_of(row.pk),
            is_new=row.due_at is not None and row.first_answered_at is None,
            trainee=f"{row.trainee__first_name} {row.trainee__last_name}",
            group=row.trainee__group__name,
            topic=topics[row.topic],
            owner=f"{row.owner__first_name or ''} {row.owner__last_name or ''}".strip()
            or row.owner__email
            or "",
            is_late=asked.shelf != "later" and row.due_at is not None and row.due_at < now,
            when=date_format(_moment(row, asked).astimezone(zone), "D j M, H:i"),
        )
        for row in found
    ]


def _moment(row: Any, asked: queue.Asked) -> datetime:
    """What the list is about: until when it is put off, when the answer is due, or the last message."""
    moment = row.last_at if asked.is_by_last_message else row.due_at
    found: datetime = row.snoozed_until if asked.is_later else moment
    return found


def queue_page(
    viewer: User, asked: queue.Asked, found: Page, now: datetime, *, is_first: bool
) -> dict[str, Any]:
    """For the queue, with two queries more: the counts, and the houses to choose from."""
    counts = queue.counts(viewer, now)
    tabs = [
        Tab(
            label,
            asked.in_address(show=key, q=""),
            counts.get(key),
            is_current=key == asked.shelf and not asked.words,
        )
        for key, label in queue.SHELVES.items()
    ]
    houses = House.objects.visible_to(viewer).order_by("name").values_list("pk", "name")
    return {
        "title": _("Requests for help"),
        "tabs": tabs,
        "rows": _rows(found.rows, asked, now),
        "asked": asked,
        "empty": _("Nothing was found.") if asked.words else queue.EMPTY[asked.shelf],
        "topics": Topic.choices,
        "houses": [(str(pk), name) for pk, name in houses],
        "is_first": is_first,
        "next_url": asked.in_address(after=found.after) if found.after else "",
        "first_url": asked.in_address(),
    }


def others(viewer: User, ticket: Ticket) -> QuerySet[Ticket]:
    """Other requests of the same trainee, the newest first."""
    seen = Ticket.objects.visible_to(viewer).requests()
    return seen.filter(trainee=ticket.trainee_id, merged_into=None).exclude(pk=ticket.pk)


def told(ticket: Ticket) -> dict[str, Any]:
    """What a report of an incident begins with."""
    first = ticket.messages.filter(from_agency=False).exclude(body="").first()
    opened = timezone.localtime(ticket.opened_at)
    text = f"{ticket.number}: {first.body if first else ticket.subject}"
    return {"text": text, "known_at": opened, "happened_at": opened}


def thread_page(viewer: User, ticket: Ticket, before: str) -> dict[str, Any]:
    """For the page of a ticket, or an earlier page of its thread."""
    shown = threads.messages_of(ticket, viewer, before=before)
    trainee = ticket.trainee
    why: dict[str, str | int] = {"group": trainee.group_id, "of": visit_origin.asked(ticket)}
    stays = Placement.objects.visible_to(viewer).live().filter(trainee=trainee)
    return {
        "title": ticket.subject or _("Direct line: %(name)s") % {"name": trainee},
        "ticket": ticket,
        "shown": shown,
        "items": _with_events(shown, ticket),
        "seen": threads.newest(shown, before),
        "is_late": bool(ticket.due_at and ticket.due_at < timezone.now()),
        "is_put_off": bool(ticket.snoozed_until and ticket.snoozed_until > timezone.now()),
        "is_open": ticket.state == TicketState.OPEN,
        "fitting": replies.fitting(ticket, viewer),
        "offered": offering.for_ticket(ticket, shown.rows, viewer),
        "reads": vocabulary.language(replies.language(ticket)),
        "answer_form": AnswerForm(),
        "note_form": NoteForm(),
        "care_form": CareForm(ticket=ticket),
        "later_form": LaterForm(),
        "others": list(others(viewer, ticket)[:5]),
        "placement": stays.select_related("company").nearest_first(timezone.localdate()).first(),
        "sees_trainee": Trainee.objects.visible_to(viewer).filter(pk=trainee.pk).exists(),
        "visit_url": f"{reverse('admin:placements_visit_plan')}?{urlencode(why)}",
        "made": _made(ticket, viewer),
    }


def _made(ticket: Ticket, viewer: User) -> list[tuple[str, str]]:
    """Names and addresses of the visit and the incident made of the request that the viewer may open."""
    found: list[tuple[str, str]] = []
    if ticket.visit_id:
        visit = pages("admin:placements_visit_change")
        visits = Visit.objects.visible_to(viewer).filter(pk=ticket.visit_id)
        rows = visits.select_related("group", "organisation")
        found += [(str(each), visit(each.pk)) for each in rows]
    if ticket.incident_id:
        incident = pages("admin:placements_incident_change")
        incidents = Incident.objects.visible_to(viewer).filter(pk=ticket.incident_id)
        found += [(str(each), incident(each.pk)) for each in incidents]
    return found


def chosen(viewer: User, ticket: Ticket, asked: Mapping[str, str]) -> str:
    """The text of the article that was chosen, or of the prepared answer; of another one nothing."""
    if article := asked.get("article", ""):
        first = threads.messages_of(ticket, viewer).rows
        offered = offering.for_ticket(ticket, first, viewer)
        return offering.words(article, offered, ticket, by=viewer)
    wanted = asked.get("words", "")
    rows = replies.fitting(ticket, viewer)
    found = next((each for each in rows if str(each.pk) == wanted), None)
    return replies.filled(found, ticket, by=viewer) if found else ""


@dataclass(frozen=True)
class Item:
    """A message, or what was done with the ticket."""

    at: datetime
    message: Any = None
    text: str = ""


def _with_events(shown: Page, ticket: Ticket) -> list[Item]:
    """Messages and deeds in the order of time; of deeds only those that belong to this page."""
    messages = [Item(each.at, each) for each in shown.rows]
    since = messages[0].at if messages and shown.after else None
    events = [each for each in _events(ticket) if since is None or each.at >= since]
    return sorted([*messages, *events], key=lambda each: each.at)


def _events(ticket: Ticket) -> Iterator[Item]:
    for line in history.lines(ticket):
        words = {"by": line.by, "part": line.part, "before": line.before, "after": line.after}
        # Translators: like «Paolo Neri, agency tutor: who looks after it: nobody → Giulia Conti»
        yield Item(line.at, text=_("%(by)s · %(part)s: %(before)s → %(after)s") % words)
