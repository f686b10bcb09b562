"""Agency tutors' second factor: set up, asked for, lost."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.urls import reverse

from imyportal.models import OutgoingMail
from tests.accounts.coming_in import DESK, SET_UP, app_code, desk_action, sign_in
from tests.conftest import Browser
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


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


def test_desk_has_no_sign_in_of_its_own(client):
    assert client.get("/admin/login/").headers["Location"] == "/in/password/"
    assert client.post("/admin/login/", {"username": "a", "password": "b"}).status_code == 302


def test_desk_asks_nobody_for_a_code(client):
    response = client.get(DESK, follow=True)

    assert response.redirect_chain[-1][0] == "/in/password/?next=%2Fadmin%2F"


def test_lost_phone_is_taken_away_by_who_runs_the_portal(client, with_app, client_for):
    browser = client_for(with_app)

    desk_action(client_for(UserFactory(admin=True)), "take_factor_away", with_app)

    assert not Authenticator.objects.filter(user=with_app).exists()
    assert browser.get(DESK).status_code == 302
    sign_in(client, with_app)
    assert client.get(DESK).headers["Location"] == SET_UP
    assert OutgoingMail.objects.get().to == with_app.email


def test_colleague_cannot_take_a_second_factor_away(with_app, client_for):
    response = desk_action(client_for(UserFactory(tutor=True)), "take_factor_away", with_app)

    assert response.status_code == 403
    assert Authenticator.objects.filter(user=with_app).exists()
