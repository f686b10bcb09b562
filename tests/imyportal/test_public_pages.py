"""Pages anyone may open, and the way to one's own."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils import timezone

from imyportal import mail
from imyportal.models import Heartbeat, OutgoingMail
from tests.factories import SendingTutorFactory, TraineeFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_home_says_where_we_are_and_when_and_how_to_reach_us(client):
    page = client.get("/").content.decode()

    for text in (
        "Via Puccini 80, Pistoia",
        "Monday to Friday, 9:30–17:00",
        'href="mailto:help@imy.example"',
        'href="tel:+390573000000"',
        f'href="{reverse("assessment:verify")}"',
        f'href="{reverse("account_login")}"',
    ):
        assert text in page


def test_home_speaks_the_browsers_language(client):
    response = client.get("/", headers={"accept-language": "it-IT,it;q=0.9"})

    assert '<html lang="it"' in response.content.decode()


@pytest.mark.parametrize("path", ["/", "/in/", "/privacy/"])
def test_public_page_is_kept_out_of_caches_and_sets_its_policy(client, path):
    headers = client.get(path).headers

    assert "no-store" in headers["Cache-Control"]
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/", "/privacy/", "/health/", "/robots.txt"])
def test_public_page_answers_whoever_only_asks_for_the_head(client, path):
    heard(sweep=0)

    response = client.head(path)

    assert (response.status_code, response.content) == (200, b"")


def test_only_public_pages_are_for_search_engines(client):
    assert "noindex" not in client.get("/").content.decode()
    assert "noindex" in client.get("/in/").content.decode()
    assert client.get("/robots.txt").content.decode().endswith("Disallow: /\n")


def test_security_txt_names_a_contact_and_a_day_to_come(client):
    text = client.get("/.well-known/security.txt").content.decode()

    assert "Contact: mailto:help@imy.example" in text
    expires = text.split("Expires: ")[1].splitlines()[0]
    assert expires > timezone.now().strftime("%Y-%m-%dT%H:%M:%SZ")


def heard(**ages):
    """Heartbeats so many minutes old."""
    for name, age in ages.items():
        Heartbeat.objects.create(name=name, at=timezone.now() - timedelta(minutes=age))


def test_health_is_well(client, settings, django_assert_num_queries):
    settings.REDIS_URL = ""
    heard(sweep=1)

    with django_assert_num_queries(2):
        response = client.get("/health/")

    assert response.status_code == 200
    assert response.json() == {
        "ok": True,
        "database": "ok",
        "broker": "none",
        "oldest_due_mail_seconds": 0,
        "sweep": "ok",
        "seconds_since": {"sweep": 60},
    }


@pytest.mark.parametrize(
    ("ages", "states", "status"),
    [
        ({"worker": 4, "beat": 4, "sweep": 14}, ("ok", "ok", "ok"), 200),
        ({"worker": 6, "beat": 6, "sweep": 1}, ("late", "late", "ok"), 200),
        ({"worker": 1, "sweep": 16}, ("ok", "never", "late"), 200),
        ({"worker": 6, "beat": 1, "sweep": 16}, ("late", "ok", "late"), 503),
        ({}, ("never", "never", "never"), 503),
    ],
)
def test_health_says_who_is_at_work(client, settings, ages, states, status):
    settings.REDIS_URL = "redis://127.0.0.1:9/0"
    heard(**ages)

    response = client.get("/health/")
    found = response.json()

    assert (found["worker"], found["beat"], found["sweep"]) == states
    assert response.status_code == status


@pytest.mark.parametrize(
    ("change", "seconds"),
    [
        ({}, 0),  # queued to go out now, an hour after its cause
        ({"last_error": "ConnectionRefusedError: away"}, 3600),
        ({"last_error": "SMTPRecipientsRefused: {}"}, 0),
    ],
    ids=["waited", "our server is away", "one address"],
)
def test_health_with_mail_that_waits_too_long_is_not_well(client, settings, today, change, seconds):
    settings.REDIS_URL = ""
    today("2026-03-19 12:00")
    heard(sweep=0)
    mail.queue("accounts/notice", to="a@example.org", language="en", what="password")
    OutgoingMail.objects.update(created_at=timezone.now() - timedelta(hours=1), **change)

    response = client.get("/health/")

    assert response.json()["oldest_due_mail_seconds"] == seconds
    assert response.status_code == (503 if seconds else 200)


def test_health_without_database_answers_503(client):
    def refuse(execute, sql, params, many, context):
        raise DatabaseError("gone")

    with connection.execute_wrapper(refuse):
        response = client.get("/health/")

    assert response.status_code == 503
    assert response.json()["database"] == "down"


def test_health_without_broker_still_works(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:9/0"
    heard(sweep=0)

    response = client.get("/health/")

    assert (response.status_code, response.json()["broker"]) == (200, "down")


@pytest.mark.parametrize(
    ("who", "where"),
    [
        (lambda: UserFactory(tutor=True), "admin:index"),
        (lambda: TraineeFactory().user, "placements:home"),
        (lambda: SendingTutorFactory().user, "sending:groups"),
    ],
)
def test_welcome_leads_to_ones_own_page(client, who, where):
    client.force_login(who())

    assert client.get("/welcome/").headers["Location"] == reverse(where)


def test_welcome_without_a_part_says_so(client):
    user = UserFactory()
    client.force_login(user)

    page = client.get("/welcome/").content.decode()

    assert "Nothing for you yet" in page
    assert user.email in page


def test_language_is_kept_in_the_browser_and_for_the_person(client):
    user = UserFactory(language="en")
    client.force_login(user)

    response = client.post("/language/", {"language": "it", "next": "/me/settings/"})

    user.refresh_from_db()
    assert (user.language, response.headers["Location"]) == ("it", "/me/settings/")
    assert '<html lang="it"' in client.get("/me/settings/").content.decode()


def test_language_of_nobody_is_kept_in_the_browser(client):
    client.post("/language/", {"language": "it", "next": "/"})

    assert '<html lang="it"' in client.get("/").content.decode()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/\\evil"])
def test_language_leads_nowhere_else(client, target):
    response = client.post("/language/", {"language": "it", "next": target})

    assert response.headers["Location"] == "/"


def test_language_nobody_speaks_here_changes_nothing(client):
    response = client.post("/language/", {"language": "xx", "next": "/"})

    assert not response.cookies


def test_settings_show_what_is_on_file(client):
    trainee = TraineeFactory(first_name="Lena")
    client.force_login(trainee.user)

    page = client.get("/me/settings/").content.decode()

    assert trainee.user.get_full_name() in page
    assert trainee.user.email in page


def test_page_nobody_has_is_404_in_our_look(client):
    response = client.get("/nothing/here/")

    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode()


def test_address_of_a_button_is_405_in_our_look(client_for):
    page = client_for(UserFactory()).get("/me/help/answers/suggested/")

    assert (page.status_code, page.headers["Allow"]) == (405, "POST")
    assert 'href="/"' in page.content.decode()


def test_form_without_its_token_is_refused_in_our_look(client):
    client.handler.enforce_csrf_checks = True

    response = client.post("/in/", {"email": "a@example.org"})

    assert response.status_code == 403
    assert "This page was open for too long" in response.content.decode()
