"""helpdesk/views/: the walk of a request, queue and thread on the desk, prepared answers."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from helpdesk.enums import TicketState, Topic
from helpdesk.models import CallbackRequest, Message, ReplyTemplate, Ticket
from helpdesk.tickets import answering, asking, finding, keeping, replies
from helpdesk.tickets.posting import Said
from imyportal import mail
from imyportal.models import OutgoingMail
from placements.models import Incident, Visit
from placements.visits import origins
from tests import uploaded
from tests.attack.poison import PAYLOADS, RAW
from tests.factories import PlacementFactory, TraineeFactory, UserFactory
from tests.helpdesk.asked import ask

pytestmark = pytest.mark.django_db


def desk(name, ticket):
    return reverse(f"admin:helpdesk_ticket_{name}", args=[ticket.pk])


def page_of(ticket):
    return reverse("helpdesk:request", args=[ticket.public_id])


def test_trainee_asks_tutor_answers_trainee_reads(client_for, django_capture_on_commit_callbacks):
    trainee = PlacementFactory(trainee__tutor=(tutor := UserFactory(tutor=True))).trainee
    phone, office = client_for(trainee.user), client_for(tutor)
    photo = uploaded.upload(uploaded.picture(), "boiler.jpg")

    asked = {"topic": "rooms", "text": "No hot water\nsince Monday", "files": [photo]}
    phone.post("/me/help/new/", asked)
    ticket = Ticket.objects.get()
    seen = office.get(desk("change", ticket)).content.decode()
    both = {"note-text": "Boiler is old", "text": "The plumber"}
    kept = office.post(desk("note", ticket), both).context["answer_form"].initial["text"]
    office.post(desk("answer", ticket), {"text": "The plumber comes today", "then": "waiting"})
    read = phone.get(page_of(ticket)).content.decode()

    assert (ticket.subject, "boiler.jpg" in seen) == ("No hot water", True)
    assert ("The plumber comes today" in read, "Boiler is old" in read) == (True, False)
    assert kept == "The plumber"
    assert not Message.objects.filter(is_note=False, read_at=None).exists()
    link = reverse("helpdesk:file", args=[ticket.messages.first().attachments.get().file.public_id])
    response = office.get(link)
    assert response.headers["Content-Disposition"] == 'attachment; filename="boiler.jpg"'
    assert client_for(TraineeFactory().user).get(link).status_code == 404


def test_taxi_is_asked_for_with_all_it_needs(client_for):
    phone = client_for(PlacementFactory().trainee.user)
    ride = {"topic": "transport", "leaves_at": "2030-03-12T07:45", "origin": "Via Roma 1"}

    unsaid = phone.post("/me/help/new/", ride | {"text": "To the station"})
    page = phone.post("/me/help/new/", ride | {"ride": "yes"})
    phone.post("/me/help/new/", ride | {"ride": "yes", "destination": "Station", "people": "3"})

    assert set(unsaid.context["form"].errors) == {"ride"}
    assert set(page.context["form"].errors) == {"destination", "people"}
    assert Ticket.objects.get().ride.people == 3
    assert Ticket.objects.get().subject == "Via Roma 1 → Station"


@pytest.mark.parametrize("text", [*PAYLOADS, "x" * 1_000_000])
def test_hostile_words_do_nothing(client_for, text):
    trainee = PlacementFactory(trainee__tutor=(tutor := UserFactory(tutor=True))).trainee
    phone = client_for(trainee.user)

    phone.post("/me/help/new/", {"topic": "life", "text": text})

    if len(text) > 4000:
        assert not Ticket.objects.exists()
        return
    ticket = Ticket.objects.get()
    pages = [phone.get(page_of(ticket)), phone.get("/me/help/"), phone.get("/me/help/requests/")]
    pages += [client_for(tutor).get(desk("change", ticket))]
    text = "".join(each.content.decode() for each in pages)
    assert [raw for raw in RAW if raw in text] == []


def test_form_sent_twice_asks_once_and_answers_once(client_for):
    trainee = PlacementFactory(trainee__tutor=(tutor := UserFactory(tutor=True))).trainee
    once = "6f2d1d6c-37d3-4a7c-9a55-6e4f0d0a3b11"
    for _ in range(2):
        client_for(trainee.user).post(
            "/me/help/new/", {"topic": "life", "text": "Where is the pool?", "once": once}
        )
    ticket = Ticket.objects.get()
    for _ in range(2):
        client_for(tutor).post(desk("answer", ticket), {"text": "There", "once": once[:-1] + "2"})

    assert Message.objects.count() == 2
    assert OutgoingMail.objects.filter(template="helpdesk/answer").count() == 1


def test_answer_about_health_is_not_in_the_mail():
    tutor = UserFactory(tutor=True)
    for topic in (Topic.HEALTH, Topic.ROOMS):
        answering.answer(ask(topic=topic), Said("Take the pills"), by=tutor)

    bodies = [
        mail.render(row).body
        for row in OutgoingMail.objects.filter(template="helpdesk/answer").order_by("pk")
    ]
    assert ["Take the pills" in body for body in bodies] == [False, True]


@pytest.mark.parametrize("rows", [1, 3])
def test_queue_and_thread_take_as_many_queries_for_many_rows(
    client_for, django_assert_num_queries, rows
):
    tutor = UserFactory(tutor=True)
    trainee = PlacementFactory(trainee__tutor=tutor).trainee
    for number in range(rows):
        ticket = ask(trainee, text=f"Question {number}")
    for number in range(rows):
        answering.answer(ticket, Said(f"Answer {number}"), by=tutor)
        asking.say(ticket, Said("And?"), by=trainee.user)
    office, phone = client_for(tutor), client_for(trainee.user)
    for path in (desk("change", ticket), page_of(ticket)):  # what is read once
        (office if "admin" in path else phone).get(path)

    with django_assert_num_queries(QUEUE):
        assert len(office.get("/admin/helpdesk/ticket/").context["rows"]) == rows
    with django_assert_num_queries(THREAD):
        office.get(desk("change", ticket))
    with django_assert_num_queries(LIST):
        phone.get("/me/help/requests/")


QUEUE, THREAD, LIST = 6, 15, 5


def test_queue_shelves(client_for):
    tutor = UserFactory(tutor=True)
    trainee = PlacementFactory(trainee__tutor=tutor).trainee
    mine, waiting, solved, fresh = (ask(trainee, text=f"Question {n}") for n in range(4))
    office = client_for(tutor)
    office.post(desk("care", mine), {"take": "1"})
    answering.answer(waiting, Said("Done"), by=tutor)
    asks = office.post(desk("state", solved)).context["asks_to_close"]
    office.post(desk("state", solved), {"sure": "1"})
    office.post(desk("later", fresh), {"days": "3"})

    def shelf(name):
        return [
            row.pk for row in office.get(f"/admin/helpdesk/ticket/?show={name}").context["rows"]
        ]

    found = {
        name: shelf(name) for name in ("open", "mine", "unowned", "waiting", "later", "solved")
    }
    assert asks
    assert found == {
        "open": [mine.pk],
        "mine": [mine.pk],
        "unowned": [],
        "waiting": [waiting.pk],
        "later": [fresh.pk],
        "solved": [solved.pk],
    }


def test_tutor_of_others_gets_no_thread_and_a_handed_over_one_does(client_for):
    ticket = ask(PlacementFactory(trainee__tutor=(tutor := UserFactory(tutor=True))).trainee)
    paolo = UserFactory(tutor=True)
    path = desk("change", ticket)

    assert client_for(paolo).get(path).status_code == 404
    data = {"owner": paolo.pk, "topic": "rooms", "subject": "No hot water"}
    assert client_for(tutor).post(desk("care", ticket), data).status_code == 302
    assert client_for(paolo).get(path).status_code == 200


@pytest.mark.parametrize(
    "text", ["Hello {name}", "Hello {first_name", "{tutor.password}", "{number!r}", "{0}"]
)
def test_prepared_answer_with_an_unknown_name_is_refused(text):
    with pytest.raises(ValidationError):
        ReplyTemplate(title="x", text=text).full_clean()


def test_prepared_answer_is_filled_in_and_offered_in_the_trainees_language(client_for):
    ticket = ask(PlacementFactory(trainee__tutor=(tutor := UserFactory(tutor=True))).trainee)
    ticket.trainee.user.language = "de"
    ReplyTemplate.objects.all().delete()
    text = "Hallo {first_name}, {number}: {{sic}}"
    rows = [
        ReplyTemplate.objects.create(title=f"T{n}", language=language, text=text)
        for n, language in enumerate(("en", "it", "de"))
    ]
    words = replies.filled(rows[2], ticket, by=tutor)

    assert list(replies.fitting(ticket, tutor)) == [rows[2], rows[0], rows[1]]
    assert words == f"Hallo Lena, {ticket.number}: {{sic}}"
    assert ticket.state == TicketState.OPEN


def test_requests_are_found_by_words_name_number_and_house(client_for):
    tutor = UserFactory(admin=True)
    lena = PlacementFactory(trainee__tutor=tutor, trainee__last_name="Kowalska").trainee
    water, taxi = ask(lena), ask(text="A taxi")
    answering.note(water, Said("Boiler from 2009"), by=tutor)
    asking.say(water, Said("Ça marche : l’eau à 14:30, write to lena@imy.example"), by=lena.user)
    office = client_for(tutor)
    keeping.solve(taxi, by=tutor)

    def listed(**asked):
        page = office.get("/admin/helpdesk/ticket/", asked)
        return {row.pk for row in page.context["rows"]}

    both = {water.pk, taxi.pk}
    asked = ["boil 2009", "TAXI", "kowal", f"hd-{taxi.pk}", "boiler taxi", "a", "%", "eau ca 14:30"]
    found = [{water.pk}, {taxi.pk}, {water.pk}, {taxi.pk}, set(), both, set(), {water.pk}]
    assert [listed(q=words) for words in asked] == found
    Message.objects.filter(ticket=water).update(body="Erased")
    Message.objects.filter(ticket=taxi).delete()
    assert [listed(q=words) for words in ("2009", "erased", "a taxi")] == [
        set(),
        {water.pk},
        {taxi.pk},
    ]
    assert [listed(house=each) for each in ("1", "x", "9" * 30)] == [set(), {water.pk}, {water.pk}]


@pytest.mark.postgres
def test_messages_are_found_by_the_index():
    ticket, boss = ask(text="The boiler is cold"), UserFactory(admin=True)
    Message.objects.bulk_create(
        Message(ticket=ticket, from_agency=True, by=boss, body=f"Word{n}") for n in range(3000)
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('helpdesk_messagesearch')")
        cursor.execute("ANALYZE helpdesk_message")

    plan = finding.messages(boss, "word77").explain()

    assert "Bitmap Index Scan on helpdesk_messagesearch" in plan


def test_tutor_writes_down_a_call_and_health_is_mailed_at_once(client_for):
    lena = PlacementFactory(trainee__tutor=(tutor := UserFactory(tutor=True))).trainee
    office, page = client_for(tutor), f"/admin/trainees/trainee/{lena.pk}/request/"
    about = {"name": "Lena", "phone": "+39333", "about": "A dentist?", "trainee": lena}
    call = CallbackRequest.objects.create(due_at=timezone.now(), **about)

    shown = office.get(page, {"call": call.pk}).content.decode()
    office.post(page, {"topic": "health", "text": "A dentist, please"})
    mine = Ticket.objects.get()
    ask(lena, "It hurts", topic=Topic.HEALTH)

    assert "A dentist?" in shown
    assert (mine.trainee, mine.messages.get().by, mine.messages.get().from_agency) == (
        lena,
        tutor,
        False,
    )
    row = OutgoingMail.objects.get(template="helpdesk/urgent")  # none about what the tutor knows
    assert (row.to, "hurts" in mail.render(row).body) == (tutor.email, False)
    assert client_for(UserFactory(tutor=True)).get(page).status_code == 404


def test_incident_made_of_a_request_names_it_and_is_named_in_a_note(client_for):
    ticket = ask(PlacementFactory(trainee__tutor=(tutor := UserFactory(tutor=True))).trainee)
    office, page = client_for(tutor), desk("incident", ticket)

    form = office.get(page).context["form"]
    happened = {"happened_at": "2026-03-11T10:00", "known_at": "2026-03-11T11:00"}
    said = {"kind": "accident", "severity": "1", "place": "House", "text": form.initial["text"]}
    office.post(page, said | happened)

    incident = Incident.objects.get()
    assert form.initial["text"] == f"{ticket.number}: No hot water"
    assert [m.body for m in ticket.messages.filter(is_note=True)] == [f"Reported: {incident}."]
    assert f'<a href="{reverse("admin:placements_incident_change", args=[incident.pk])}"' in (
        office.get(desk("change", ticket)).text
    )
    keeping.merge(ticket, other := ask(ticket.trainee, text="Still ill"), by=tutor)
    other.refresh_from_db()
    assert other.incident == incident


def test_visit_made_of_a_request_is_of_that_company_and_each_leads_to_the_other(client_for, today):
    today("2026-03-05 09:00")
    placement = PlacementFactory(trainee__tutor=(tutor := UserFactory(tutor=True)), full_time=True)
    group = placement.trainee.group
    PlacementFactory(trainee__group=group, trainee__tutor=tutor, full_time=True)
    ticket, office = ask(placement.trainee), client_for(tutor)

    page = f"{office.get(desk('change', ticket)).context['visit_url']}&whose=group-{group.pk}&day=2026-03-10"
    rows = office.get(page).context["form"].rows
    ticked = {row.tutor.company: row["tick"].value() for row in rows}
    fields = [row[name] for row in rows for name in ("tick", "starts_at", "ends_at")]
    sent = {each.html_name: each.value() for each in fields if each.value()}
    office.post(page, sent | {"day": "2026-03-10", "agency_tutor": tutor.pk})

    visit = Visit.objects.get()
    assert list(ticked.values()).count(True) == 1 and ticked[placement.company]
    assert [m.body for m in ticket.messages.filter(is_note=True)] == [f"Visit planned: {visit}."]
    assert f'<a href="{visit.get_absolute_url()}"' in office.get(desk("change", ticket)).text
    assert desk("change", ticket) in office.get(visit.get_absolute_url()).text
    assert origins.find(UserFactory(tutor=True), f"request:{ticket.pk}") is None


def test_figures_as_csv_hold_no_formula(client_for):
    trainee = TraineeFactory(group__name='=HYPERLINK("http://x")')
    ask(trainee)

    answer = client_for(UserFactory(admin=True)).get(
        "/admin/helpdesk/ticket/figures.csv",
        {"first": timezone.localdate(), "last": timezone.localdate(), "by": "group"},
    )

    text = b"".join(answer.streaming_content).decode()
    assert "HYPERLINK" in text
    assert not [line for line in text.splitlines() if line.lstrip('"\ufeff').startswith("=")]


@pytest.mark.parametrize("model", ["article", "replytemplate", "callbackrequest"])
def test_lists_of_the_help_desk_can_be_searched(client_for, model):
    office = client_for(UserFactory(admin=True))

    assert office.get(f"/admin/helpdesk/{model}/", {"q": "x"}).status_code == 200
