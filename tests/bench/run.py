"""One run: databases are made, everything is measured in turns, the table is printed."""

import os
from dataclasses import dataclass, field

import time_machine
from django.core.management import call_command
from django.db import connection
from django.db.utils import load_backend
from django.test import override_settings

from tests.bench import bulk, cycle, help_desk, history, papers, seed
from tests.bench.measure import Database, take_turns
from tests.bench.pages import Plan, World
from tests.bench.table import Row, text

PAPERS = ["bench_papers_1", "bench_papers_2"]  # for certificates; nobody is in them yet


def _connect(name: str) -> Database:
    """A connection that stays, and whose queries run in the one process whose time is read."""
    values = connection.settings_dict | {"NAME": name, "CONN_MAX_AGE": None}
    options = connection.settings_dict["OPTIONS"].get("options", "")
    values["OPTIONS"] = {"options": f"{options} -c max_parallel_workers_per_gather=0"}
    return Database(load_backend(values["ENGINE"]).DatabaseWrapper(values, "default"))


def _copies(template: str, names: list[str]) -> list[Database]:
    control = _connect("postgres").wrapper
    with control.cursor() as cursor:
        for name in names:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    control.close()
    return [_connect(name) for name in names]


def make_worlds(sizes: list[int], group: int = 30) -> tuple[list[World], World]:
    """An agency of each size, and one of the smallest with ten times as many here."""
    empty, seeded = "bench_empty", "bench_seed"
    _copies("template1", [empty])[0].use()
    call_command("migrate", verbosity=0)
    connection.close()
    _copies(empty, [seeded, *PAPERS])[0].use()
    agency = seed.make(group)
    connection.close()
    found = _copies(seeded, [f"bench_{size}" for size in [*sizes, 0]])
    worlds = [World(size, at, agency) for size, at in zip([*sizes, 0], found, strict=True)]
    for world in worlds:
        world.database.use()
        _fill(world, group)
    return worlds[:-1], worlds[-1]


def _fill(world: World, group: int) -> None:
    world.here = 2 * group
    if world.size:
        world.name = f"{world.size:,}"
        history.copy(world.agency.gone, max(0, world.size // group - 3), gone=True)
    else:
        world.here *= 10
        world.name = f"{world.here} here"
        history.copy(world.agency.here, 18, gone=False)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@dataclass
class Amounts:
    """How much of everything; the smallest still prints every row."""

    rounds: int = 5  # of all pages, each asked for a few times
    times: int = 2
    certificates: int = 15
    rows: int = 2_000
    imports: int = 2
    mails: int = 100
    desk: help_desk.Size = field(default_factory=help_desk.Size)
    running: list[int] = field(default_factory=lambda: cycle.SIZES)  # placements


def run(sizes: list[int], amounts: Amounts) -> str:
    """Agencies of these sizes on the server of DATABASE_URL, everything measured; the table."""
    with time_machine.travel(seed.NOW, tick=False):
        worlds, wide = make_worlds(sizes)
        made = papers.in_turns(PAPERS, count=amounts.certificates)
        reminded = cycle.found(_fresh(amounts.running))
        asked = _help_desk(worlds[0], amounts)
        return report(worlds, wide, [papers.rows(made), cycle.rows(reminded), asked], amounts)


def help_desk_alone(amounts: Amounts) -> str:
    """Only the pages of requests for help."""
    with time_machine.travel(seed.NOW, tick=False):
        worlds, _wide = make_worlds([60])
        return text(_help_desk(worlds[0], amounts))


def _help_desk(like: World, amounts: Amounts) -> list[Row]:
    """Requests in an agency of its own, and in django-helpdesk where that is installed."""
    world = World(0, _copies("bench_seed", ["bench_desk"])[0], like.agency)
    world.database.use()
    history.copy(like.agency.gone, max(1, amounts.desk.tickets // 600), gone=True)
    help_desk.fill(world, amounts.desk)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    peer, theirs = None, "bench_desk_peer"
    if help_desk.Peer.PYTHON.exists():
        _copies("template1", [theirs])[0].wrapper.close()
        peer = help_desk.Peer(amounts.desk, theirs)
    try:
        return help_desk.measure(world, peer, rounds=amounts.rounds, times=amounts.times)
    finally:
        if peer:
            peer.stop()


def _fresh(sizes: list[int]) -> dict[int, str]:
    """The address of an empty database for each."""
    names = {size: f"bench_running_{size}" for size in sizes}
    for database in _copies("bench_empty", list(names.values())):
        database.wrapper.close()
    server = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
    return {size: f"{server}/{name}" for size, name in names.items()}


def batch(count: int) -> str:
    """A batch of so many certificates in a worker of its own: its memory while it works, in MB."""
    name = "bench_batch"
    _copies("template1", [name])[0].use()
    call_command("migrate", verbosity=0)
    connection.close()
    database = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{name}"
    papers.measured("people", count, database)
    found = papers.measured("batch", count, database)
    curve = " ".join(f"{each:.0f}" for each in found.spent)
    return f"{count} certificates\nmemory after each twentieth, MB: {curve}\nmost, MB: {found.memory:.0f}"


def report(worlds: list[World], wide: World, apart: list[list[Row]], amounts: Amounts) -> str:
    """All figures of these agencies; `apart`: of certificates, reminders, requests for help."""
    with override_settings(ROOT_URLCONF="tests.bench.urls"):
        plan = Plan(worlds, wide)
        take_turns(
            list(plan.pages.values()),
            rounds=amounts.rounds,
            times=amounts.times,
            warm=amounts.times > 1,
        )
    worlds[-1].database.use()
    return text(
        [
            *plan.rows(),
            "Certificates",
            *apart[0],
            "Reminders",
            *apart[1],
            "Requests for help, and django-helpdesk with as many",
            *apart[2],
            "Bulk",
            *bulk.imports(amounts.rows, amounts.imports),
            *bulk.mails(amounts.mails),
        ]
    )
