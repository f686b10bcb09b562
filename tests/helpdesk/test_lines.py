"""helpdesk/lines.py and its pages: one conversation, also by mail."""

import io
from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail as outbox
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from helpdesk import home, lines, quiet
from helpdesk.context import unread
from helpdesk.enums import TicketState, Via
from helpdesk.models import Attachment, Message, QuietHours, Ticket
from helpdesk.tickets import answering, keeping, posting
from helpdesk.tickets.posting import Said
from imyportal import inbound, mail
from imyportal.enums import FileState, MailOutcome
from imyportal.models import InboundMail, OutgoingMail, StoredFile
from placements import attention
from tests import uploaded
from tests.factories import TraineeFactory, UserFactory
from tests.helpdesk.asked import ask
from trainees.models import StandIn, WayHome

pytestmark = pytest.mark.django_db
ROME = ZoneInfo("Europe/Rome")
THURSDAY, FRIDAY_EVENING = "2026-03-12T11:00", "2026-03-13T18:00"


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ROME)


@pytest.fixture
def tutor():
    return UserFactory(tutor=True)


@pytest.fixture
def lena(tutor):
    return TraineeFactory(tutor=tutor)


@pytest.fixture
def by_mail(settings):
    settings.REPLY_EMAIL = "reply+*@imy.example"


def answered(ticket, person, text, *, sender=None):
    """An answer by mail, read by the worker; what it was."""
    to = inbound.address_for("ticket", ticket.pk, person)
    raw = f"From: {sender or person.email}\nTo: {to}\nSubject: Re\n\n{text}\n\n> What you wrote\n"
    inbound.take_in(raw.encode())
    inbound.work_off()
    return InboundMail.objects.latest("pk").outcome


def bodies(ticket, viewer):
    return [each.body for each in Message.objects.visible_to(viewer).filter(ticket=ticket)]


# --- Writing ----------------------------------------------------------------------------------


def test_line_is_one_and_says_whose_turn_it_is(lena, tutor):
    first = lines.say(lena, Said("Hello", key="form:1"), by=lena.user)
    lines.say(lena, Said("Hello", key="form:1"), by=lena.user)
    line = lines.of(lena)
    asked = line.state
    lines.answer(lena, Said("Hello Lena"), by=tutor)
    line.refresh_from_db()

    assert Ticket.objects.count() == 1
    assert (first.ticket, asked, line.state) == (line, TicketState.OPEN, TicketState.WAITING)
    assert bodies(line, lena.user) == ["Hello", "Hello Lena"]


def test_tutor_gets_one_mail_until_the_line_is_read_and_only_while_the_office_is_open(lena, tutor):
    with time_machine.travel(at(FRIDAY_EVENING), tick=False):
        lines.say(lena, Said("The door is stuck"), by=lena.user)
        lines.say(lena, Said("It opens again"), by=lena.user)
        mail.deliver_due()
    [row] = OutgoingMail.objects.filter(template="helpdesk/line_tutor")
    with time_machine.travel(at("2026-03-16T09:31"), tick=False):
        mail.deliver_due()
        posting.read(lines.of(lena), by_agency=True)
        lines.say(lena, Said("Thank you"), by=lena.user)

    assert row.due_at == at("2026-03-16T09:30")
    [sent] = [each for each in outbox.outbox if each.to == [tutor.email]]
    assert "The door is stuck" in sent.body
    assert "It opens again" in sent.body
    assert OutgoingMail.objects.filter(template="helpdesk/line_tutor").count() == 2


def test_mail_to_the_tutor_goes_to_the_stand_in_and_is_dropped_once_read(lena, tutor):
    colleague = UserFactory(tutor=True)
    with time_machine.travel(at(THURSDAY), tick=False):
        days = {"first_day": at(THURSDAY).date(), "last_day": at(THURSDAY).date()}
        StandIn.objects.create(tutor=tutor, colleague=colleague, **days)
        lines.say(lena, Said("Hello"), by=lena.user)
        row = OutgoingMail.objects.get(template="helpdesk/line_tutor")
        posting.read(lines.of(lena), by_agency=True)

        assert (row.to, mail.render(row)) == (colleague.email, None)


