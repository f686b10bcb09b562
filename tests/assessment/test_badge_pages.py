"""The public page of a badge and its files: what everybody, the owner and nobody may see."""

from datetime import date
from io import BytesIO

import pytest
from django.core.cache import cache
from django.urls import reverse
from PIL import Image

from accounts import links
from accounts.enums import Purpose
from assessment import badge_page, credentials, sharing
from assessment.badges import awarding
from assessment.enums import ResultStatus, SignOffMoment
from assessment.models import BadgeAward
from imyportal import weeks
from tests.assessment import issuing
from tests.assessment.ready import score, sign_off
from tests.conftest import untriggered
from tests.factories import (
    GroupFactory,
    GuardianFactory,
    SendingTutorFactory,
    TraineeFactory,
    UserFactory,
)
from trainees import consents

pytestmark = pytest.mark.django_db

FILES = [*(f".{form}" for form in ("json", "jwt", "svg", "png")), "/card.png"]
UNKNOWN = "23456789ABCDG"  # with the right check character, and nobody's
PERSON = ("Lena", "Quokka")


@pytest.fixture(autouse=True)
def spring(today):
    today("2026-05-02")
    cache.clear()


def badge(**trainee):
    return issuing.awarded(trainee=TraineeFactory(last_name="Quokka", **trainee))


def minor():
    award = badge(birth_date=date(2008, 5, 4))
    GuardianFactory(trainee=award.trainee, email="anna@home.example")
    return award


def opened(award):
    sharing.open_page(award, by=award.trainee.user, language="en")
    return award


def guardian_agrees(award, agrees=True):
    link = links.create(Purpose.GUARDIAN, award.trainee.guardians.get())
    consents.answer(link, sharing.PURPOSE, agrees=agrees, version=1, language="en")


def answers(client, code):
    return [client.get(f"/b/{code}{form}").status_code for form in FILES]


def told(client, code):
    return client.get(f"/b/{code}/").content.decode()


# --- Open and closed --------------------------------------------------------------------------


def test_open_page_names_first_name_and_initial_and_what_the_credential_says(client):
    award = opened(badge())

    response = client.get(f"/b/{award.code}/")
    page = response.content.decode()

    assert "Awarded to <b>Lena Q.</b>" in page
    assert "Quokka" not in page
    assert "Verified by IMY" in page
    assert "2–23 March 2026" in page
    assert f'og:image" content="http://testserver/b/{award.code}/card.png"' in page
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex">' in page


def test_open_pages_files_are_there_for_everybody_and_say_no_more_than_the_page(client):
    award = opened(badge())

    assert answers(client, award.code) == [200] * 5
    response = client.get(f"/b/{award.code}.json")
    document = b"".join(response.streaming_content).decode()
    assert "Lena Q." in document
    assert "Quokka" not in document
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize("situation", ["fresh", "hidden", "asked", "refused", "no longer agreed"])
def test_closed_page_tells_only_that_the_badge_is_valid_and_has_no_files(client, situation):
    award = badge() if situation in ("fresh", "hidden") else opened(minor())
    if situation == "hidden":
        sharing.close_page(opened(award), by=award.trainee.user)
    if situation in ("refused", "no longer agreed"):
        guardian_agrees(award, situation != "refused")
    if situation == "no longer agreed":
        assert sharing.is_public(opened(award))
        guardian_agrees(award, False)

    page = told(client, award.code)

    assert "This badge is valid" in page
    assert "og:" not in page
    assert [word for word in (*PERSON, "month", "img/badges", "March") if word in page] == []
    assert answers(client, award.code) == answers(client, UNKNOWN) == [404] * 5


def test_minors_page_opens_after_the_guardians_word_and_closes_on_the_eighteenth_birthday(
    client, today
):
    award = minor()
    guardian_agrees(award)
    opened(award)
    assert "Lena Q." in told(client, award.code)
    assert answers(client, award.code) == [200] * 5

    today("2026-05-04")

    assert "Lena" not in told(client, award.code)
    assert answers(client, award.code) == [404] * 5
    opened(award)
    assert "Lena Q." in told(client, award.code)


def test_withdrawn_badge_says_so_and_names_nobody(client):
    award = opened(badge())
    awarding.withdraw(award, by=award.trainee.responsible, reason="Was another's, Quokka")

    page = told(client, award.code)

    assert "This badge was withdrawn" in page
    assert [word for word in PERSON if word in page] == []
    assert answers(client, award.code) == [404] * 5


def test_badge_whose_document_was_changed_is_not_confirmed(client):
    award = opened(badge())
    issue = award.current
    issue.document["name"] = "Three months in Tuscany"
    with untriggered():
        issue.save(update_fields=["document"])

    page = told(client, award.code)

    assert "Not confirmed" in page
    assert "Verified by" not in page


