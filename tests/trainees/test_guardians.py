"""What guardians of minors are asked, purpose by purpose; whom to call; what they hear; the board."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import links
from accounts.enums import Purpose
from imyportal import mail
from imyportal.models import OutgoingMail
from placements import hours
from tests import uploaded
from tests.factories import GuardianFactory, PlacementFactory, TraineeFactory, UserFactory
from trainees import attention, consent_texts, consents, journey
from trainees.enums import AUTHORISATIONS, ConsentHow, ConsentPurpose, Giver, HomeSaid, News
from trainees.going_home import saying
from trainees.guardians import authorisations, board, news
from trainees.models import Consent, EmergencyContact, GroupAuthorisation, Trainee, WayHome

pytestmark = pytest.mark.django_db
STAY, EVENING, PHOTOS = ConsentPurpose.STAY, ConsentPurpose.EVENING, ConsentPurpose.PHOTOS


@pytest.fixture
def asked(lena):
    """Lena's group arrives in a week and asks everything."""
    group = lena.group
    group.arrives_on, group.leaves_on = date(2026, 3, 26), date(2026, 5, 20)
    group.save()
    authorisations.choose(group, AUTHORISATIONS, by=group.lead_tutor)
    return lena


def says(link, purpose, agrees):
    return consents.answer(link, purpose, agrees=agrees, version=1, language="de")


def tones(trainee):
    return {each.purpose: each.tone for each in authorisations.of(trainee)}


def keys(trainee):
    found = attention.signals(trainee.group.lead_tutor, timezone.now())
    return {each.key for each in found if each.key.startswith("guardian_")}


def test_guardian_answers_each_question_by_itself_by_the_link_and_takes_one_back(
    client, asked, link
):
    client.get(reverse("guardian:open", args=[links.token_of(link)]))
    page = client.get("/g/?language=de").content.decode()
    assert "Reise und Aufenthalt" in page
    assert page.count("tag-wait") == 4
    shown = client.get("/g/about/stay/?language=de").content.decode()
    assert "Darf Lena nach Italien reisen" in shown
    assert not Consent.objects.exists()

    for purpose, answer in (("stay", "yes"), ("evening", "yes"), ("photos", "no")):
        data = {"answer": answer, "version": 1, "language": "de"}
        client.post(f"/g/about/{purpose}/?language=de", data)
    client.post("/g/about/evening/", {"answer": "no", "version": 1, "language": "de"})

    assert tones(asked) == {STAY: "ok", "medical": "warn", EVENING: "warn", PHOTOS: "warn"}
    told = OutgoingMail.objects.filter(template="trainees/authorisation_answered").order_by("pk")
    assert [mail.render(each).subject for each in told] == [
        f"A guardian of {asked.name} said no",
        f"A guardian of {asked.name} took a yes back",
    ]
    assert client.get("/g/about/nothing/").status_code == 404


def test_only_who_is_a_minor_on_the_day_of_arrival_or_today_needs_a_word(asked, today):
    grown = TraineeFactory(group=asked.group, birth_date=date(2008, 3, 26))
    assert set(authorisations.lights([asked, grown])) == {asked.pk}

    today("2026-05-04")  # Lena is 18, and still here

    assert authorisations.of(asked) == []
    assert keys(asked) == set()


def test_guardians_are_asked_everything_open_in_one_mail_a_day(asked, link):
    says(link, STAY, True)
    by = asked.group.lead_tutor

    assert [authorisations.ask([asked], by=by), authorisations.ask([asked], by=by)] == [1, 0]

    row = OutgoingMail.objects.get(template="trainees/authorisations_asked")
    body = mail.render(row).body
    assert "- Doctor in an emergency" in body
    assert "Journey and stay" not in body
    for purpose in AUTHORISATIONS:
        says(link, purpose, True)
    assert mail.render(row) is None
    nobody = TraineeFactory(group=asked.group, birth_date=date(2009, 1, 1))
    with pytest.raises(ValidationError) as refused:
        authorisations.ask([nobody], by=by)
    assert refused.value.code == "no_address"


