"""helpdesk/tickets/: who sees a request, what is said once, what can never be false."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from helpdesk.enums import Helped, TicketState, Topic, Via
from helpdesk.models import Message, Ride, Ticket
from helpdesk.tickets import answering, asking, keeping, posting
from helpdesk.tickets.asking import Trip
from helpdesk.tickets.due import due
from helpdesk.tickets.pages import page
from helpdesk.tickets.posting import Said
from imyportal.models import OutgoingMail
from imyportal.opening import worked
from tests.factories import SendingTutorFactory, TraineeFactory, UserFactory
from tests.helpdesk.asked import ask
from trainees.models import StandIn

pytestmark = pytest.mark.django_db
ROME = ZoneInfo("Europe/Rome")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ROME)


# --- Who sees it ------------------------------------------------------------------------------


def test_ticket_is_seen_by_trainee_tutors_stand_in_owner_and_coordinator_only():
    ticket = ask(TraineeFactory(tutor=(tutor := UserFactory(tutor=True))))
    school = SendingTutorFactory(organisation=ticket.trainee.group.organisation).user
    colleague, owner, stranger = UserFactory.create_batch(3, tutor=True)
    today = timezone.localdate()
    StandIn.objects.create(tutor=tutor, colleague=colleague, first_day=today, last_day=today)
    keeping.assign(ticket, owner, by=tutor)
    people = {
        ticket.trainee.user: 1, tutor: 1, ticket.trainee.group.lead_tutor: 1, colleague: 1, owner: 1,
        UserFactory(admin=True): 1, stranger: 0, school: 0, TraineeFactory().user: 0,
    }  # fmt: skip

    assert {who: Ticket.objects.visible_to(who).count() for who in people} == people


def test_note_and_its_photo_are_never_seen_by_the_trainee():
    ticket = ask()
    answering.note(ticket, Said("Ask the plumber"), by=(tutor := UserFactory(admin=True)))

    assert Message.objects.visible_to(tutor).filter(is_note=True).count() == 1
    assert [m.body for m in Message.objects.visible_to(ticket.trainee.user)] == ["No hot water"]
    assert posting.read(ticket, by_agency=False) == 0


# --- Whose turn it is -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "topic", "expected"),
    [
        ("2026-03-13 16:50", Topic.HEALTH, "2026-03-16 10:20"),
        ("2026-03-27 16:50", Topic.SAFETY, "2026-03-30 10:20"),  # the clocks go forward between
        ("2026-03-12 09:00", Topic.ROOMS, "2026-03-12 13:30"),
        ("2026-03-14 12:00", Topic.ROOMS, "2026-03-16 13:30"),
    ],
)
def test_due_counts_opening_hours(asked, topic, expected):
    found = due(at(asked), topic)

    assert found == at(expected)
    assert worked(at(asked), found) == (60 if topic in (Topic.HEALTH, Topic.SAFETY) else 240)


def test_answer_ends_the_wait_measures_it_and_takes_over_what_nobody_had():
    ticket = ask(at=at("2026-03-12 10:00"))
    tutor = UserFactory(tutor=True)

    answering.answer(ticket, Said("He comes today", at=at("2026-03-13 10:00")), by=tutor)

    ticket.refresh_from_db()
    assert (ticket.state, ticket.due_at, ticket.owner) == (TicketState.WAITING, None, tutor)
    assert ticket.first_answer_minutes == 450
    assert ticket.messages.get(from_agency=False).read_at == at("2026-03-13 10:00")
    assert OutgoingMail.objects.get().template == "helpdesk/answer"


def test_another_message_opens_a_solved_request_again_and_takes_its_rating_back():
    ticket = ask()
    answering.answer(ticket, Said("Done"), by=UserFactory(tutor=True), then=TicketState.SOLVED)
    keeping.rate(ticket, Helped.YES, by=ticket.trainee.user)

    asking.say(ticket, Said("It is cold again"), by=ticket.trainee.user)

    ticket.refresh_from_db()
    assert (ticket.state, ticket.helped, ticket.solved_at) == (TicketState.OPEN, "", None)
    assert ticket.due_at > ticket.asked_at


def test_what_was_put_off_comes_back_when_the_trainee_writes():
    ticket, tutor = ask(), UserFactory(tutor=True)
    keeping.snooze(ticket, timezone.now() + timedelta(days=1), by=tutor)

    asking.say(ticket, Said("Hello?"), by=ticket.trainee.user)

    ticket.refresh_from_db()
    assert ticket.snoozed_until is None
    with pytest.raises(ValidationError):
        keeping.snooze(ticket, timezone.now(), by=tutor)


# --- Twice is once ----------------------------------------------------------------------------


@pytest.mark.parametrize("do", [asking.say, answering.answer, answering.note])
def test_message_that_comes_twice_is_one(do):
    ticket, by = ask(), UserFactory(tutor=True)

    first = do(ticket, Said("Twice", key="mail:<1@x>"), by=by)

    assert do(ticket, Said("Twice", key="mail:<1@x>"), by=by) == first
    assert ask(ticket.trainee, key="form:1") == ask(ticket.trainee, key="form:1")
    assert Ticket.objects.count() == 2


def test_merge_moves_messages_once_and_never_between_trainees():
    first, tutor = ask(), UserFactory(tutor=True)
    second, other = ask(first.trainee, text="Still cold"), ask()

    keeping.merge(second, first, by=tutor)
    keeping.merge(second, first, by=tutor)

    note = f"{second.number}, “Still cold”, was joined to this."
    assert [m.body for m in first.messages.all()] == ["No hot water", "Still cold", note]
    assert first.messages.last().is_note
    assert asking.say(second, Said("And now?"), by=first.trainee.user).ticket == first
    for wrong in (other, first):
        with pytest.raises(ValidationError):
            keeping.merge(first, wrong, by=tutor)


# --- What can never be false ------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"due_at": None},
        {"asked_at": None},
        {"due_at": at("2020-01-01 10:00")},
        {"state": "solved"},
        {"state": "waiting", "due_at": None, "asked_at": None, "snoozed_until": at("2030-01-01")},
        {"first_answer_minutes": 3},
        {"helped": "yes", "rated_at": at("2026-01-01")},
        {"subject": ""},
    ],
)
def test_ticket_that_contradicts_itself_is_refused(wrong):
    ticket = ask()

    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.filter(pk=ticket.pk).update(**wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"is_note": True},
        {"from_agency": True, "by": None, "via": Via.MAIL},
        {"by": None},
        {"read_at": at("2020-01-01")},
    ],
)
def test_message_that_contradicts_itself_is_refused(wrong):
    ticket = ask()

    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(ticket=ticket).update(**wrong)


def test_trainee_has_one_line_and_a_ride_somebody_in_it():
    ticket = ask()
    line = {"trainee": ticket.trainee, "kind": "line", "state": "waiting"}
    Ticket.objects.create(**line)

    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.create(**line)
    with pytest.raises(ValidationError):
        trip = Trip(at("2026-03-12 10:00"), "House", "Station", 0)
        asking.ask(ticket.trainee, Topic.TRANSPORT, Said(""), by=ticket.trainee.user, ride=trip)
    assert not Ride.objects.exists()


# --- Lists ------------------------------------------------------------------------------------


def test_pages_hold_every_row_once_also_when_moments_are_shared():
    trainee, moment = TraineeFactory(), at("2026-03-12 10:00")
    rows = {ask(trainee, at=moment).pk for _ in range(5)}
    seen, after = [], ""
    for _ in range(3):
        found = page(Ticket.objects.all(), "last_at", after=after, size=2)
        seen += [row.pk for row in found.rows]
        after = found.after

    assert (seen, after) == (sorted(rows, reverse=True), "")
    assert len(page(Ticket.objects.all(), "last_at", after="9" * 40 + "-x").rows) == 5
