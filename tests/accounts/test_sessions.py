"""How long a session lasts, and who ends it."""

import pytest

from tests.accounts.coming_in import DESK, desk_action
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


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


def test_sign_out_everywhere_ends_every_session(client_for):
    person = UserFactory()
    browser = client_for(person)

    desk_action(client_for(UserFactory(admin=True)), "sign_out", person)

    assert browser.get("/welcome/").headers["Location"].startswith("/in/")
