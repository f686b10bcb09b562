"""Requests for help, ten thousand with a hundred thousand messages, beside django-helpdesk.

Both on the same PostgreSQL server, in turns. django-helpdesk (`peers/django_helpdesk.py`) has a Python and a
database of its own: its package has the name of ours. Its list is a page that asks for its rows.
"""

import json
import os
import subprocess
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import median

from django.db import connection
from django.test import override_settings
from django.urls import reverse

from helpdesk.enums import TicketState, Topic, Via
from helpdesk.models import Message, Ticket
from tests.bench.measure import Page, handler, take_turns
from tests.bench.pages import World
from tests.bench.seed import NOW
from tests.bench.table import Row
from tests.services import ROOT
from trainees.models import Trainee

SHARES = {TicketState.OPEN: 1, TicketState.WAITING: 1, TicketState.SOLVED: 8}
TEXT = "There is no hot water in our bathroom since this morning, we share the room. "
PEER = ROOT / "var" / "bench"
AT_LEAST = 3  # times its throughput on the list
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Size:
    """How many requests, how many messages each has, and the last one."""

    tickets: int = 10_000
    messages: int = 10
    long: int = 1_000


def fill(world: World, size: Size) -> None:
    """Requests of everybody there, and one long thread; who looks is the coordinator."""
    people = Trainee.objects.exclude(user=None).order_by("pk")
    trainees = list(people.values_list("pk", "user_id"))
    tutor = world.agency.tutor
    rows = [_ticket(n, trainees[n % len(trainees)][0], tutor) for n in range(size.tickets)]
    Ticket.objects.bulk_create(rows, 1000)
    users = dict(trainees)
    for start in range(0, len(rows), 1000):
        Message.objects.bulk_create(
            (
                _said(ticket, n, users[ticket.trainee_id], tutor.pk)
                for ticket in rows[start : start + 1000]
                for n in range(size.long if ticket is rows[-1] else size.messages)
            ),
            2000,
        )


def _ticket(number: int, trainee: int, tutor) -> Ticket:
    place, opened = number % sum(SHARES.values()), NOW - timedelta(days=30) + number * MINUTE
    state = list(SHARES)[0 if place < 1 else 1 if place < 2 else 2]
    turn = {
        TicketState.OPEN: {"asked_at": opened, "due_at": opened + timedelta(hours=4)},
        TicketState.SOLVED: {"solved_at": opened + timedelta(hours=8), "solved_by": tutor},
    }
    return Ticket(
        trainee_id=trainee,
        subject=f"No hot water in room {number}",
        topic=Topic.values[number % len(Topic)],
        state=state,
        owner=tutor,
        opened_at=opened,
        last_at=opened,
        **turn.get(state, {}),
    )


def _said(ticket: Ticket, number: int, trainee: int, tutor: int) -> Message:
    return Message(
        ticket=ticket,
        at=ticket.opened_at + number * MINUTE,
        from_agency=bool(number % 2),
        by_id=tutor if number % 2 else trainee,
        via=Via.PAGE,
        body=TEXT * 2,
        read_at=NOW + timedelta(days=30),
    )


def pages(world: World) -> dict[str, Page]:
    """The desk's pages, and what the trainee reads, by the names their rows have."""
    serve = handler()
    queue = reverse("admin:helpdesk_ticket_changelist")
    first, last = Ticket.objects.earliest("pk"), Ticket.objects.latest("pk")
    office = world.signed_in(world.agency.coordinator)
    trainee = world.signed_in(last.trainee.user)
    deep = Ticket.objects.filter(state=TicketState.SOLVED).order_by("last_at")[
        min(50, Ticket.objects.filter(state=TicketState.SOLVED).count() - 1)
    ]
    micros = int(deep.last_at.timestamp()) * 1_000_000
    found = {
        "list": (queue, office),
        "tutor's list": (queue, world.signed_in(world.agency.tutor)),
        "deep page": (f"{queue}?show=solved&after={micros}-{deep.pk}", office),
        "search": (f"{queue}?q=room+4711", office),
        "thread": (reverse("admin:helpdesk_ticket_change", args=[first.pk]), office),
        "long thread": (reverse("admin:helpdesk_ticket_change", args=[last.pk]), office),
        "trainee's requests": (reverse("helpdesk:requests"), trainee),
        "trainee's long thread": (reverse("helpdesk:request", args=[last.public_id]), trainee),
    }
    return {
        name: Page(f"requests, {name}", path, world.database, serve, cookies)
        for name, (path, cookies) in found.items()
    }


