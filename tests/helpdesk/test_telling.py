"""helpdesk/tickets/signals.py and report_lines.py: what the board and the weekly report are told."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from helpdesk.enums import Helped, TicketState, Topic
from helpdesk.tickets import answering, keeping
from helpdesk.tickets.posting import Said
from imyportal import today as board
from placements.reports import sources
from tests.factories import MONDAY, PlacementFactory, UserFactory
from tests.helpdesk.asked import ask

pytestmark = pytest.mark.django_db
ROME = ZoneInfo("Europe/Rome")
NOW = datetime(2026, 3, 19, 12, tzinfo=ROME)


@pytest.fixture
def tutor(today):
    today("2026-03-19 12:00")
    return UserFactory(tutor=True)


def told(viewer):
    reasons = [each for rows in board.signals(viewer, NOW).values() for each in rows]
    return [(each.level, each.text) for each in reasons if each.key.startswith("ticket:")]


@pytest.mark.parametrize(
    ("hours_ago", "topic", "expected"),
    [
        (1, Topic.ROOMS, (3, "Asked for help: Room and house")),
        (24, Topic.ROOMS, (2, "An answer is late: Room and house")),
        (0.5, Topic.HEALTH, (2, "Asked for help: Health")),
        (24, Topic.HEALTH, (1, "An answer is late: Health")),
    ],
)
def test_board_says_who_waits_and_no_word_of_what_they_wrote(tutor, hours_ago, topic, expected):
    trainee = PlacementFactory(trainee__tutor=tutor).trainee
    ask(trainee, topic=topic, at=NOW - timedelta(hours=hours_ago))

    assert told(tutor) == [expected]


def test_board_leaves_out_what_is_put_off_answered_or_in_time_with_a_colleague(tutor):
    trainee = PlacementFactory(trainee__tutor=tutor).trainee
    off, answered, other = (ask(trainee, at=NOW - timedelta(hours=1)) for _ in range(3))
    answering.answer(off, Said("On Friday"), by=tutor, then=TicketState.OPEN)
    keeping.snooze(off, NOW + timedelta(days=5), by=tutor)
    answering.answer(answered, Said("Done"), by=tutor)
    keeping.assign(other, paolo := UserFactory(tutor=True), by=tutor)

    assert told(tutor) == []
    assert told(paolo) == [(3, "Asked for help: Room and house")]


def test_weekly_report_is_told_numbers_by_topic(tutor):
    placement = PlacementFactory(trainee__tutor=tutor)
    at = datetime.combine(MONDAY, NOW.timetz())
    for topic in (Topic.ROOMS, Topic.ROOMS, Topic.HEALTH):
        ticket = ask(placement.trainee, topic=topic, text="canary", at=at)
    keeping.solve(ticket, by=tutor)
    ask(placement.trainee, at=at + timedelta(weeks=1))

    lines = sources.gather([placement], MONDAY)

    found = {each.about: (each.values["count"], each.values["solved"], each.is_shown)
             for each in lines if each.kind.name == "help_asked"}  # fmt: skip
    assert found == {"rooms": (2, 0, True), "health": (1, 1, False)}
    assert "canary" not in repr(lines)


def test_figures_count_minutes_of_opening_hours_by_what_is_asked(tutor, client_for):
    placement, at = PlacementFactory(trainee__tutor=tutor), NOW - timedelta(days=2)
    for topic, later in [(Topic.ROOMS, 1), (Topic.ROOMS, 2), (Topic.HEALTH, 24)]:
        ticket = ask(placement.trainee, topic=topic, at=at)
        answering.answer(
            ticket, Said("Yes", at=at + timedelta(hours=later)), by=tutor, then=TicketState.SOLVED
        )
    keeping.rate(ticket, Helped.YES, by=placement.trainee.user)
    keeping.solve(ask(placement.trainee, topic=Topic.HEALTH, at=at), by=tutor)  # unanswered
    boss = client_for(UserFactory(admin=True))

    page = boss.get("/admin/helpdesk/ticket/figures/")
    file = boss.get("/admin/helpdesk/ticket/figures.csv?first=2026-03-01&last=2026-03-19&by=house")

    rows = page.context["rows"]
    found = [(r.label, r.asked, r.unanswered, r.usual, r.slowest, r.helped) for r in rows]
    assert found == [
        ("Health", 2, 1, 450, 450, 1),
        ("Room and house", 2, 0, 90, 120, 0),
        ("All", 4, 1, 120, 450, 1),
    ]
    assert '"house not known";"4";"4";"1"' in b"".join(file.streaming_content).decode()
