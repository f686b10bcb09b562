"""However a try is spelt and wherever it comes from, it is counted once for the person."""

import pytest
from allauth.mfa.totp.internal import auth

from accounts import limits
from tests.conftest import Browser
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

SPELLINGS = ["{}", " {}", "{} ", "\t{}\r\n", "{upper}", "{title}", "\u00a0{upper} "]


def spelt(address, number):
    form = SPELLINGS[number % len(SPELLINGS)]
    return form.format(address, upper=address.upper(), title=address.title())


@pytest.mark.parametrize(
    ("path", "field"), [("/in/", "email"), ("/in/forgotten/", "email"), ("/in/password/", "login")]
)
@pytest.mark.parametrize("proxies", [0, 1])
def test_forty_spellings_from_forty_addresses_share_one_count(
    path, field, proxies, settings, monkeypatch
):
    settings.TRUSTED_PROXY_COUNT = proxies
    monkeypatch.setattr(limits, "PER_PERSON", 4)
    tutor = UserFactory(tutor=True, email="giulia@imy.example")
    answers = []
    for number in range(8):
        address = f"192.0.2.{number}"
        answers.append(
            Browser().post(
                path,
                {field: spelt(tutor.email, number), "password": "wrong"},
                REMOTE_ADDR="10.0.0.1" if proxies else address,
                headers={"x-forwarded-for": f"203.0.113.{number}, {address}"},
            )
        )

    assert [each.status_code == 429 for each in answers] == [False] * 4 + [True] * 4


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/in/", {"email": "{}@example.org"}),
        ("/in/forgotten/", {"email": "{}@example.org"}),
        ("/in/password/", {"login": "{}@example.org", "password": "wrong"}),
        ("/c/ask/", {"email": "{}@example.org"}),
    ],
)
def test_one_address_has_its_count_whatever_it_says_of_itself(path, data, settings, monkeypatch):
    settings.TRUSTED_PROXY_COUNT = 1
    monkeypatch.setattr(limits, "PER_IP", 3)
    answers = [
        Browser()
        .post(
            path,
            {name: value.format(number) for name, value in data.items()},
            REMOTE_ADDR="10.0.0.1",
            headers={"x-forwarded-for": f"6.6.6.{number}, 192.0.2.1"},
        )
        .status_code
        for number in range(5)
    ]

    assert [answer == 429 for answer in answers] == [False] * 3 + [True] * 2


def test_second_factor_is_guessed_a_few_times_only_from_wherever():
    tutor = UserFactory(tutor=True)
    tutor.set_password("odd lantern seven rivers")
    tutor.save(update_fields=["password"])
    auth.TOTP.activate(tutor, "JBSWY3DPEHPK3PXP")
    pages = []
    for number in range(12):
        browser = Browser(REMOTE_ADDR=f"192.0.2.{number}")
        browser.force_login(tutor, second_factor=False)
        answer = browser.post("/in/security/code/", {"code": f"{number:06d}"})
        pages.append(answer.content.decode())

    assert "tried too often" in pages[-1]
    assert "tried too often" not in pages[0]