def test_board_names_missing_answers_near_arrival_and_a_no(asked, link, today):
    authorisations.choose(asked.group, [STAY, EVENING], 5, by=None)
    assert keys(asked) == set()
    today("2026-03-21")
    assert keys(asked) == {"guardian_unanswered"}

    says(links.create(Purpose.GUARDIAN, link.holder), STAY, True)
    says(links.create(Purpose.GUARDIAN, link.holder), EVENING, False)
    assert keys(asked) == {"guardian_no"}
    today("2026-03-30")
    assert keys(asked) == set()  # an evening indoors is an answer, too
    consents.end(Consent.objects.get(purpose=STAY), by=asked.group.lead_tutor)
    assert keys(asked) == {"guardian_unanswered"}


def test_one_paper_answers_several_questions_and_stands_as_their_twin(
    client_for, asked, settings, tmp_path
):
    settings.MEDIA_ROOT = str(tmp_path)
    browser = client_for(asked.group.lead_tutor)
    data = {"name": "Anna", "said_on": "2026-03-18", "language": "de"}
    data |= {"purposes": ["stay", "medical"], "file": uploaded.upload(uploaded.pdf(), "a.pdf")}
    blank = browser.get(reverse("admin:trainees_trainee_authorisations", args=[asked.pk]))

    browser.post(reverse("admin:trainees_trainee_consent", args=[asked.pk]), data)

    assert blank.content.startswith(b"%PDF")
    words = Consent.objects.filter(how=ConsentHow.PAPER)
    assert len({word.scan_id for word in words}) == 1
    assert tones(asked) == {STAY: "ok", "medical": "ok", EVENING: "warn", PHOTOS: "warn"}


@pytest.mark.parametrize("people", [1, 3])
def test_page_of_the_group_shows_every_minor_in_as_many_queries_and_asks_them(
    client_for, asked, people, django_assert_max_num_queries
):
    for number in range(people - 1):
        minor = TraineeFactory(group=asked.group, birth_date=date(2009, 1, 1))
        GuardianFactory(trainee=minor, email=f"g{number}@home.example")
    browser = client_for(asked.group.lead_tutor)
    path = reverse("admin:trainees_group_guardians", args=[asked.group_id])
    with django_assert_max_num_queries(8):  # two of them ask for rights
        found = board.sheet(asked.group, asked.group.lead_tutor)
    assert len(found.to_ask) == people

    browser.post(reverse("admin:trainees_group_guardians_ask", args=[asked.group_id]))
    browser.post(path, {"purposes": ["stay"], "days_before": "7"})

    assert OutgoingMail.objects.count() == people
    assert list(GroupAuthorisation.objects.values_list("purpose", "days_before")) == [("stay", 7)]


def test_emergency_contact_is_checked_and_seen_by_the_tutor_alone(client, client_for, asked, link):
    client.get(reverse("guardian:open", args=[links.token_of(link)]))
    typed = {"name": "Opa Hans", "relation": "Opa", "phone": "0231 12", "languages": ["de"]}
    wrong = client.post("/g/contact/?language=de", typed).content.decode()
    assert "Geben Sie eine Telefonnummer mit Landesvorwahl ein" in wrong
    assert "Opa Hans" in wrong

    client.post("/g/contact/", typed | {"phone": "+49 231 123456"})

    assert EmergencyContact.objects.get().phone == "+49231123456"
    page = client_for(asked.group.lead_tutor).get(asked.get_absolute_url()).content.decode()
    assert "Opa Hans (Opa)" in page
    for stranger in (asked.user, UserFactory(), UserFactory(tutor=True)):
        assert not EmergencyContact.objects.visible_to(stranger).exists()