def test_line_of_who_is_home_takes_no_message_on_the_page_but_by_mail(client, lena, by_mail):
    lines.say(lena, Said("On the train"), by=lena.user)
    way = {"leaves_on": at(THURSDAY).date(), "home_by": at(THURSDAY), "home_at": at(THURSDAY)}
    WayHome.objects.create(trainee=lena, said_how="account", said_by=lena.user, **way)
    client.force_login(lena.user)

    page = client.post(reverse("helpdesk:line"), {"text": "Hello"})
    outcome = answered(lines.of(lena), lena.user, "I forgot my key")

    assert "this line is closed" in page.content.decode()
    assert (outcome, bodies(lines.of(lena), lena.user)) == (
        MailOutcome.POSTED,
        ["On the train", "I forgot my key"],
    )


# --- Answers by mail --------------------------------------------------------------------------


def test_answers_by_mail_of_both_sides_land_in_the_line(lena, tutor, by_mail):
    lines.say(lena, Said("Hello"), by=lena.user)
    line = lines.of(lena)

    outcomes = [
        answered(line, tutor, "Hello Lena, all well?"),
        answered(line, lena.user, "Yes, thank you"),
    ]

    assert outcomes == [MailOutcome.POSTED, MailOutcome.POSTED]
    assert bodies(line, lena.user) == ["Hello", "Hello Lena, all well?", "Yes, thank you"]
    assert list(Message.objects.values_list("via", flat=True)) == [Via.PAGE, Via.MAIL, Via.MAIL]
    assert not Message.objects.filter(from_agency=True, read_at=None).exists()  # read in the mail
    line.refresh_from_db()
    assert line.state == TicketState.OPEN


@pytest.mark.parametrize("is_line", [True, False])
def test_mail_from_another_address_is_seen_by_the_agency_alone(lena, tutor, by_mail, is_line):
    if is_line:
        lines.answer(lena, Said("Hello Lena"), by=tutor)
        ticket = lines.of(lena)
    else:
        answering.answer(ticket := ask(lena), Said("Hello Lena"), by=tutor)
    before = bodies(ticket, lena.user)

    outcome = answered(ticket, lena.user, "I am Lena", sender="mia@schule.example")

    assert (outcome, bodies(ticket, lena.user)) == (MailOutcome.STRANGER, before)
    note = Message.objects.visible_to(tutor).get(body="I am Lena")
    assert (note.sender, note.is_note, note.by) == ("mia@schule.example", True, None)
    ticket.refresh_from_db()
    assert ticket.state == TicketState.OPEN


def test_mail_of_a_tutor_who_no_longer_sees_the_trainee_is_declined(lena, by_mail):
    lines.say(lena, Said("Hello"), by=lena.user)

    outcome = answered(lines.of(lena), UserFactory(tutor=True), "Hello Lena")

    assert (outcome, bodies(lines.of(lena), lena.user)) == (MailOutcome.DECLINED, ["Hello"])


def test_mails_lead_back_into_the_thread_where_the_portal_gets_mail(lena, tutor, settings, by_mail):
    lines.answer(lena, Said("Hello Lena"), by=tutor)
    row = OutgoingMail.objects.get(template="helpdesk/line")

    with_address = mail.render(row)
    settings.REPLY_EMAIL = ""
    without = mail.render(row)

    address = with_address.reply_to[0]
    assert (address[:6], len(address)) == ("reply+", len("reply+@imy.example") + 26)
    assert "just answer this mail" in with_address.body
    assert "not by mail" in without.body
    assert "Hello Lena" in with_address.body


# --- Pages ------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_page_shows_the_line_reads_it_and_keeps_its_queries(
    client, lena, tutor, count, django_assert_max_num_queries
):
    for number in range(count):
        lines.answer(lena, Said(f"Hello {number}"), by=tutor)
    client.force_login(lena.user)

    with django_assert_max_num_queries(16):
        page = client.get(reverse("helpdesk:line")).content.decode()

    assert f"Hello {count - 1}" in page
    assert not Message.objects.filter(read_at=None).exists()


def waiting(tutor):
    found = attention.signals(tutor, timezone.now())
    return [each for each in found if each.key.startswith("line:")]


def test_trainee_writes_and_the_board_says_so_until_the_tutor_answers(client, lena, tutor):
    client.force_login(lena.user)
    client.post(reverse("helpdesk:line"), {"text": "Hello"})

    [signal] = waiting(tutor)
    stranger = waiting(UserFactory(tutor=True))
    client.force_login(tutor)
    client.get(signal.url)
    read = [each.read_at is not None for each in Message.objects.all()]
    still = waiting(tutor)
    client.post(reverse("admin:helpdesk_line", args=[lena.pk]), {"text": "Hello Lena"})

    assert (signal.trainee_id, signal.action, stranger) == (lena.pk, "Answer", [])
    assert (read, len(still), waiting(tutor)) == ([True], 1, [])