def test_level_that_grew_stands_at_the_same_address(client):
    award = opened(badge())
    issuing.sign_weeks(award.trainee.placements.get(), 4, first=4)
    awarding.award_due()

    assert "Two months in Tuscany" in told(client, award.code)


def test_code_that_is_nobodys_is_a_page_that_says_so(client):
    for code in (UNKNOWN, "x", "<script>alert(1)<script>"):
        response = client.get(reverse("assessment:badge", args=[code]))
        assert response.status_code == 404
        assert "No badge has this code" in response.content.decode()


def test_codes_cannot_be_walked_through(client):
    asked = [
        client.get(f"/b/{UNKNOWN}{each}").status_code for each in ["/", ".json", "/card.png"] * 11
    ]

    assert (asked[29], asked[30], asked[32]) == (404, 429, 429)


# --- Owner, stranger, onlooker ----------------------------------------------------------------


def test_closed_badges_files_are_for_its_trainee_and_tutors_but_no_school_and_no_stranger(
    client_for,
):
    award = badge()
    school = SendingTutorFactory(organisation=award.trainee.group.organisation)
    people = {
        award.trainee.user: 200,
        award.trainee.group.lead_tutor: 200,
        school.user: 403,
        TraineeFactory().user: 404,
        UserFactory(tutor=True): 404,
    }

    found = {
        person: client_for(person).get(f"/b/{award.code}.svg").status_code for person in people
    }

    assert found == people
    owner = client_for(award.trainee.user).get(f"/b/{award.code}.svg")
    assert "Access-Control-Allow-Origin" not in owner.headers


# --- What it shows ----------------------------------------------------------------------------


def test_full_name_is_shown_once_chosen_and_signed_anew_and_gone_when_taken_back(client):
    award = opened(badge())
    first = award.current.credential_id

    sharing.choose(award, full_name=True, results=False, by=award.trainee.user)

    assert "Lena Quokka" in told(client, award.code)
    fresh = BadgeAward.objects.get()
    assert fresh.current.credential_id != first
    assert badge_page.is_signed(fresh.current)
    sharing.choose(award, full_name=False, results=False, by=award.trainee.user)
    assert "Quokka" not in told(client, award.code)


def test_minor_shows_no_more_whatever_is_sent(client_for):
    award = minor()
    guardian_agrees(opened(award))
    browser = client_for(award.trainee.user)

    page = browser.post("/me/badges/", {"do": "choose", "full_name": "on"}, follow=True)

    assert "Until you are 18" in page.content.decode()
    assert not BadgeAward.objects.get().shows_full_name


def test_card_is_a_picture_of_the_announced_size_and_no_larger_for_the_longest_name(client):
    award = opened(badge(first_name="Ł" * 100))
    response = client.get(f"/b/{award.code}/card.png")

    picture = Image.open(BytesIO(b"".join(response.streaming_content)))
    assert picture.size == (1200, 630)
    edge = picture.convert("L").crop((1180, 0, 1200, 600))
    assert edge.getextrema()[0] > 200  # nothing runs out of the right side


# --- One's own page ---------------------------------------------------------------------------


def test_trainee_opens_shares_and_closes_the_page(client_for):
    award = badge()
    browser = client_for(award.trainee.user)
    assert "linkedin.com" not in browser.get("/me/badges/").content.decode()

    page = browser.post("/me/badges/", {"do": "show"}, follow=True).content.decode()

    address = f"http%3A%2F%2Ftestserver%2Fb%2F{award.code}%2F"
    assert (
        f"linkedin.com/profile/add?startTask=CERTIFICATION_NAME&amp;name=One+month+in+Tuscany&amp;organizationName=IMY&amp;issueYear=2026&amp;issueMonth=5&amp;certUrl={address}&amp;certId="
        in page
    )
    assert page.count("readonly") == 7
    assert "<script src=" in page
    assert page.count("<script") == 1
    browser.post("/me/badges/", {"do": "hide"})
    assert not sharing.is_public(award)


def test_minor_asks_the_guardian_and_sees_the_answer(client_for):
    award = minor()
    browser = client_for(award.trainee.user)
    assert "Ask my parents or guardian" in browser.get("/me/badges/").content.decode()
    browser.post("/me/badges/", {"do": "ask"})
    assert "have not answered yet" in browser.get("/me/badges/").content.decode()

    guardian_agrees(award)

    page = browser.get("/me/badges/").content.decode()
    assert "has agreed: you can open the page whenever you like." in page
    assert "Everybody who has the link." not in page
    shown = browser.post("/me/badges/", {"do": "show"}, follow=True).content.decode()
    assert "Everybody who has the link." in shown


