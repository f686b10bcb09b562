"""«Be contacted by your tutor»: who asks, who is kept out, who answers and by when."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from helpdesk.callbacks import settling
from helpdesk.enums import CallbackResult
from helpdesk.models import CallbackRequest
from helpdesk.views import call_me
from imyportal import mail
from imyportal.models import OutgoingMail
from tests.factories import TraineeFactory, UserFactory
from trainees.models import StandIn

pytestmark = pytest.mark.django_db
TYPED = {
    "name": "Camille Laurent",
    "phone": "+49 1512 3456789",
    "email": "",
    "about": "The papers of my son",
    "language": "fr",
    "website": "",
}


def later(seconds):
    return f"{timezone.localtime() + timedelta(seconds=seconds):%Y-%m-%d %H:%M:%S}"


@pytest.fixture
def send(client, today):
    """Open the form on Friday afternoon and send it `after` so many seconds."""

    def send(after=10, **changes):
        today("2026-03-13 16:40")
        page = client.get("/call-me/").content.decode()
        hidden = dict(re.findall(r'type="hidden" name="(once|stamp)" value="([^"]+)"', page))
        assert hidden.keys() == {"once", "stamp"}
        today(later(after))
        return client.post("/call-me/", TYPED | hidden | changes, follow=True)

    return send


def asked(**changes):
    now = timezone.now()
    fields = TYPED | {"due_at": now} | changes
    del fields["website"]
    return CallbackRequest.objects.create(**fields)


def test_request_is_stored_and_promised_by_the_working_clock(send, settings):
    page = send(email="Camille@Example.org", phone="0573 123456")

    row = CallbackRequest.objects.get()
    assert (row.name, row.phone, row.email, row.language, row.trainee) == (
        "Camille Laurent", "+39 0573 123456", "camille@example.org", "fr", None,
    )  # fmt: skip
    assert f"{timezone.localtime(row.due_at):%A %H:%M}" == "Monday 13:10"
    assert "You hear from us on Monday by 13:10." in page.text
    queued = OutgoingMail.objects.get(template="helpdesk/callback")
    assert queued.to == settings.AGENCY["email"]


@pytest.mark.parametrize("known", ["email", "phone"])
def test_request_of_a_known_trainee_goes_to_who_stands_in_for_their_tutor(send, known):
    colleague = UserFactory(tutor=True)
    trainee = TraineeFactory(
        email="lena@example.org", phone="+49 1512 3456789", tutor=UserFactory(tutor=True)
    )
    days = {"first_day": "2026-03-13", "last_day": "2026-03-20"}
    StandIn.objects.create(tutor=trainee.tutor, colleague=colleague, **days)

    page = send(**({"email": "LENA@example.org", "phone": ""} if known == "email" else {}))

    row = CallbackRequest.objects.get()
    assert (row.trainee, OutgoingMail.objects.get(template="helpdesk/callback").to) == (
        trainee,
        colleague.email,
    )
    assert "Lena" not in page.text
    mine = CallbackRequest.objects.visible_to
    assert [bool(mine(each)) for each in (colleague, UserFactory(tutor=True), trainee.user)] == [
        True,
        False,
        False,
    ]


def test_mail_waits_until_the_office_opens(send):
    send(after=60 * 60 * 12)

    row = OutgoingMail.objects.get(template="helpdesk/callback")
    assert f"{timezone.localtime(row.due_at):%A %H:%M}" == "Monday 09:30"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Enter your name."),
        ({"phone": ""}, "Enter a phone number or an e-mail address"),
        ({"phone": "12"}, "Enter a phone number with its country"),
        ({"phone": "", "email": "camille@"}, "Enter your e-mail address, like name@example.com"),
        ({"about": ""}, "Write what you need."),
        ({"about": "x" * 5440}, "Write at most 1500 characters; these are 5440."),
        ({"about": "https://a.example www.b.example"}, "Leave the links out"),
        ({"name": "www.spam.example"}, "Leave the links out"),
        ({"website": "https://spam.example"}, "Something filled in this field."),
        ({"after": 1}, "That was very quick."),
        ({"after": 60 * 60 * 25}, "open for a long time"),
        ({"stamp": "forged"}, "open for a long time"),
        ({"language": "xx"}, "Choose a language."),
    ],
)
def test_who_is_refused_reads_why_and_keeps_what_was_typed(send, changes, words):
    page = send(**changes)

    assert (page.status_code, CallbackRequest.objects.count()) == (200, 0)
    assert words in page.text
    kept = TYPED | changes
    assert f'value="{kept["name"]}"' in page.text or not kept["name"]
    assert kept["about"] in page.text


def test_what_was_refused_for_its_stamp_or_trap_goes_through_once_more(send, client, today):
    page = send(stamp="forged", website="https://spam.example").text
    hidden = dict(re.findall(r'type="hidden" name="(once|stamp)" value="([^"]+)"', page))
    today(later(5))

    client.post("/call-me/", TYPED | hidden)

    assert CallbackRequest.objects.count() == 1
    assert 'class="apart"' not in page


def test_same_form_sent_twice_is_one_request_and_the_fifth_of_a_day_is_refused(
    send, client, monkeypatch
):
    monkeypatch.setattr(call_me, "PER_PERSON", 3)
    send()
    row = CallbackRequest.objects.get()

    found = [send(about=about).status_code for about in (TYPED["about"], "One more", "And")]

    assert found == [200, 200, 429]
    assert CallbackRequest.objects.exclude(pk=row.pk).count() == 1


def test_who_asks_the_same_once_more_waits_once_until_it_is_settled(send):
    send()
    again = send(name="camille  laurent")
    row = CallbackRequest.objects.get()
    by = UserFactory(tutor=True)
    settling.drop(row, by=by, now=timezone.now())

    send()

    assert "You hear from us" in again.text
    assert OutgoingMail.objects.filter(template="helpdesk/callback").count() == 2
    with pytest.raises(ValidationError) as refused:
        settling.reopen(row, by=by)
    assert refused.value.code == "asked_again"


def test_empty_form_is_told_what_is_missing_before_that_it_was_quick(send):
    page = send(after=1, name="", phone="", about="").text

    assert page.count('<span class="muted fw-normal">(or ') == 2
    assert "Enter your name." in page
    assert "very quick" not in page


def test_head_and_poison_do_no_harm(send):
    page = send(name="<script>x</script>\r\nBcc: a@b.example", about="<img src=x onerror=1>\n=1+1")

    row = CallbackRequest.objects.get()
    message = mail.queue("helpdesk/callback", to="a@example.org", language="en", about=row)
    assert page.status_code == 200
    assert row.name == "<script>x</script> Bcc: a@b.example"
    assert message.template == "helpdesk/callback"


def test_tutor_writes_down_what_came_of_it(client_for, today):
    today("2026-03-13 16:50")
    row, tutor = asked(), UserFactory(tutor=True)
    browser = client_for(tutor)
    settle = f"/admin/helpdesk/callbackrequest/{row.pk}/settle/"

    again = browser.post(f"{settle}again/", follow=True)
    row.refresh_from_db()
    assert (row.tries, f"{timezone.localtime(row.due_at):%A %H:%M}") == (1, "Monday 10:20")
    assert "It stays on the list, for Monday 16 March, 10:20." in again.text

    browser.post(f"/admin/helpdesk/callbackrequest/{row.pk}/talked/", {"said": "In May"})
    row.refresh_from_db()
    assert (row.result, row.said, row.closed_by) == (CallbackResult.REACHED, "In May", tutor)
    assert (
        "Somebody has answered this already." in browser.post(f"{settle}no-need/", follow=True).text
    )
    assert browser.post(f"{settle}thrice/").status_code == 404
    with pytest.raises(ValidationError):
        settling.talked(row, "", by=tutor, now=timezone.now())

    page = browser.get(row.get_absolute_url()).text
    assert ("In May" in page, "View call" in page) == (True, False)
    assert browser.get(f"{settle}open/").url == row.get_absolute_url()
    for _ in range(2):
        browser.post(f"{settle}open/")
    listed = browser.get("/admin/helpdesk/callbackrequest/").context["cl"].result_list
    assert [(each.pk, each.result, each.said) for each in listed] == [(row.pk, "", "")]


@pytest.mark.parametrize(
    ("asked_for", "found"),
    [
        ("", {"Waits", "Late", "Lena"}),
        ("state=late", {"Late"}),
        ("state=reached", {"Talked"}),
        ("state=all&whose=mine", {"Lena"}),
        ("state=all&whose=unknown", {"Waits", "Late", "Talked"}),
    ],
)
def test_list_shows_who_waits_and_what_is_asked_for(client_for, asked_for, found):
    now, tutor = timezone.now(), UserFactory(tutor=True)
    due = now + timedelta(hours=1)
    asked(name="Waits", due_at=due)
    asked(name="Late", due_at=now - timedelta(hours=1))
    asked(name="Talked", result="reached", closed_at=now, closed_by=tutor)
    asked(name="Lena", due_at=due, trainee=TraineeFactory(tutor=tutor))

    page = client_for(tutor).get(f"/admin/helpdesk/callbackrequest/?{asked_for}")

    assert {row.name for row in page.context["cl"].result_list} == found


def test_board_names_who_waits_for_a_call(client_for, today):
    today("2026-03-13 16:50")
    TraineeFactory()
    asked(name="Camille Laurent")

    page = client_for(UserFactory(tutor=True)).get("/admin/").text

    assert "Call Camille Laurent" in page


@pytest.mark.parametrize(
    "broken",
    [
        {"phone": ""},
        {"name": ""},
        {"result": "reached"},
        {"closed_at": "2026-03-13T12:00Z"},
        {"said": "In May"},
        {"fingerprint": "twice"},
    ],
)
def test_impossible_requests_are_refused_by_the_database(broken):
    asked(fingerprint="twice")

    with pytest.raises(IntegrityError), transaction.atomic():
        asked(**broken)


def test_requests_are_forgotten_after_ninety_days():
    now = timezone.now()
    old, done = (
        now - timedelta(days=90),
        {"result": "reached", "closed_by": UserFactory(tutor=True)},
    )
    asked(due_at=old)
    asked(due_at=old, closed_at=old, **done)
    kept = [asked(due_at=old + timedelta(minutes=1)), asked(due_at=old, closed_at=now, **done)]

    assert settling.forget(now) == 2
    assert set(CallbackRequest.objects.all()) == set(kept)
