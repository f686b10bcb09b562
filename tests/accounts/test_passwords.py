"""Agency tutors' passwords: guessed, changed, forgotten."""

import re

import pytest
from django.contrib.auth import hashers
from django.core import mail as outbox

from accounts import limits
from imyportal import mail
from imyportal.models import OutgoingMail
from tests.accounts.coming_in import DESK, PASSWORD, sign_in
from tests.conftest import Browser
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_trainee_with_a_password_cannot_use_it(client):
    trainee = UserFactory()
    trainee.set_password(PASSWORD)
    trainee.save(update_fields=["password"])

    response = sign_in(client, trainee)

    assert "E-mail address or password is not right" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_wrong_password_and_stranger_get_the_same_answer(client, tutor):
    def page(email):
        response = Browser().post("/in/password/", {"login": email, "password": "wrong"})
        text = re.sub(r'value="[^"]*"', "", response.content.decode())
        return response.status_code, text

    assert page(tutor.email) == page("stranger@example.org") == page(UserFactory().email)


def test_stranger_costs_a_password_hash_too(client, tutor, monkeypatch):
    hashed = []
    plain = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(
        hashers.MD5PasswordHasher,
        "encode",
        lambda self, *args: hashed.append(1) or plain(self, *args),
    )
    Browser().post("/in/password/", {"login": tutor.email, "password": "wrong"})
    known, hashed[:] = len(hashed), []

    Browser().post("/in/password/", {"login": "stranger@example.org", "password": "wrong"})

    assert len(hashed) == known == 1


def test_fifth_wrong_password_from_one_address_is_the_last(client, tutor):
    answers = [sign_in(client, tutor, "wrong").status_code for _each in range(6)]

    assert answers == [200] * 5 + [429]
    assert sign_in(client, tutor).status_code == 429


def test_forty_addresses_have_twenty_tries_at_one_person_and_the_person_is_told(tutor):
    answers = [
        sign_in(Browser(), tutor, "wrong", REMOTE_ADDR=f"192.0.2.{number}").status_code
        for number in range(40)
    ]

    assert answers.count(200) <= limits.PER_PERSON
    assert answers[-1] == 429


def test_person_somebody_is_after_gets_one_notice_an_hour(client, tutor, monkeypatch):
    monkeypatch.setattr(limits, "PER_PERSON", 1)
    for _each in range(3):
        sign_in(client, tutor, "wrong")

    mail.deliver_due()

    assert [message.to for message in outbox.outbox] == [[tutor.email]]
    assert "tried very often" in outbox.outbox[0].body


def test_new_password_ends_other_sessions_and_is_told_by_mail(tutor):
    here, there = Browser(), Browser()
    for browser in (here, there):
        browser.force_login(tutor)
    new = "another lantern, nine rivers"

    response = here.post(
        "/in/security/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )

    assert response.headers["Location"] == "/in/security/"
    assert here.get(DESK).status_code == 200
    assert there.get(DESK).status_code == 302
    mail.deliver_due()
    assert outbox.outbox[-1].subject == "Something about your sign-in has changed"


@pytest.mark.parametrize("bad", ["short", "password1234", "123456789012", "Pistoia-tutor-2026"])
def test_weak_new_password_is_refused(client, tutor, bad):
    client.force_login(tutor)

    response = client.post(
        "/in/security/password/", {"oldpassword": PASSWORD, "password1": bad, "password2": bad}
    )

    assert response.status_code == 200
    tutor.refresh_from_db()
    assert tutor.check_password(PASSWORD)


def test_two_different_new_passwords_are_refused(client, tutor):
    client.force_login(tutor)

    page = client.post(
        "/in/security/password/",
        {"oldpassword": PASSWORD, "password1": "one odd lantern far", "password2": "two odd"},
    ).content.decode()

    assert "The two passwords differ" in page


def reset_link():
    return re.search(r"http://testserver(/in/new-password/\S+)", outbox.outbox[-1].body)[1]


def test_forgotten_password_by_mail_changes_it_and_keeps_the_second_factor(client, with_app):
    client.post("/in/forgotten/", {"email": with_app.email})
    page = client.get(reset_link(), follow=True)
    new = "another lantern, nine rivers"

    client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})

    assert client.get(reset_link(), follow=True).context["token_fail"]
    assert sign_in(client, with_app, new).headers["Location"] == "/in/factor/"


def test_forgotten_password_link_ends_after_a_day(client, tutor, today):
    today("2026-03-19")
    client.post("/in/forgotten/", {"email": tutor.email})
    link = reset_link()
    today("2026-03-20 13:00")

    assert client.get(link, follow=True).context["token_fail"]


def test_forgotten_password_answers_the_same_for_everybody(client, tutor):
    for address in (tutor.email, UserFactory().email, "stranger@example.org"):
        response = client.post("/in/forgotten/", {"email": address})
        assert response.headers["Location"] == "/in/forgotten/sent/"

    subjects = [message.subject for message in outbox.outbox]
    assert subjects == [
        "Choose a new password",
        "You need no password",
        "We do not know this address",
    ]


def test_token_of_a_new_password_waits_in_no_row(client, tutor):
    client.post("/in/forgotten/", {"email": tutor.email})

    assert OutgoingMail.objects.get().details == {}