def test_minor_without_a_guardians_address_is_told_whom_to_ask(client_for):
    award = badge(birth_date=date(2008, 5, 4))

    page = client_for(award.trainee.user).get("/me/badges/").content.decode()

    assert "ask your tutor to add it" in page
    assert 'value="ask"' not in page


@pytest.mark.parametrize(
    ("typed", "host"),
    [("mastodon.social", "mastodon.social"), ("@lena@Chaos.Social", "chaos.social")],
)
def test_mastodon_link_leads_to_the_server_typed(client_for, typed, host):
    award = opened(badge())
    page = client_for(award.trainee.user).post(
        f"/me/badges/{award.code}/mastodon/", {"server": typed}
    )

    assert f'href="https://{host}/share?text=' in page.content.decode()


@pytest.mark.parametrize("typed", ["", "localhost", "a b.c", 'x.y"onclick=', "javascript:alert(1)"])
def test_mastodon_server_that_is_none_is_refused(client_for, typed):
    award = opened(badge())
    page = client_for(award.trainee.user).post(
        f"/me/badges/{award.code}/mastodon/", {"server": typed}
    )

    assert "Enter the server, like mastodon.social" in page.content.decode()
    assert "/share?text=" not in page.content.decode()


def test_badge_of_an_earlier_stay_has_its_own_page_and_is_nobody_elses(client_for):
    earlier = badge()
    group = GroupFactory(arrives_on=date(2027, 3, 1), leaves_on=date(2027, 4, 1))
    TraineeFactory(user=earlier.trainee.user, group=group)
    path = reverse("assessment:my_badge", args=[earlier.code])
    browser = client_for(earlier.trainee.user)
    assert path in browser.get("/me/badges/").content.decode()

    browser.post(path, {"do": "show"})

    assert sharing.is_public(earlier)
    stranger = client_for(TraineeFactory().user)
    assert stranger.post(path, {"do": "hide"}).status_code == 404
    assert sharing.is_public(earlier)


@pytest.mark.parametrize(
    ("moment", "status", "words"),
    [
        (None, "Provisional", "not signed off yet"),
        (SignOffMoment.MID, "InProgress", "Mid-term results"),
        (SignOffMoment.FINAL, "Completed", "The final results"),
    ],
)
def test_results_stand_on_the_page_once_the_credential_tells_them_and_say_how_final_they_are(
    client, moment, status, words
):
    award = opened(badge())
    placement = award.trainee.placements.get()
    score(placement, monday=weeks.monday_of(placement.ends_on))
    if moment:
        sign_off(placement, moment=moment)
    assert "Results" not in told(client, award.code)

    sharing.choose(award, full_name=False, results=True, by=award.trainee.user)

    page = told(client, award.code)
    assert '<h2 id="results"' in page
    assert "of 100" in page
    assert words in page
    subject = award.current.document["credentialSubject"]
    assert {each["status"] for each in subject["result"]} == {status}
    assert subject["narrative"].endswith(f"Results: {ResultStatus(status).label}.")
    assert credentials.check(award.current.document).is_valid


def test_final_results_take_the_place_of_mid_term_ones_once_and_only_where_they_are_told(today):
    award, silent = badge(), badge()
    for each in (award, silent):
        sign_off(each.trainee.placements.get(), moment=SignOffMoment.MID)
    sharing.choose(award, full_name=False, results=True, by=award.trainee.user)
    today("2026-05-03")
    for each in (award, silent):
        sign_off(each.trainee.placements.get(), value=90)

    done = [awarding.award_due(), awarding.award_due()]

    results = award.current.document["credentialSubject"]["result"]
    assert done == [1, 0]
    assert {(each["value"], each["status"]) for each in results} == {("90", "Completed")}
    assert silent.issues.count() == 1


# --- The desk ---------------------------------------------------------------------------------


def test_agency_tutor_withdraws_a_badge_with_a_reason(client_for):
    award = opened(badge())
    browser = client_for(award.trainee.group.lead_tutor)
    path = reverse("admin:assessment_badgeaward_withdraw", args=[award.pk])
    assert "Write the reason." in browser.post(path, {"reason": " "}).content.decode()

    page = browser.post(path, {"reason": "Another’s weeks"}, follow=True).content.decode()

    assert "is withdrawn" in page
    assert BadgeAward.objects.get().withdraw_reason == "Another’s weeks"
    assert browser.get(path).status_code == 403
    mine = client_for(award.trainee.user).get("/me/badges/").content.decode()
    assert "Another’s weeks" in mine
    assert 'name="do"' not in mine