@pytest.mark.parametrize("fields", [{"phone": "0231 1"}, {"name": ""}, {"relation": ""}], ids=str)
def test_emergency_contact_nobody_can_call_is_refused(lena, fields):
    said = {"name": "Hans", "relation": "Opa", "phone": "+49231123456", "languages": []}
    with pytest.raises(IntegrityError), transaction.atomic():
        EmergencyContact.objects.create(guardian=lena.guardians.get(), **said | fields)


def test_group_asks_only_what_guardians_are_asked(asked):
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupAuthorisation.objects.create(group=asked.group, purpose="badges")


# --- News -------------------------------------------------------------------------------------


def news_mails():
    found = OutgoingMail.objects.filter(template="trainees/guardian_news").order_by("pk")
    return [each.details["what"] for each in found]


def test_guardian_hears_once_each_of_arrival_start_and_home(lena):
    tutor = lena.group.lead_tutor
    journey.begin(lena.group)
    step = lena.group.journey_steps.get(code="arrived")
    placement = PlacementFactory(trainee=lena)
    week = hours.locked_week(placement, placement.starts_on)
    journey.tick(lena, step, by=tutor)
    journey.untick(lena, step, by=tutor)
    assert news_mails() == []

    journey.tick(lena, step, by=tutor)
    news.tell(lena, News.ARRIVED)
    news.tell(week.placement.trainee, News.STARTED)
    saying.say(saying.of(lena), HomeSaid.PHONE, by=tutor)

    assert news_mails() == ["arrived", "started", "home"]
    shown = mail.render(OutgoingMail.objects.get(details__what="arrived"))
    assert f"{lena.first_name} has arrived in Pistoia" in shown.body


def test_guardian_who_wants_no_news_or_whose_child_is_of_age_gets_none(client, lena, link, today):
    news.tell(lena, News.ARRIVED)
    client.get(reverse("guardian:open", args=[links.token_of(link)]))
    client.post("/g/", {"news": "off"})
    assert mail.render(OutgoingMail.objects.get()) is None

    news.tell(lena, News.STARTED)
    client.post("/g/", {"news": "on"})
    today("2026-05-04")
    news.tell(Trainee.objects.get(pk=lena.pk), News.HOME)

    assert news_mails() == ["arrived"]
    assert not WayHome.objects.exists()


# --- Photos: the trainee's own word, too ------------------------------------------------------


def test_photos_need_both_words_of_a_minor_and_the_adult_is_asked_anew(
    client_for, asked, link, today
):
    me = client_for(asked.user)
    answer = {"version": 1, "language": "en"}
    says(link, PHOTOS, True)
    assert not consents.standing(asked, PHOTOS).allows
    me.post("/me/photos/", answer | {"answer": "yes"})
    assert consents.standing(asked, PHOTOS).allows
    today("2026-05-04")
    assert "You are of age now" in me.get("/me/photos/").content.decode()

    me.post("/me/photos/", answer | {"answer": "no"})

    assert not consents.standing(asked, PHOTOS).allows
    word = Consent.objects.standing().get(giver=Giver.TRAINEE)
    assert (word.agrees, word.how) == (False, ConsentHow.ACCOUNT)


# --- Texts ------------------------------------------------------------------------------------


@pytest.mark.parametrize("purpose", AUTHORISATIONS)
def test_texts_are_whole_in_seven_languages(purpose):
    found = [
        consent_texts.text(purpose, "Lena", language=each)
        for each in consent_texts.languages(purpose)
    ]

    assert len({each.guardian for each in found}) == 7
    assert all(len(each.shown) == 3 and each.rights and each.never for each in found)
    assert {bool(each.trainee) for each in found} == {purpose == PHOTOS}


def test_words_of_guardians_pages_and_mails_are_whole_in_every_language():
    path = Path(consent_texts.__file__).with_name("guardian.words.toml")
    found = tomllib.loads(path.read_text())

    shapes = {str({part: sorted(words) for part, words in each.items()}) for each in found.values()}
    assert set(found) == set(consent_texts.languages(STAY))
    assert len(shapes) == 1
