"""Company links: the door, the session behind it, and what happens when either has ended."""

import logging
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone

from accounts import limits, links
from accounts.enums import Purpose
from accounts.models import AccessLink, AccessLinkUse
from imyportal import mail
from imyportal.models import OutgoingMail
from placements import contacts
from tests.conftest import Browser
from tests.factories import CompanyTutorFactory, UserFactory

pytestmark = pytest.mark.django_db

PAGE = "/c/not-me/"
NOBODYS = "/c/nobody-was-ever-given-this-token-here-0000/"


@pytest.fixture
def tutor():
    return CompanyTutorFactory(language="it")


@pytest.fixture
def link(tutor):
    return links.create(Purpose.COMPANY, tutor)


def door(link):
    return f"/c/{links.token_of(link)}/"


def mails():
    mail.deliver_due()
    return [message.to for message in outbox.outbox]


def test_door_leads_to_an_address_without_the_token_and_no_referrer(client, link):
    response = client.get(door(link))

    assert (response.status_code, response.headers["Location"]) == (302, "/c/")
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert links.token_of(link) not in str(dict(client.session))


def test_door_notes_the_use_and_changes_nothing_else(client, link):
    client.get(door(link), REMOTE_ADDR="192.0.2.4")

    link.refresh_from_db()
    assert (link.use_count, link.revoked_at) == (1, None)
    assert list(AccessLinkUse.objects.values_list("what", "ip")) == [("opened", "192.0.2.4")]


def test_door_answers_a_scanner_that_only_asks_for_the_head_and_opens_nothing(client, link):
    response = client.head(door(link))

    assert (response.status_code, response.headers["Location"]) == (302, "/c/")
    assert client.get(PAGE).status_code == 410
    assert not AccessLinkUse.objects.exists()


def test_page_behind_the_door_is_open_and_speaks_the_holders_language(client, link):
    client.get(door(link))

    response = client.get(PAGE)

    assert response.status_code == 200
    assert response.headers["Content-Language"] == "it"
    assert '<html lang="it"' in response.content.decode()


def test_language_chosen_by_the_visitor_wins_over_the_holders(client, link):
    client.get(door(link))
    client.post("/language/", {"language": "en", "next": "/c/"})

    assert '<html lang="en"' in client.get(PAGE).content.decode()


def test_session_ends_thirty_minutes_after_the_last_request(client, link, today):
    today("2026-03-19 09:00")
    link = links.create(Purpose.COMPANY, link.holder)
    client.get(door(link))
    today("2026-03-19 09:29")
    assert client.get(PAGE).status_code == 200
    today("2026-03-19 09:58")
    assert client.get(PAGE).status_code == 200
    today("2026-03-19 10:29")

    assert client.get(PAGE).status_code == 410


def test_revoked_link_ends_the_session_at_once(client, link):
    client.get(door(link))
    links.revoke_all(Purpose.COMPANY, link.holder)

    assert client.get(PAGE).status_code == 410


def test_company_tutor_who_has_left_is_out_at_once(client, link, tutor):
    client.get(door(link))
    tutor.is_active = False
    tutor.save(update_fields=["is_active"])

    assert client.get(PAGE).status_code == 410


def test_link_of_another_purpose_opens_no_company_page(client):
    link = links.create(Purpose.SIGN_IN, UserFactory())

    assert client.get(door(link)).status_code == 410


def test_expired_revoked_and_unknown_links_show_the_same_page(tutor):
    expired = links.create(Purpose.COMPANY, tutor)
    AccessLink.objects.filter(pk=expired.pk).update(
        created_at=timezone.now() - timedelta(days=30),
        expires_at=timezone.now() - timedelta(days=9),
    )
    revoked = links.create(Purpose.COMPANY, CompanyTutorFactory(language="it"))
    links.revoke_all(Purpose.COMPANY, revoked.holder)
    browser = Browser(headers={"accept-language": "it"})

    pages = [
        (response.status_code, _plain(response, path))
        for path in (door(expired), door(revoked), NOBODYS)
        if (response := browser.get(path))
    ]

    assert pages == [pages[0]] * 3
    assert pages[0][0] == 410


def _plain(response, path):
    import re

    text = response.content.decode().replace(path, "PATH")
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)


def test_new_link_goes_to_the_address_on_file_and_older_ones_die(client, link, tutor):
    AccessLink.objects.update(
        created_at=timezone.now() - timedelta(days=30),
        expires_at=timezone.now() - timedelta(days=9),
    )
    younger = links.create(Purpose.COMPANY, tutor)

    response = client.post(door(link), {"new_link": "1", "email": "thief@example.org"})

    assert response.headers["Location"] == "/in/sent/?in=it"
    assert mails() == [[tutor.email]]
    younger.refresh_from_db()
    assert not younger.is_live
    fresh = AccessLink.objects.live().get()
    assert f"http://testserver{door(fresh)}" in outbox.outbox[0].body


def test_new_link_for_a_link_nobody_was_given_answers_the_same_and_mails_nothing(client):
    response = client.post(NOBODYS, {"new_link": "1"})

    assert response.headers["Location"] == "/in/sent/"
    assert mails() == []


