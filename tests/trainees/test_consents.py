"""The consent register: whose word counts when, asking, paper, the desk."""

import threading
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts import links
from accounts.enums import Purpose
from imyportal import mail, work
from imyportal.models import AuditEvent, OutgoingMail
from tests import uploaded
from tests.factories import GuardianFactory, SendingTutorFactory, TraineeFactory, UserFactory
from tests.trainees.consenting import BADGES, allowed, guardian_says, own_yes
from trainees import consent_texts, consents
from trainees.enums import ConsentHow, Giver
from trainees.models import Consent, Guardian

pytestmark = pytest.mark.django_db

FIRST = "7c8182048d5555253f14cfdee31a94f0e606345208c7e4ab4658f956f2f34c3f"
PDF = uploaded.pdf()


# --- Whose word counts ------------------------------------------------------------------------


def test_adult_alone_decides_and_may_take_it_back(today):
    today("2026-03-19")
    adult = TraineeFactory()
    assert not allowed(adult)
    assert own_yes(adult) == own_yes(adult)
    assert allowed(adult)

    consents.take_back(adult, BADGES, by=adult.user)

    assert not allowed(adult)
    assert Consent.objects.get().withdrawn_by == adult.name


def test_minor_needs_both_words_and_either_may_take_theirs_back(lena, link):
    own_yes(lena)
    assert not allowed(lena)
    guardian_says(link, True)
    assert not allowed(lena)  # it permits
    own_yes(lena)
    assert allowed(lena)

    consents.take_back(lena, BADGES, by=lena.user)
    assert not allowed(lena)
    own_yes(lena)
    assert allowed(lena)
    guardian_says(link, False)
    assert not allowed(lena)


def test_eighteenth_birthday_ends_both_words_and_asks_anew(lena, link, today):
    own_yes(lena)
    guardian_says(link, True)
    own_yes(lena)
    today("2026-05-03")
    assert allowed(lena)
    today("2026-05-04")
    assert not allowed(lena)
    assert consents.standing(lena, BADGES).must_ask_again

    own_yes(lena)

    assert allowed(lena)
    with pytest.raises(ValidationError) as refused:
        guardian_says(link, False)
    assert refused.value.code == "adult"


def test_another_guardians_answer_replaces_the_first_and_both_stay_on_record(lena, link):
    guardian_says(link, True)
    father = GuardianFactory(trainee=lena, name="Jens", email="jens@home.example")

    guardian_says(links.create(Purpose.GUARDIAN, father), False)

    assert list(Consent.objects.order_by("pk").values_list("name", "agrees", "withdrawn_by")) == [
        ("Anna Hoffmann", True, "Jens"),
        ("Jens", False, ""),
    ]


# --- Asking -----------------------------------------------------------------------------------


def test_guardian_is_asked_once_a_day_in_the_schools_language_unless_their_own_is_known(lena):
    lena.group.organisation.language = "de"
    lena.group.organisation.save()
    GuardianFactory(trainee=lena, name="Jens", email="jens@home.example", own_language="it")

    assert consents.ask_guardians(lena, BADGES, by=lena.user) == 2
    assert consents.ask_guardians(lena, BADGES, by=lena.user) == 0

    asked = OutgoingMail.objects.order_by("to").values_list("to", "language")
    assert list(asked) == [("anna@home.example", "en"), ("jens@home.example", "it")]
    message = mail.render(OutgoingMail.objects.get(to="anna@home.example"))
    assert "Darf Lena das Abzeichen" in message.body
    assert "/g/" in message.body
    assert "Lesen und antworten" in message.body
    assert message.subject == "Darf Lena ein Abzeichen zeigen? Ihre Antwort wird gebraucht"
    assert message.extra_headers["Content-Language"] == "de"
    assert '<html lang="de">' in message.alternatives[0].content


@pytest.mark.parametrize("address", ["", "own", "OWN"])
def test_nobody_is_asked_at_an_address_that_is_none_or_the_trainees_own(lena, address):
    own = {"own": lena.email, "OWN": lena.email.upper()}
    Guardian.objects.update(email=own.get(address, address))

    with pytest.raises(ValidationError) as refused:
        consents.ask_guardians(lena, BADGES, by=lena.user)

    assert refused.value.code == "no_address"
    assert not OutgoingMail.objects.exists()


def test_answers_open_nothing_by_themselves_and_trainee_and_tutor_are_told_once_each(lena, link):
    people = [lena.user.email, lena.group.lead_tutor.email]
    own_yes(lena)
    for agrees in (True, True, False, True):
        guardian_says(link, agrees)
        assert not allowed(lena)

    told = OutgoingMail.objects.filter(template="trainees/consent_answered").order_by("pk")
    assert [(each.to, each.details["what"]) for each in told] == [
        (to, what) for what in ("yes", "back", "yes") for to in people
    ]
    assert [bool(mail.render(each)) for each in told] == [False] * 2 + [True] * 4
    assert "closed until you open it" in mail.render(told[4]).body
    assert "The page opens when Lena opens it." in mail.render(told[5]).body


# --- Paper and the desk -----------------------------------------------------------------------


