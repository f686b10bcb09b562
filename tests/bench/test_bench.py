"""`make bench` goes on working; nothing here looks at a clock."""

import pytest
from django.db import connections

from tests.bench import cycle, help_desk, history, papers, seed
from tests.bench.measure import Database
from tests.bench.pages import World
from tests.bench.run import Amounts, report
from tests.bench.table import Row, text

NAMES = """
bare view, no middleware
bare view, Django's own, signed in
bare view, ours
bare view, ours, signed in
trainee's home
trainee's hour week
company's signing page
Today, coordinator, 6
Today, tutor, 6
Today, coordinator, 7
Today, tutor, 7
Today, coordinator, wide
trainees, first page, 6
trainees, filtered, 6
trainees, search, 6
trainees, deep page, 7
trainees, first page, 7, tutor
placements, first page, 6
placements, deep page, 7
certificate, end to end
certificate, WeasyPrint alone
certificates a second
peak memory, MB
1,000 reminders, 1 running
2 people saved one by one
2 rows, new
2 rows, looked at, all known
2 rows, changed
one mail of a week’s hours
requests, list
requests, deep page
requests, long thread
requests, trainee's requests
""".split("\n")[1:-1]


@pytest.fixture
def database(db, monkeypatch):
    """The test's own connection; requests leave its transaction open."""
    connection = connections["default"]
    # At its end a request closes a connection that is old, or whose autocommit is not as set.
    monkeypatch.setitem(connection.settings_dict, "AUTOCOMMIT", False)
    monkeypatch.setattr(connection, "close_at", None)
    return Database(connection)


@pytest.mark.postgres
def test_bench_of_a_tiny_agency_prints_every_row(database, time_machine, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    settings.PDF_SIGNING_KEY = ""  # what the bench configures goes with it
    papers.measure("people", 1)
    found = papers.apart(papers.measure("both", 1), papers.measure("alone", 1))
    certificates = papers.rows(found)
    cycle.seed(1)
    reminders = cycle.rows({1: cycle.measure("go", 1)})
    time_machine.move_to(seed.NOW, tick=False)
    agency = seed.make(2)
    history.copy(agency.gone, 1, gone=True)
    worlds = [World(6, database, agency, name) for name in ("6", "7")]
    wide = World(0, database, agency, "wide")
    help_desk.fill(worlds[0], help_desk.Size(20, 2, 3))
    asked = help_desk.measure(worlds[0], None, rounds=1, times=1)

    apart = [certificates, reminders, asked]
    table = report(worlds, wide, apart, Amounts(1, 1, rows=2, imports=1, mails=1))

    lines = table.splitlines()
    assert [name for name in NAMES if not any(each.startswith(f"{name}  ") for each in lines)] == []
    assert all(line.endswith(("ok", "off")) for line in lines if "≤" in line or "≥" in line)


def test_row_that_misses_one_of_its_targets_is_off():
    row = Row("a page", ratio=1.5, targets=[("≤ 2 ×", True), ("≤ 6 queries", False)])

    line = text(["Pages", row]).splitlines()[-1]

    assert line.split() == ["a", "page", "1.50", "≤", "2", "×,", "≤", "6", "queries", "off"]
