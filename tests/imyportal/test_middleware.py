"""imyportal/middleware.py: what holds for every page."""

import pytest

from tests.factories import TraineeFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_headers_pages_stay_out_of_caches_and_other_sites(client):
    page = client.get("/")

    assert page.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in page.headers["Permissions-Policy"]
    assert client.get("/in/").headers["Cache-Control"].find("no-store") >= 0


@pytest.mark.parametrize(
    ("browser", "spoken"), [("it-IT,it;q=0.9", "it"), ("de-DE,de;q=0.9", "en"), ("", "en")]
)
def test_language_of_nobody_is_the_browser_s_else_english(client, browser, spoken):
    page = client.get("/privacy/", headers={"Accept-Language": browser})

    assert page.headers["Content-Language"] == spoken
    assert f'<html lang="{spoken}"' in page.content.decode()


@pytest.mark.parametrize(("own", "spoken"), [("it", "it"), ("en", "en"), ("hu", "en")])
def test_language_of_somebody_signed_in_is_their_own(client_for, own, spoken):
    user = TraineeFactory(user=UserFactory(language=own)).user

    page = client_for(user).get("/me/settings/", headers={"Accept-Language": "it"})

    assert page.headers["Content-Language"] == spoken


def test_language_of_one_request_does_not_stay_for_the_next(client):
    client.get("/privacy/", headers={"Accept-Language": "it"})

    assert client.get("/privacy/").headers["Content-Language"] == "en"