def test_consent_on_paper_is_recorded_with_its_scan_and_can_be_ended(
    client, lena, settings, tmp_path
):
    settings.MEDIA_ROOT = str(tmp_path)
    client.force_login(tutor := lena.group.lead_tutor)
    typed = {"purposes": ["badges"], "name": "Anna", "said_on": "2026-03-18", "language": "de"}
    path = reverse("admin:trainees_trainee_consent", args=[lena.pk])
    late = client.post(
        path, typed | {"said_on": "2026-03-20", "file": uploaded.upload(PDF, "a.pdf")}
    )
    assert "This day has not come yet." in late.content.decode()

    client.post(path, typed | {"file": uploaded.upload(PDF, "a.pdf")})

    word = Consent.objects.get()
    assert (word.how, word.user, word.said_on) == (ConsentHow.PAPER, tutor, date(2026, 3, 18))
    scan = client.get(reverse("admin:trainees_consent_scan", args=[word.pk]))
    assert b"".join(scan.streaming_content).startswith(b"%PDF")
    own_yes(lena)
    assert allowed(lena)
    client.post(reverse("admin:trainees_consent_end", args=[word.pk]))
    assert not allowed(lena)


def test_deeds_of_consents_are_in_the_trainees_trail(lena, link):
    consents.ask_guardians(lena, BADGES, by=lena.user)
    own_yes(lena)
    guardian_says(link, True)
    guardian_says(link, False)

    assert list(AuditEvent.objects.order_by("pk").values_list("action", "actor")) == [
        ("consent.asked", lena.user.get_full_name()),
        ("consent.given", lena.user.get_full_name()),
        ("consent.given", "Anna Hoffmann"),
        ("consent.ended", "Anna Hoffmann"),
        ("consent.ended", "Anna Hoffmann"),
        ("consent.refused", "Anna Hoffmann"),
    ]


def test_consents_are_seen_by_trainee_tutor_and_guardian_but_not_by_school_or_others(lena, link):
    word = own_yes(lena)
    other = links.create(Purpose.GUARDIAN, GuardianFactory())
    company = links.create(Purpose.COMPANY, lena.guardians.get())
    schools = UserFactory()
    SendingTutorFactory(organisation=lena.group.organisation, user=schools)

    def sees(viewer):
        return list(Consent.objects.visible_to(viewer)) == [word]

    assert [sees(each) for each in (lena.user, lena.group.lead_tutor, link)] == [True] * 3
    assert not any(
        sees(each) for each in (other, company, schools, UserFactory(), UserFactory(tutor=True))
    )


# --- What can never be ------------------------------------------------------------------------


def row(lena, **fields):
    values = {
        "trainee": lena,
        "purpose": BADGES,
        "giver": Giver.TRAINEE,
        "agrees": True,
        "how": ConsentHow.ACCOUNT,
        "name": "Lena",
        "text_version": 1,
        "language": "en",
        "said_on": date(2026, 3, 19),
        "user": lena.user,
    }
    return Consent(**values | fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"user": None},
        {"giver": Giver.GUARDIAN},
        {"how": ConsentHow.LINK},
        {"how": ConsentHow.PAPER},
        {"name": ""},
        {"text_version": 0},
        {"withdrawn_by": "Lena"},
    ],
    ids=str,
)
def test_consent_that_says_something_false_is_refused(lena, fields):
    row(lena).full_clean(exclude=["scan", "link", "withdrawn_at"])
    with pytest.raises(IntegrityError), transaction.atomic():
        row(lena, **fields).save()


def test_two_words_of_one_person_never_stand_beside_each_other(lena):
    row(lena).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        row(lena, agrees=False).save()


@pytest.mark.parametrize("change", [{"agrees": False}, {"name": "Eve"}, {"text_version": 2}])
def test_consent_is_never_changed_and_ends_once(lena, change):
    word = own_yes(lena)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.update(**change)
    consents.end(word, by=lena.group.lead_tutor)
    ended = Consent.objects.get()

    consents.end(word, by=lena.user)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.update(withdrawn_at=ended.withdrawn_at + timedelta(days=1))

    assert Consent.objects.get().withdrawn_by == str(lena.group.lead_tutor)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_guardians_who_answer_at_the_same_moment_leave_one_word_standing(lena, link):
    father = GuardianFactory(trainee=lena, name="Jens", email="jens@home.example")
    other = links.create(Purpose.GUARDIAN, father)
    held, go_on = threading.Event(), threading.Event()

    def hold():
        work.set_hook("consents.before_word", None)
        held.set()
        go_on.wait(10)

    def say(by, agrees):
        try:
            guardian_says(by, agrees)
        finally:
            connection.close()

    work.set_hook("consents.before_word", hold)
    first = threading.Thread(target=say, args=(link, True))
    second = threading.Thread(target=say, args=(other, False))
    first.start()
    held.wait(10)
    second.start()
    second.join(0.3)
    waited = second.is_alive()
    go_on.set()
    first.join(10)
    second.join(10)

    assert waited
    assert [(word.name, word.agrees) for word in Consent.objects.standing()] == [("Jens", False)]
    assert Consent.objects.count() == 2


# --- Texts ------------------------------------------------------------------------------------


def test_first_version_of_the_text_is_never_changed():
    """Somebody agreed to these words: another wording is another version."""
    path = Path(consent_texts.__file__).with_name("badges.toml")
    first = path.read_text().split("[[versions]]")[1].strip()

    assert sha256(first.encode()).hexdigest() == FIRST


def test_text_speaks_the_language_asked_for_else_english():
    hungarian = consent_texts.text(BADGES, "Lena", language="hu")

    assert (hungarian.language, hungarian.version) == ("hu", 1)
    assert "Lena" in hungarian.guardian
    assert consent_texts.text(BADGES, "Lena", language="cs").language == "en"