class Peer:
    """django-helpdesk in its own process, with as many tickets in a database of the same server."""

    PYTHON = PEER / "bin" / "python"

    def __init__(self, size: Size, database: str) -> None:
        settings = connection.settings_dict | {"NAME": database}
        kept = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT")
        asked = {
            "database": {key: settings[key] for key in kept}
            | {"CONN_MAX_AGE": None, "OPTIONS": settings["OPTIONS"]},
            "tickets": size.tickets,
            "messages": size.messages,
            "long": size.long,
        }
        script = ROOT / "tests" / "bench" / "peers" / "django_helpdesk.py"
        clean = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("DJANGO", "PYTHON"))
        }
        self.process = subprocess.Popen(
            [self.PYTHON, script, json.dumps(asked)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=clean,
        )
        self.names = self._heard()

    def _heard(self):
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("django-helpdesk ended; what it said stands above.")
        return json.loads(line)

    def ask(self, what: str, name: str):
        self.process.stdin.write(f"{what} {name}\n")
        self.process.stdin.flush()
        return self._heard()

    def stop(self) -> None:
        with suppress(OSError):
            self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()


@dataclass
class PeerPage:
    """A page of the peer, measured as `Page` is."""

    name: str
    peer: Peer
    queries: int = 0
    size: int = 0
    own: list[float] = field(default_factory=list)
    sql: list[float] = field(default_factory=list)

    def look(self, *, warm: bool) -> None:
        for _ in range(1 + warm):
            seen = self.peer.ask("look", self.name)
        self.queries, self.size = seen["queries"], seen["size"]

    def time(self, times: int) -> None:
        for _ in range(1 if self.name == "long thread" else times):  # it takes seconds
            spent = self.peer.ask("time", self.name)
            self.own.append(spent["own"])
            self.sql.append(spent["sql"])


def measure(world: World, peer: Peer | None, *, rounds: int, times: int) -> list[Row]:
    """Ask for everything in turns; what came out."""
    world.database.use()
    with override_settings(ROOT_URLCONF="tests.bench.urls"):
        ours = pages(world)
        theirs = {name: PeerPage(name, peer) for name in peer.names} if peer else {}
        take_turns([*ours.values(), *theirs.values()], rounds=rounds, times=times, warm=times > 1)
    return rows(ours, theirs)


def whole(page: Page | PeerPage) -> float:
    """Median ms of both processes together."""
    return median(a + b for a, b in zip(page.own, page.sql, strict=True))


def rows(ours: dict[str, Page], theirs: dict[str, PeerPage]) -> list[Row]:
    """Theirs, then ours; the ratio says how many times as many pages we make in the same CPU time."""
    found = []
    for name, page in ours.items():
        if name in theirs:
            found.append(_row(f"django-helpdesk, {name}", theirs[name]))
        row = _row(page.name, page)
        if name in theirs:
            row.against, row.ratio = (
                "django-helpdesk, pages a second",
                whole(theirs[name]) / whole(page),
            )
            if name in ("list", "deep page"):
                row.targets.append((f"≥ {AT_LEAST} ×", row.ratio >= AT_LEAST))
        found.append(row)
    if not theirs:
        found.append(Row("django-helpdesk is not installed in var/bench"))
    return found


def _row(name: str, page: Page | PeerPage) -> Row:
    return Row(
        name,
        f"{min(page.own):.2f}",
        f"{median(page.own):.2f}",
        f"{min(page.sql):.2f}",
        str(page.queries),
        f"{page.size / 1024:.1f}",
    )