def test_desk_begins_the_line_and_settles_it(client, lena, tutor):
    client.force_login(tutor)
    page = reverse("admin:helpdesk_line", args=[lena.pk])

    empty = client.get(page)
    nothing = Ticket.objects.count()
    client.post(page, {"text": "Welcome"})
    lines.say(lena, Said("Thanks"), by=lena.user)
    client.post(reverse("admin:helpdesk_line_settled", args=[lena.pk]))

    assert (empty.status_code, nothing) == (200, 0)
    assert (lines.of(lena).state, waiting(tutor)) == (TicketState.WAITING, [])


def test_message_becomes_a_request_once_and_both_lead_to_each_other(client, lena, tutor):
    message = lines.say(lena, Said("No hot water"), by=lena.user)
    client.force_login(tutor)
    address = reverse("admin:helpdesk_line_request", args=[lena.pk])

    for _ in range(2):
        client.post(address, {"message": message.pk})
    assert lines.of(lena).asked_at is None  # it is answered there
    other = client.post(address, {"message": Message.objects.latest("pk").pk + 99})
    desk = client.get(reverse("admin:helpdesk_line", args=[lena.pk])).content.decode()
    client.force_login(lena.user)
    page = client.get(reverse("helpdesk:line")).content.decode()

    ticket = Ticket.objects.requests().get()
    assert (ticket.made_from, ticket.subject) == (message, "No hot water")
    assert (ticket.messages.get().by, ticket.opened_at) == (lena.user, message.at)
    assert f"Became your request {ticket.number}" in page
    assert ticket.get_absolute_url() in desk
    assert other.status_code == 404


def test_answer_of_the_tutor_becomes_no_request(lena, tutor):
    message = lines.answer(lena, Said("Hello"), by=tutor)

    with pytest.raises(ValidationError, match="message of the trainee"):
        lines.make_request(message, by=tutor)


@pytest.mark.parametrize(
    "wrong",
    [
        {"sender": "mia@schule.example"},
        {"from_agency": True},
    ],
)
def test_message_that_cannot_be_is_refused(lena, wrong):
    line = lines.say(lena, Said("Hello"), by=lena.user).ticket

    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(ticket=line, **{"from_agency": False, "via": Via.MAIL} | wrong)


def test_line_is_no_request_on_the_pages_of_requests(client, lena, tutor):
    line = lines.say(lena, Said("Hello"), by=lena.user).ticket
    client.force_login(lena.user)
    written = client.post(reverse("helpdesk:request", args=[line.public_id]), {"text": "More"})
    client.force_login(tutor)
    later = client.post(reverse("admin:helpdesk_ticket_later", args=[line.pk]), {"days": "1"})

    line.refresh_from_db()
    assert (written.status_code, later.status_code, line.snoozed_until) == (404, 404, None)
    assert bodies(line, lena.user) == ["Hello"]


def test_what_is_unread_is_counted_on_home_and_on_the_desk_with_one_query_each(
    lena, tutor, client_for, django_assert_num_queries
):
    lines.say(lena, Said("Hello?"), by=lena.user)
    for text in ("Yes", "What is it?"):
        lines.answer(lena, Said(text, seen=0), by=tutor)
    answering.answer(ask(lena), Said("He comes today"), by=tutor)

    with django_assert_num_queries(1):
        said = home.unread(lena, None, timezone.localdate())
    page = client_for(tutor).get("/admin/helpdesk/ticket/lines/")

    assert [row.title for row in said.todos] == ["2 new messages", "The help desk answered"]
    assert [row.unread for row in page.context["found"].rows] == [1]
    assert (
        not client_for(UserFactory(tutor=True))
        .get("/admin/helpdesk/ticket/lines/")
        .context["found"]
        .rows
    )


def test_tabs_count_what_is_unread_with_one_query(client, lena, tutor, django_assert_num_queries):
    answering.answer(ask(lena), Said("Done"), by=tutor)
    for text in ("Hello", "Lena"):
        lines.answer(lena, Said(text), by=tutor)
    client.force_login(lena.user)

    page = client.get(reverse("helpdesk:urgent")).content.decode()

    with django_assert_num_queries(1):
        assert unread(lena.user) == {"messages": 2, "help": 1}
    assert unread(tutor) == {"messages": 0, "help": 0}
    assert [page.count(f'<span aria-hidden="true">{n}</span>') for n in (1, 2)] == [2, 2]


