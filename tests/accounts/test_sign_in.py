"""Signing in by a code in the mail."""

import re

import pytest
from django.core import mail as outbox
from django.urls import reverse

from accounts import limits
from imyportal import mail
from imyportal.models import OutgoingMail
from tests.factories import TraineeFactory, UserFactory

pytestmark = pytest.mark.django_db

IN = "/in/"
CODE = "/in/code/"


def ask(client, email):
    return client.post(IN, {"email": email})


def mailed_code():
    return re.search(r"\d{3} \d{3}", outbox.outbox[-1].subject)[0]


def test_code_request_mails_six_digits_in_the_persons_language(client):
    user = UserFactory(language="it")

    response = ask(client, user.email)

    assert response.headers["Location"] == CODE
    message = outbox.outbox[0]
    assert message.to == [user.email]
    assert message.extra_headers["Content-Language"] == "it"
    assert mailed_code() in message.body
    assert mailed_code() in message.alternatives[0].content


def test_code_signs_in_and_leads_to_the_own_page(client):
    trainee = TraineeFactory()
    ask(client, trainee.user.email)

    response = client.post(CODE, {"code": mailed_code()}, follow=True)

    assert response.redirect_chain == [("/welcome/", 302), (reverse("placements:home"), 302)]


def test_code_typed_without_blank_signs_in(client):
    user = UserFactory()
    ask(client, user.email)

    client.post(CODE, {"code": mailed_code().replace(" ", "")})

    assert client.session["_auth_user_id"] == str(user.pk)


def test_address_typed_in_capitals_and_with_blanks_is_the_same_person(client):
    user = UserFactory(email="lena@example.org")

    ask(client, "  LENA@Example.ORG ")

    assert outbox.outbox[0].to == [user.email]


def test_code_signs_in_once(client, client_for):
    user = UserFactory()
    ask(client, user.email)
    code = mailed_code()
    client.post(CODE, {"code": code})
    client.post("/out/")

    response = client.post(CODE, {"code": code})

    assert response.headers["Location"] == IN
    assert "_auth_user_id" not in client.session


def test_code_in_another_browser_does_not_sign_in(client, client_for):
    user = UserFactory()
    ask(client, user.email)
    other = type(client)()
    ask(other, "somebody.else@example.org")

    response = other.post(CODE, {"code": re.search(r"\d{3} \d{3}", outbox.outbox[0].subject)[0]})

    assert response.status_code == 200
    assert "_auth_user_id" not in other.session


def test_code_after_ten_minutes_does_not_sign_in(client, today):
    today("2026-03-19 09:00")
    user = UserFactory()
    ask(client, user.email)
    today("2026-03-19 09:11")

    response = client.post(CODE, {"code": mailed_code()})

    assert response.headers["Location"] == IN
    assert "_auth_user_id" not in client.session


def test_wrong_code_says_so_and_the_third_one_ends_it(client):
    user = UserFactory()
    ask(client, user.email)
    wrong = "000000" if mailed_code() != "000 000" else "111111"

    first = client.post(CODE, {"code": wrong})
    client.post(CODE, {"code": wrong})
    third = client.post(CODE, {"code": wrong})

    assert "This is not the code of our newest mail" in first.content.decode()
    assert third.headers["Location"] == IN
    assert client.post(CODE, {"code": mailed_code()}).headers["Location"] == IN


def test_code_request_without_address_says_what_to_do(client):
    page = client.post(IN, {"email": "lena@"}).content.decode()

    assert "Enter your e-mail address, like name@example.com" in page
    assert 'value="lena@"' in page


def test_next_page_is_where_the_person_wanted_to_go(client):
    trainee = TraineeFactory()
    client.post(f"{IN}?next=/me/hours/", {"email": trainee.user.email, "next": "/me/hours/"})

    response = client.post(CODE, {"code": mailed_code(), "next": "/me/hours/"})

    assert response.headers["Location"] == "/me/hours/"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "http:evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "https:///evil.example",
    ],
)
def test_next_page_elsewhere_is_not_followed(client, target):
    user = UserFactory()
    ask(client, user.email)

    response = client.post(CODE, {"code": mailed_code(), "next": target})

    assert response.headers["Location"] == "/welcome/"


def test_people_with_an_account_and_strangers_get_the_same_answer(client):
    pages = []
    for person in (UserFactory(), UserFactory(tutor=True), UserFactory(is_active=False), None):
        browser = type(client)()
        address = person.email if person else "stranger@example.org"
        response = ask(browser, address)
        page = browser.get(response.headers["Location"]).content.decode()
        pages.append((response.status_code, _without_secrets(page).replace(address, "ADDRESS")))

    assert pages == [pages[0]] * 4