def test_new_link_is_asked_for_from_a_page_whose_session_has_ended(client, link, tutor, today):
    today("2026-03-19 09:00")
    client.get(door(links.create(Purpose.COMPANY, tutor)))
    today("2026-03-19 10:00")
    assert 'action="/c/new-link/"' in client.get(PAGE).content.decode()

    client.post("/c/new-link/")

    assert mails() == [[tutor.email]]


def test_new_link_without_any_session_mails_nothing(client):
    assert client.post("/c/new-link/").headers["Location"] == "/in/sent/"
    assert mails() == []


def test_new_link_is_mailed_three_times_an_hour_at_most(client, link):
    answers = {client.post(door(link), {"new_link": "1"}).status_code for _each in range(6)}

    assert answers == {302}
    assert len(OutgoingMail.objects.all()) == 3


def test_new_links_are_limited_per_address(client, monkeypatch):
    monkeypatch.setattr(limits, "PER_IP", 2)

    answers = [client.post(NOBODYS, {"new_link": "1"}).status_code for _each in range(3)]

    assert answers == [302, 302, 429]


def test_not_me_brings_the_wrong_person_no_new_link(client, link, tutor):
    client.get(door(link))
    contacts.not_me(tutor, note="")

    client.post(door(link), {"new_link": "1"})
    client.post("/c/new-link/")
    client.post("/c/ask/", {"email": tutor.email})

    assert OutgoingMail.objects.filter(template="accounts/new_link").count() == 0


def test_new_link_without_address_on_file_leaves_the_old_one_alone(client):
    link = links.create(Purpose.COMPANY, CompanyTutorFactory(email=""))

    client.post(door(link), {"new_link": "1"})

    link.refresh_from_db()
    assert link.is_live
    assert mails() == []


def test_ask_by_address_mails_a_link_only_to_who_is_on_file(client, tutor):
    known = client.post("/c/ask/", {"email": tutor.email.upper()})
    stranger = client.post("/c/ask/", {"email": "stranger@example.org"})

    assert known.headers["Location"] == stranger.headers["Location"] == "/in/sent/"
    assert mails() == [[tutor.email]]


def test_ask_by_address_with_a_typing_slip_says_what_to_do(client):
    page = client.post("/c/ask/", {"email": "marco@"}).content.decode()

    assert "Enter your e-mail address, like name@example.com" in page
    assert "<title>Error:" in page


def test_what_was_typed_survives_the_end_of_the_session(client, tutor, today):
    today("2026-03-19 09:00")
    link = links.create(Purpose.COMPANY, tutor)
    client.get(door(link))
    today("2026-03-19 10:00")

    late = client.post(PAGE, {"note": "Marco left <in> May", "csrfmiddlewaretoken": "x"})
    assert late.status_code == 410
    again = client.get(door(link))
    page = client.get(again.headers["Location"]).content.decode()

    assert again.headers["Location"] == "/c/again/"
    assert f'action="{PAGE}"' in page
    assert '<input type="hidden" name="note" value="Marco left &lt;in&gt; May">' in page
    assert page.count("csrfmiddlewaretoken") == page.count('action="')
    client.post(PAGE, {"note": "Marco left <in> May"})
    assert "company_typed" not in client.session


def test_what_was_typed_is_not_shown_to_the_holder_of_another_link(client, tutor, today):
    today("2026-03-19 09:00")
    client.get(door(links.create(Purpose.COMPANY, tutor)))
    today("2026-03-19 10:00")
    client.post(PAGE, {"note": "Secret"})

    response = client.get(door(links.create(Purpose.COMPANY, CompanyTutorFactory())))

    assert response.headers["Location"] == "/c/"
    assert client.get("/c/again/").status_code == 302


def test_another_holders_link_gives_the_browser_a_new_session_key(client, link):
    client.get(door(link))
    before = client.session.session_key

    client.get(door(links.create(Purpose.COMPANY, CompanyTutorFactory())))

    assert client.session.session_key != before


def test_token_is_stored_as_its_digest_only(link):
    token = links.token_of(link)

    row = AccessLink.objects.values().get()

    assert token not in str(row)
    assert len(token) == 43


def test_tokens_stand_in_no_log_line(client, link, capfd):
    from imyportal.logs import MaskTokens, OneLine

    handler = logging.StreamHandler()
    handler.addFilter(MaskTokens())
    handler.setFormatter(OneLine("{message}", style="{"))
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        links.revoke_all(Purpose.COMPANY, link.holder)
        client.get(door(link))
        logger.warning("Not Found: %s", "/in/new-password/a/" + "k" * 40 + "/")
    finally:
        logger.removeHandler(handler)

    written = capfd.readouterr().err
    assert "/c/…/" in written
    assert links.token_of(link) not in written
    assert "kkk" not in written


def test_link_ends_after_twenty_one_days(client, tutor, today):
    today("2026-03-01")
    link = links.create(Purpose.COMPANY, tutor)
    today("2026-03-22 11:00")
    assert client.get(door(link)).status_code == 302
    today("2026-03-22 13:00")

    assert client.get(door(link)).status_code == 410
