"""Two do the same thing at once: the second waits for the first one's lock, and nothing is lost or doubled."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from helpdesk.callbacks import asking as calls
from helpdesk.callbacks import settling
from helpdesk.enums import CallbackResult, TicketState
from helpdesk.models import Message, Ticket
from helpdesk.tickets import answering, asking, keeping
from helpdesk.tickets.posting import Said
from imyportal import inbound, work
from imyportal.models import InboundMail, OutgoingMail
from tests.assessment import observing
from tests.factories import UserFactory
from tests.helpdesk.asked import ask

LOCKED = "tickets.locked"


@pytest.fixture
def people(transactional_db):
    """Two colleagues, and who asks."""
    observing.standard_set()
    return UserFactory(admin=True), UserFactory(admin=True), ask().trainee


@pytest.mark.postgres
def test_requests_hold_together_when_two_act_at_once(people, at_once):
    giulia, paolo, trainee = people

    # The same form twice.
    def again():
        return ask(trainee, "Taxi", key="form:1").pk

    first, second = at_once(again, again, at="tickets.asking")
    assert (first, Ticket.objects.count()) == (second, 2)

    # Two colleagues answer, each once: both answers stand, the first one looks after it.
    ticket = Ticket.objects.get(pk=first)
    said = {each: Said(str(each), key=f"answer:{each.pk}") for each in (giulia, paolo)}
    at_once(*[lambda by=by: answering.answer(ticket, said[by], by=by) for by in said], at=LOCKED)
    ticket.refresh_from_db()
    assert (ticket.owner, ticket.first_answered_at) == (giulia, said[giulia].at)

    # One colleague's form twice.
    twice = Said("Here", key="form:2")
    at_once(*[lambda: answering.answer(ticket, twice, by=giulia)] * 2, at=LOCKED)
    assert ticket.messages.filter(from_agency=True).count() == 3
    assert OutgoingMail.objects.filter(template="helpdesk/answer").count() == 3

    # The desk closes what the trainee is writing about.
    seen = ticket.messages.latest("pk").pk
    said_more = at_once(
        lambda: asking.say(ticket, Said("It leaks"), by=trainee.user) and "said",
        lambda: keeping.solve(ticket, by=paolo, seen=seen),
        at=LOCKED,
    )
    ticket.refresh_from_db()
    assert (said_more, ticket.state) == (("said", "written"), TicketState.OPEN)

    # An answer while the request is joined with another one lands where the messages went.
    other = Ticket.objects.exclude(pk=ticket.pk).get()
    at_once(
        lambda: keeping.merge(ticket, other, by=giulia),
        lambda: answering.answer(ticket, Said("The plumber comes"), by=paolo),
        at=LOCKED,
    )
    assert not Message.objects.exclude(ticket=other).exists()
    assert other.messages.count() == 8  # one of them notes that they were joined


@pytest.mark.postgres
def test_call_and_mail_that_two_take_at_once_are_taken_once(people, at_once, settings):
    giulia, paolo, trainee = people
    settings.REPLY_EMAIL = "reply+*@imy.example"
    wish = calls.Wish("Lena", "+393331234567", "", "Taxi", "en")

    # The same request in two forms: the second one finds it waiting.
    row, second = at_once(*[lambda: calls.ask(wish, now=timezone.now())] * 2, at="callbacks.asked")
    assert (second, type(row).objects.count()) == (None, 1)

    def close(by):
        settling.talked(row, "", by=by, now=timezone.now())
        return "closed"

    taken = at_once(
        lambda: close(giulia),
        lambda: settling.drop(row, by=paolo, now=timezone.now()),
        at="callbacks.locked",
    )
    row.refresh_from_db()
    assert (taken, row.result, row.closed_by) == (
        ("closed", "closed"),
        CallbackResult.REACHED,
        giulia,
    )

    ticket = Ticket.objects.get()
    to = inbound.address_for("ticket", ticket.pk, trainee.user)
    raw = f"From: {trainee.user.email}\nTo: {to}\nMessage-ID: <1@x>\nSubject: Re\n\nIt is cold\n".encode()

    def bring():
        with transaction.atomic():
            is_new = inbound.take_in(raw)
            work.hook("mail.brought")
        return is_new

    assert at_once(bring, bring, at="mail.brought") == (True, False)
    inbound.work_off()
    inbound.work_off()
    assert InboundMail.objects.count() == 1
    assert ticket.messages.filter(body="It is cold").count() == 1


@pytest.mark.django_db
def test_answer_to_an_old_page_keeps_what_was_not_seen_on_the_list():
    ticket, tutor = ask(), UserFactory(tutor=True)
    seen = ticket.messages.get().pk
    late = asking.say(ticket, Said("And it leaks"), by=ticket.trainee.user)

    answering.answer(ticket, Said("Solved", seen=seen), by=tutor, then=TicketState.SOLVED)

    ticket.refresh_from_db()
    late.refresh_from_db()
    assert (ticket.state, ticket.asked_at, late.read_at) == (TicketState.OPEN, late.at, None)
    with pytest.raises(ValidationError):
        keeping.solve(ticket, by=tutor, seen=seen)