def _without_secrets(page):
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)


def test_each_answer_costs_one_mail_and_as_many_queries(client, django_assert_max_num_queries):
    counts = []
    for number, person in enumerate([UserFactory(), UserFactory(tutor=True), None]):
        browser = type(client)(REMOTE_ADDR=f"192.0.2.{number}")
        with django_assert_max_num_queries(60) as captured:
            ask(browser, person.email if person else "stranger@example.org")
        counts.append(len(captured))

    assert max(counts) - min(counts) <= 2
    assert len(outbox.outbox) == 3


def test_stranger_is_told_by_mail_that_nobody_has_this_address(client):
    ask(client, "stranger@example.org")

    assert outbox.outbox[0].subject == "We do not know this address"


def test_agency_tutor_gets_no_code_but_the_other_way(client):
    tutor = UserFactory(tutor=True)

    ask(client, tutor.email)

    assert outbox.outbox[0].subject == "You sign in with your password"
    assert not re.search(r"\d{3} ?\d{3}", outbox.outbox[0].body.split("\n-- ")[0])


def test_deactivated_person_gets_no_code(client):
    ask(client, UserFactory(is_active=False).email)

    assert outbox.outbox[0].subject == "We do not know this address"


def test_code_stands_neither_in_the_mails_row_nor_in_its_details(client):
    ask(client, UserFactory().email)
    code = mailed_code().replace(" ", "")

    row = OutgoingMail.objects.get()

    assert code not in f"{row.details} {row.key} {row.message_id}"


def test_code_mail_is_sent_again_with_the_same_code(client):
    ask(client, UserFactory().email)

    again = mail.render(OutgoingMail.objects.get())

    assert again.subject == outbox.outbox[0].subject


def test_mail_server_down_answers_the_same_and_the_mail_goes_out_later(client, settings):
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False

    response = ask(client, UserFactory().email)

    assert response.headers["Location"] == CODE
    settings.EMAIL_BACKEND = working
    OutgoingMail.objects.update(due_at="2020-01-01T00:00Z")
    assert mail.deliver_due() == 1
    assert client.post(CODE, {"code": mailed_code()}).headers["Location"] == "/welcome/"


def test_codes_for_one_person_are_limited_whatever_address_asks(client):
    user = UserFactory()
    for number in range(limits.PER_PERSON):
        client.post(IN, {"email": user.email.upper()}, REMOTE_ADDR=f"192.0.2.{number}")

    response = client.post(IN, {"email": user.email}, REMOTE_ADDR="198.51.100.7")

    assert response.status_code == 429
    assert response.headers["Retry-After"] == "3600"
    assert len(outbox.outbox) == limits.PER_PERSON


def test_codes_from_one_address_are_limited_whoever_they_are_for(client, monkeypatch):
    monkeypatch.setattr(limits, "PER_IP", 3)

    answers = [ask(client, f"person{n}@example.net").status_code for n in range(4)]

    assert answers == [302, 302, 302, 429]


def test_forwarded_header_without_a_proxy_of_ours_changes_nothing(client, monkeypatch):
    monkeypatch.setattr(limits, "PER_IP", 1)
    ask(client, "one@example.net")

    response = client.post(
        IN, {"email": "two@example.net"}, headers={"x-forwarded-for": "203.0.113.9"}
    )

    assert response.status_code == 429


def test_sign_up_and_the_rest_of_allauth_do_not_exist(client):
    for path in ("signup/", "email/", "confirm-email/", "inactive/", "social/", "code/request/"):
        assert client.get(f"/in/{path}").status_code == 404


def test_sign_out_is_a_post(client):
    client.force_login(UserFactory())

    assert client.get("/out/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/out/").headers["Location"] == "/"
    assert "_auth_user_id" not in client.session


def test_session_of_a_trainee_lasts_ninety_days(client):
    user = UserFactory()
    ask(client, user.email)
    client.post(CODE, {"code": mailed_code()})

    assert client.session.get_expiry_age() == 90 * 24 * 60 * 60


def test_sign_in_gives_the_browser_a_new_session_key(client):
    user = UserFactory()
    ask(client, user.email)
    before = client.session.session_key

    client.post(CODE, {"code": mailed_code()})

    assert client.session.session_key != before


def test_deactivation_ends_the_session_at_the_next_request(client):
    user = UserFactory()
    client.force_login(user)
    user.is_active = False
    user.save(update_fields=["is_active"])

    assert client.get("/welcome/").headers["Location"].startswith(IN)
