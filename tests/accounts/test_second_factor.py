"""Agency tutors: password, second factor, sessions, a new password."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core import mail as outbox
from django.urls import reverse

from accounts import limits
from imyportal import mail
from imyportal.models import OutgoingMail
from tests.conftest import Browser
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "odd lantern seven rivers"
SECRET = "JBSWY3DPEHPK3PXP"
DESK = "/admin/"
SET_UP = "/in/security/app/"


@pytest.fixture
def tutor():
    user = UserFactory(tutor=True)
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    return user


@pytest.fixture
def with_app(tutor):
    auth.TOTP.activate(tutor, SECRET)
    return tutor


def app_code(secret=SECRET):
    return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30))


def sign_in(browser, tutor, password=PASSWORD, **extra):
    return browser.post("/in/password/", {"login": tutor.email, "password": password}, **extra)


def test_password_alone_leads_to_setting_up_the_app_and_nowhere_else(client, tutor):
    sign_in(client, tutor)

    for path in (DESK, "/in/security/", "/in/security/password/", "/", "/me/settings/"):
        assert client.get(path).headers["Location"] == SET_UP


def test_setting_up_the_app_opens_the_desk_and_shows_recovery_codes_once(client, tutor):
    sign_in(client, tutor)
    page = client.get(SET_UP).content.decode()
    secret = re.search(r"<code[^>]*>([A-Z2-7]+)</code>", page)[1]

    response = client.post(SET_UP, {"code": app_code(secret)}, follow=True)

    shown = response.content.decode()
    assert len(re.findall(r"<li>\d{8}</li>", shown)) == 10
    assert (
        "<li>" + re.search(r"<li>(\d{8})", shown)[1]
        not in client.get("/in/security/codes/").content.decode()
    )
    assert client.get(DESK).status_code == 200


def test_secret_is_not_legible_in_the_database(client, tutor):
    sign_in(client, tutor)
    page = client.get(SET_UP).content.decode()
    secret = re.search(r"<code[^>]*>([A-Z2-7]+)</code>", page)[1]
    client.post(SET_UP, {"code": app_code(secret)})

    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))


def test_wrong_code_of_the_app_sets_nothing_up(client, tutor):
    sign_in(client, tutor)
    client.get(SET_UP)

    response = client.post(SET_UP, {"code": "000000"})

    assert "This code is not right" in response.content.decode()
    assert not Authenticator.objects.exists()


def test_picture_for_the_app_is_an_image_of_our_own(client, tutor):
    sign_in(client, tutor)
    client.get(SET_UP)

    assert client.get(f"{SET_UP}qr.png").content.startswith(b"\x89PNG")


def test_password_then_code_opens_the_desk(client, with_app):
    response = sign_in(client, with_app)
    assert response.headers["Location"] == "/in/factor/"
    assert client.get(DESK).status_code == 302

    client.post("/in/factor/", {"code": app_code()})

    assert client.get(DESK).status_code == 200


def test_code_of_the_app_counts_once(with_app):
    first, second = Browser(), Browser()
    sign_in(first, with_app)
    sign_in(second, with_app)
    first.post("/in/factor/", {"code": app_code()})

    response = second.post("/in/factor/", {"code": app_code()})

    assert response.status_code == 200
    assert "_auth_user_id" not in second.session


def test_recovery_code_opens_the_desk_once(client, with_app):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    code = RecoveryCodes.activate(with_app).get_unused_codes()[0]
    sign_in(client, with_app)
    client.post("/in/factor/", {"code": code})
    assert client.get(DESK).status_code == 200

    other = Browser()
    sign_in(other, with_app)
    other.post("/in/factor/", {"code": code})

    assert "_auth_user_id" not in other.session


def test_session_from_elsewhere_still_needs_the_second_factor(client, with_app):
    client.force_login(with_app, second_factor=False)

    assert client.get(DESK).headers["Location"].startswith("/in/security/code/?next=")


def test_second_factor_of_somebody_before_in_this_browser_does_not_count(client, tutor):
    client.force_login(UserFactory(tutor=True))

    client.force_login(tutor, second_factor=False)

    assert client.get(DESK).headers["Location"] == SET_UP


def test_demo_asks_for_no_second_factor_and_says_so(client, tutor, settings):
    settings.STAFF_MFA = False

    assert "second factor is switched off" in client.get("/in/password/").content.decode()
    sign_in(client, tutor)
    assert client.get(DESK).status_code == 200


def test_taking_the_app_away_closes_the_desk_and_ends_other_sessions(with_app):
    here, there = Browser(), Browser()
    for browser in (here, there):
        browser.force_login(with_app)

    here.post("/in/security/app/off/")

    assert here.get(DESK).headers["Location"] == SET_UP
    assert there.get(DESK).headers["Location"].startswith("/admin/login/")
    assert not Authenticator.objects.exists()


def test_change_of_the_second_factor_needs_a_fresh_password(client, with_app, today):
    today("2026-03-19 09:00")
    client.force_login(with_app)
    client.get(DESK)
    today("2026-03-19 09:06")

    response = client.post("/in/security/app/off/")

    assert response.headers["Location"].startswith("/in/security/again/")
    assert Authenticator.objects.exists()


def test_trainee_finds_no_password_and_no_second_factor(client):
    client.force_login(UserFactory())

    for name in ("mfa_index", "account_change_password", "mfa_activate_totp", "mfa_qr"):
        assert client.get(reverse(name)).status_code == 404


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
    from django.contrib.auth import hashers

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


def test_session_ends_after_an_hour_without_a_request(client, tutor, today):
    today("2026-03-19 09:00")
    client.force_login(tutor)
    client.get(DESK)
    today("2026-03-19 09:59")
    assert client.get(DESK).status_code == 200
    today("2026-03-19 11:00")

    response = client.get(DESK)

    assert response.headers["Location"].startswith("/admin/login/")
    assert "after an hour" in client.get("/in/password/").content.decode()


def test_session_ends_after_eight_hours_of_work(client, tutor, today):
    today("2026-03-19 08:00")
    client.force_login(tutor)
    for hour in range(8, 16):
        today(f"2026-03-19 {hour:02}:30")
        assert client.get(DESK).status_code == 200
    today("2026-03-19 16:40")

    assert client.get(DESK).status_code == 302


def test_session_of_a_trainee_is_not_cut_short(client, today):
    today("2026-03-19")
    client.force_login(UserFactory())
    client.get("/welcome/")
    today("2026-05-19")

    assert client.get("/welcome/").status_code == 200


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


def test_desk_has_no_sign_in_of_its_own(client):
    assert client.get("/admin/login/").headers["Location"] == "/in/password/"
    assert client.post("/admin/login/", {"username": "a", "password": "b"}).status_code == 302


def test_desk_asks_nobody_for_a_code(client):
    response = client.get(DESK, follow=True)

    assert response.redirect_chain[-1][0] == "/in/password/?next=%2Fadmin%2F"


def desk_action(browser, name, user):
    return browser.post(
        reverse("admin:accounts_user_changelist"),
        {"action": name, "_selected_action": [user.pk]},
        follow=True,
    )


def test_lost_phone_is_taken_away_by_who_runs_the_portal(client, with_app, client_for):
    browser = client_for(with_app)

    desk_action(client_for(UserFactory(admin=True)), "take_factor_away", with_app)

    assert not Authenticator.objects.filter(user=with_app).exists()
    assert browser.get(DESK).status_code == 302
    sign_in(client, with_app)
    assert client.get(DESK).headers["Location"] == SET_UP
    assert OutgoingMail.objects.get().to == with_app.email


def test_sign_out_everywhere_ends_every_session(client_for):
    person = UserFactory()
    browser = client_for(person)

    desk_action(client_for(UserFactory(admin=True)), "sign_out", person)

    assert browser.get("/welcome/").headers["Location"].startswith("/in/")


def test_colleague_cannot_take_a_second_factor_away(with_app, client_for):
    response = desk_action(client_for(UserFactory(tutor=True)), "take_factor_away", with_app)

    assert response.status_code == 403
    assert Authenticator.objects.filter(user=with_app).exists()
