"""The guardian's door and page: by link only, in their language, until the 18th birthday."""

import uuid

import pytest
from django.conf import settings
from django.urls import reverse

from accounts import links, spoken
from accounts.enums import Purpose
from imyportal.models import OutgoingMail
from tests.factories import PlacementFactory
from tests.trainees.consenting import BADGES, allowed, own_yes
from trainees import consent_texts, consents
from trainees.enums import ConsentHow, Giver
from trainees.models import Consent, ConsentRequest, Guardian

pytestmark = pytest.mark.django_db


YES = {"answer": "yes", "version": 1, "language": "de"}


BADGE = "/g/about/badges/"


def come_in(client, link):
    return client.get(reverse("guardian:open", args=[links.token_of(link)]))


def test_guardian_reads_answers_and_changes_their_mind_and_a_get_changes_nothing(
    client, lena, link
):
    own_yes(lena)
    assert come_in(client, link).headers["Location"] == "/g/"
    page = client.get(BADGE).content.decode()
    assert "First name and the first letter" in page
    assert Consent.objects.filter(giver=Giver.GUARDIAN).count() == 0

    client.post(BADGE, YES)
    own_yes(lena)
    assert allowed(lena)
    word = Consent.objects.standing().get(giver=Giver.GUARDIAN)
    assert (word.how, word.language, word.link, word.name) == (
        ConsentHow.LINK,
        "de",
        link,
        "Anna Hoffmann",
    )

    after = client.post(BADGE, YES | {"answer": "no"}, follow=True).content.decode()
    assert not allowed(lena)
    assert "Your consent is taken back. The badge page is closed." in after
    assert "stays closed" not in after.partition("<form")[0]


def test_guardian_reads_buttons_and_answer_in_their_own_language(client, lena, link):
    Guardian.objects.update(own_language="hu")
    come_in(client, link)
    page = client.get(BADGE).content.decode()

    after = client.post(BADGE, YES | {"language": "hu"}, follow=True).content.decode()

    assert '<html lang="hu"' in page
    for word in ("Adatvédelem", "Akadálymentesség", "Ugrás a tartalomra"):
        assert word in page
    assert "Privacy" not in page
    assert "Igen, Lena megmutathatja a jelvényt" in page
    assert "Az igen válaszát rögzítettük." in after
    assert "2026. március 19." in after


def test_guardian_picks_another_language_which_stays_after_the_answer(client, lena, link):
    Guardian.objects.update(own_language="hu")
    come_in(client, link)
    page = client.get("/g/").content.decode()
    assert all(f'href="?language={each}"' in page for each in consent_texts.languages(BADGES))
    assert '<a href="?language=hu" lang="hu" hreflang="hu" aria-current="true">' in page

    after = client.post(f"{BADGE}?language=pl", YES | {"language": "pl"}, follow=True)

    assert after.redirect_chain == [("/g/?language=pl", 302)]
    assert (after.headers["Content-Language"], '<html lang="pl"' in after.content.decode()) == (
        "pl",
        True,
    )
    assert Consent.objects.standing().get(giver=Giver.GUARDIAN).language == "pl"
    unknown = client.get("/g/?language=xx")
    assert unknown.headers["Content-Language"] == "hu"


def test_guardian_reads_that_the_link_ended_and_a_new_one_comes_in_their_own_language(
    client, lena, link, today
):
    Guardian.objects.update(own_language="hu")
    come_in(client, link)
    today("2026-03-19 13:00")

    ended = client.get("/g/")
    sent = client.post("/g/new-link/", follow=True)

    assert (ended.status_code, ended.headers["Content-Language"]) == (410, "hu")
    assert 'action="/g/new-link/"' in ended.content.decode()
    for page, title in ((ended, "Ez a link már nem érvényes"), (sent, "Nézze meg a leveleit")):
        assert f"<h1>{title}</h1>" in page.content.decode()
        assert "Adatvédelem" in page.content.decode()
        assert "Privacy" not in page.content.decode()


