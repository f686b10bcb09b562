"""Who is known here cannot be told from any answer: status, page, headers, work."""

import re

import pytest
from django.contrib.auth import hashers
from django.core import mail as outbox
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import links
from accounts.enums import Purpose
from tests.conftest import Browser
from tests.factories import (
    AccompanyingPersonFactory,
    CompanyTutorFactory,
    GuardianFactory,
    TraineeFactory,
    UserFactory,
)
from trainees.going_home import saying

pytestmark = pytest.mark.django_db

NOBODY = "nobody@example.org"


def people():
    return {
        "trainee": TraineeFactory().user.email,
        "tutor": UserFactory(tutor=True).email,
        "closed": UserFactory(is_active=False).email,
        "company": CompanyTutorFactory().email,
        "stranger": NOBODY,
    }


def answer(path, data, address):
    """Everything somebody sees of an answer, with their own address and what chance made taken out."""
    response = Browser().post(path, data)
    text = re.sub(r'value="[^"]*"', "", response.content.decode().replace(address, "ADDRESS"))
    chance = {"Content-Length", "Expires", "X-Request-ID"}
    headers = {name: value for name, value in response.headers.items() if name not in chance}
    return response.status_code, text, headers, sorted(response.cookies)


@pytest.mark.parametrize(
    ("path", "data", "spread"),
    [
        ("/in/", {"email": "{}"}, 3),
        ("/in/forgotten/", {"email": "{}"}, 1),
        ("/in/password/", {"login": "{}", "password": "wrong"}, 1),
        ("/c/ask/", {"email": "{}"}, None),
    ],
)
def test_known_and_unknown_get_the_same_answer_at_the_same_cost(path, data, spread, monkeypatch):
    hashed, plain = [], hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(
        hashers.MD5PasswordHasher,
        "encode",
        lambda self, *args: hashed.append(1) or plain(self, *args),
    )
    answers, costs, hashes = {}, {}, {}
    for name, address in people().items():
        hashed.clear()
        sent = {field: value.format(address) for field, value in data.items()}
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answers[name] = answer(path, sent, address)
        costs[name], hashes[name] = len(queries), len(hashed)

    assert answers == dict.fromkeys(answers, answers["stranger"])
    assert len(set(hashes.values())) == 1
    if spread is not None:
        assert max(costs.values()) - min(costs.values()) <= spread


HOLDERS = {
    "/in/{}/": (Purpose.SIGN_IN, lambda: TraineeFactory().user),
    "/c/{}/": (Purpose.COMPANY, CompanyTutorFactory),
    "/g/{}/": (Purpose.GUARDIAN, lambda: GuardianFactory(email="anna@home.example")),
    "/h/{}/": (Purpose.HOME, lambda: saying.of(TraineeFactory())),
    "/a/{}/": (Purpose.ACCOMPANYING, AccompanyingPersonFactory),
}


@pytest.mark.parametrize("door", HOLDERS)
def test_links_that_ended_or_never_were_get_the_same_answer(door, today):
    today("2026-03-01")
    purpose, make = HOLDERS[door]
    holders = [make() for _ in range(2)]
    over, revoked = (links.create(purpose, holder) for holder in holders)
    links.revoke(type(revoked).objects.filter(pk=revoked.pk))
    today("2026-03-30")
    tokens = [links.token_of(over), links.token_of(revoked), "x" * 43]

    # In one language: who opens their own link is spoken to in theirs.
    pages = [_of_link(door.format(token), token) for token in tokens]

    assert pages == [pages[0]] * 3
    assert {tuple(message.to) for message in outbox.outbox} <= {(each.email,) for each in holders}


def _of_link(path, token):
    browser = Browser()
    browser.cookies["django_language"] = "en"
    seen = browser.get(path)
    asked = browser.post(path, {"new_link": "1"})
    text = re.sub(r'value="[^"]*"', "", seen.content.decode().replace(token, "TOKEN"))
    return seen.status_code, text, asked.status_code, asked.headers["Location"]