def test_photo_of_a_message_comes_along_to_the_request_for_who_looks_after_it(lena, tutor):
    photo = uploaded.upload(uploaded.picture(), "boiler.jpg")
    message = lines.say(lena, Said("No hot water", [photo]), by=lena.user)

    first = lines.make_request(message, by=tutor)
    again = lines.make_request(message, by=tutor)

    keeping.assign(first, paolo := UserFactory(tutor=True), by=tutor)
    mine, copied = message.attachments.get().file, first.messages.get().attachments.get()
    assert (again, copied.file.sha256, copied.file.pk == mine.pk) == (first, mine.sha256, False)
    assert list(Attachment.objects.visible_to(paolo)) == [copied]
    assert StoredFile.objects.count() == 2


def test_photo_is_seen_small_in_the_thread_by_who_sees_the_message(lena, tutor, client_for):
    files = [uploaded.picture(size=(3000, 2000)), uploaded.pdf()]
    sent = [uploaded.upload(content, "boiler") for content in files]
    lines.say(lena, Said("Look", sent), by=lena.user)
    phone, desk = client_for(lena.user), client_for(tutor)
    photo, paper = Attachment.objects.all()
    url = reverse("helpdesk:small", args=[photo.file.public_id])

    pages = [phone.get(reverse("helpdesk:line")).text]
    pages += [desk.get(reverse("admin:helpdesk_line", args=[lena.pk])).text]
    answer = phone.get(url)

    img = f'<img src="{url}" width="480" height="320" alt="Photo" loading="lazy">'
    assert [page.count(img) for page in pages] == [1, 1]
    assert "<img" not in pages[0].replace(img, "").split("</header>")[-1]
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert Image.open(io.BytesIO(answer.getvalue())).size == (480, 320)
    assert [each.get(url).status_code for each in (desk, client_for(UserFactory()))] == [200, 404]
    assert (
        phone.get(url.replace(str(photo.file.public_id), str(paper.file.public_id))).status_code
        == 404
    )
    StoredFile.objects.filter(pk=photo.file_id).update(state=FileState.QUARANTINE, done_at=None)
    assert phone.get(url).status_code == 409
    assert img not in phone.get(reverse("helpdesk:line")).text


def test_small_picture_without_its_sides_is_refused_by_the_database(lena):
    message = lines.say(lena, Said("Look", [uploaded.upload(uploaded.picture())]), by=lena.user)

    with pytest.raises(IntegrityError), transaction.atomic():
        message.attachments.update(small_width=None)


@pytest.mark.parametrize(
    ("begins", "ends", "asked", "expected"),
    [
        ("12:30", "14:00", "2026-03-12T13:00", "2026-03-12T14:00"),
        ("12:30", "14:00", "2026-03-12T14:00", "2026-03-12T14:00"),
        ("16:00", "11:00", "2026-03-13T16:30", "2026-03-16T11:00"),  # over the weekend
        ("16:00", "11:00", "2026-03-16T10:00", "2026-03-16T11:00"),
        ("09:00", "18:00", "2026-03-12T10:00", None),
    ],
)
def test_quiet_hours_end_when_the_tutor_reads_again(begins, ends, asked, expected):
    hours = QuietHours(begins=time.fromisoformat(begins), ends=time.fromisoformat(ends))

    assert quiet.reads(hours, at(asked)) == (expected and at(expected))


def test_quiet_hours_are_said_on_the_page_and_make_the_mail_wait(lena, tutor, client_for):
    page, office = "/admin/helpdesk/ticket/quiet/", client_for(tutor)
    with time_machine.travel(at("2026-03-12T12:40"), tick=False):
        wrong = [
            office.post(page, dict(zip(("begins", "ends"), each, strict=True)))
            for each in [("12:30", ""), ("13:00", "13:00"), ("09:00", "18:00"), ("x", "y")]
        ]
        office.post(page, {"begins": "12:30", "ends": "14:00"})
        lines.say(lena, Said("Hello?"), by=lena.user)
        shown = client_for(lena.user).get("/me/messages/").content.decode()
        office.post(page, {"begins": "", "ends": ""})

    assert all(each.context["form"].errors for each in wrong)
    assert "again from Thursday 12 March, 14:00" in shown
    assert OutgoingMail.objects.get(template="helpdesk/line_tutor").due_at == at("2026-03-12T14:00")
    assert not QuietHours.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        QuietHours.objects.create(tutor=tutor, begins=time(9), ends=time(9))