@pytest.mark.parametrize(
    ("language", "title"), [("it", "Qui non c’è niente"), ("pl", "Tu nic nie ma")]
)
def test_page_that_is_not_there_speaks_the_language_of_the_links_holder(
    client, company_client, language, title
):
    tutor = PlacementFactory(company_tutor__language=language).company_tutor
    browser = company_client(links.create(Purpose.COMPANY, tutor))

    response = browser.get(reverse("assessment:confirm", args=[uuid.uuid4()]))

    assert response.status_code == 404
    assert f"<h1>{title}</h1>" in response.content.decode()


def test_words_of_the_frame_are_whole_in_every_language_the_portal_does_not_speak():
    found = {each: set(spoken.words(each)) for each in spoken.languages()}

    unspoken = set(consent_texts.languages(BADGES)) - {code for code, _name in settings.LANGUAGES}
    assert set(found) == unspoken
    assert len({frozenset(names) for names in found.values()}) == 1


@pytest.mark.parametrize("part", ["page", "mail"])
def test_words_around_the_question_are_whole_in_every_language_of_it(part):
    known = dict.fromkeys(
        ["name", "full_name", "guardian", "said_by", "day", "tutor", "agency", "until"], "x"
    )
    found = {
        each: consent_texts.words(BADGES, part, language=each, **known)
        for each in consent_texts.languages(BADGES)
    }

    assert len(found) == 7
    assert {frozenset(said) for said in found.values()} == {frozenset(found["en"])}


@pytest.mark.parametrize(
    "typed", [{}, {"answer": "maybe"}, {"version": 2}, {"version": ""}, {"language": "xx"}]
)
def test_guardians_page_refuses_what_is_no_answer_to_its_text(client, lena, link, typed):
    come_in(client, link)

    response = client.post(BADGE, YES | typed if typed else {})

    assert response.status_code == 200
    assert "<title>Error:" in response.content.decode()
    assert not Consent.objects.exists()


def test_guardians_door_opens_no_companys_page_and_a_companys_none_of_theirs(
    client, link, company_client
):
    token = links.token_of(link)
    assert client.get(f"/c/{token}/").status_code == 410
    come_in(client, link)
    assert client.get("/c/").status_code == 410
    assert company_client(link).get("/g/").status_code == 410


def test_guardians_link_ends_with_the_address_and_a_new_one_goes_to_the_new(client, lena, link):
    come_in(client, link)
    guardian = lena.guardians.get()
    guardian.email = "new@home.example"
    guardian.save()
    consents.ask_guardians(lena, BADGES, by=lena.user)
    assert client.get("/g/").status_code == 200

    consents.address_changed(guardian, by=lena.group.lead_tutor)

    assert client.get("/g/").status_code == 410
    assert not ConsentRequest.objects.exists()


def test_guardian_whose_session_ended_is_mailed_a_new_link(client, lena, link, today):
    come_in(client, link)
    today("2026-03-19 13:00")
    assert 'action="/g/new-link/"' in client.get("/g/").content.decode()

    client.post("/g/new-link/")

    assert OutgoingMail.objects.get().to == "anna@home.example"


def test_guardian_of_an_adult_is_told_so_and_sees_no_buttons(client, lena, link, today):
    today("2026-05-04")
    come_in(client, fresh := links.create(Purpose.GUARDIAN, link.holder))
    page = client.get("/g/").content.decode()

    assert "is of age now" in page
    assert 'name="answer"' not in page
    assert fresh.is_live


def test_address_changed_on_the_desk_ends_the_guardians_link_and_another_change_does_not(
    client_for, lena, link
):
    guardian = lena.guardians.get()
    browser = client_for(lena.group.lead_tutor)
    data = {
        **{name: getattr(lena, name) for name in ("first_name", "last_name", "email", "language")},
        "birth_date": "2008-05-04",
        "group": lena.group_id,
        "guardians-TOTAL_FORMS": 1,
        "guardians-INITIAL_FORMS": 1,
        "guardians-0-id": guardian.pk,
        "guardians-0-trainee": lena.pk,
        "guardians-0-name": guardian.name,
        "guardians-0-email": guardian.email,
    }
    lives = []

    for change in ({"guardians-0-phone": "+49 1"}, {"guardians-0-email": "other@home.example"}):
        browser.post(lena.get_absolute_url(), data | change)
        link.refresh_from_db()
        lives.append(link.is_live)

    assert lives == [True, False]
