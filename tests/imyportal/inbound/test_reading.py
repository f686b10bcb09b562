"""What is read of an answer, whose it is, and what comes of a program."""

import pytest
from django.utils import timezone

from imyportal import mail
from imyportal.enums import MailOutcome
from imyportal.inbound import parser
from imyportal.models import OutgoingMail, StoredFile
from tests.imyportal.inbound.letters import LENA, bring, letter
from tests.imyportal.test_bounces import postfix

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "gmail",
            "Danke dir! Das warme Wasser geht wieder 😊\n\n- Handtücher brauchen wir noch\n- und einen Schlüssel für Mia",
        ),
        (
            "outlook_de",
            "Hallo Giulia,\n\nich bin um 9:10 da, der Bus war weg.\n\nViele Grüße\nLena",
        ),
        (
            "outlook_it_html",
            "Va bene così, grazie.\n\nVenerdì è festa:\n\n- niente lavoro\n- niente autobus",
        ),
        (
            "thunderbird",
            "Um neun, wenn der Bus fährt. Sonst laufe ich, das sind ungefähr drei Kilometer.\n\nKommt später.",
        ),
        ("gmx_html", "Ja, passt.\n\nBis morgen <3"),
    ],
)
def test_answer_of_several_programs_is_read_without_what_it_answers_to(lena, alarm, name, text):
    facts, files = parser.body_of(letter(name, lena))

    assert (facts["text"], files, facts["left_out"]) == (text, [], [])


def test_answer_with_a_photo_reaches_its_thread_and_names_what_is_left_out(thread, lena):
    row = bring(letter("apple_photo", lena))

    [reply] = thread
    assert (reply.thread, reply.person, reply.is_theirs) == (7, lena, True)
    assert (reply.text, reply.left_out) == ("Here it is:", ["tool.exe"])
    assert [(each.name, each.uploaded_by) for each in reply.files] == [("Küche.jpg", lena)]
    assert (row.outcome, row.raw) == (MailOutcome.POSTED, None)


@pytest.mark.parametrize(
    "text",
    [
        "I need a taxi.\nFrom: station\nTo: hostel\nDate: 14 March\nThanks, I wait outside.",
        "> only\n> what was quoted",
        "Best regards are not all.\nMy hand hurts.",
    ],
)
def test_words_that_look_like_a_quote_are_not_lost(alarm, text):
    assert parser.cut(text) == text


@pytest.mark.parametrize(
    "heading",
    [
        "Il giorno gio 12 mar 2026 alle ore 09:30 Giulia Conti, IMY <\nhelp@imy.example> ha scritto:",
        "El jue, 12 mar 2026 a las 9:30, Giulia Conti, IMY (<help@imy.example>) escribió:",
        "Le jeu. 12 mars 2026 à 09:30, Giulia Conti, IMY <help@imy.example> a écrit :",
        "Giulia Conti, IMY <help@imy.example> ezt írta (időpont: 2026. márc. 12., Cs, 9:30):",
        "czw., 12 mar 2026 o 09:30 Giulia Conti, IMY <help@imy.example> napisał(a):",
    ],
)
def test_quote_in_every_language_is_cut(alarm, heading):
    assert parser.cut(f"Ok\n\n{heading}\n\n> Ciao\n> Lena\n") == "Ok"


def test_answer_of_a_program_is_ignored(thread, lena):
    row = bring(letter("vacation", lena))

    assert (thread, row.outcome, row.raw) == ([], MailOutcome.AUTOMATIC, None)


@pytest.mark.parametrize(
    ("line", "by"),
    [
        ("Precedence: bulk", "precedence"),
        ("X-Autoreply: yes", "x-autoreply"),
        ("Return-Path: <>", "return-path"),
        ("List-Id: <all.schule.example>", "list-id"),
        ("Auto-Submitted: no", ""),
        ("Subject: hello", ""),
    ],
)
def test_program_is_known_by_its_headers(line, by):
    assert parser.headers_of(f"{line}\nFrom: {LENA}\n\nAway".encode())["automatic"] == by


def test_notice_by_the_same_pipe_is_noted_on_its_mail(thread, lena):
    sent = mail.queue("accounts/notice", to="anna@impianti.example", language="it", what="password")
    OutgoingMail.objects.update(sent_at=timezone.now(), done_at=timezone.now())

    row = bring(postfix(sent).encode())

    assert OutgoingMail.objects.get().bounced_at is not None
    assert (thread, row.outcome) == ([], MailOutcome.NOTICE)


@pytest.mark.parametrize(
    ("line", "sender"),
    [
        (f"From: =?utf-8?q?L=C3=A9na?= <{LENA.title()}>", LENA),
        (f"From: {LENA}", LENA),
        (f'From: "{LENA}" <mia@schule.example>', "mia@schule.example"),
        (f"From: {LENA}, mia@schule.example", ""),
        (f"From: {LENA})mia@schule.example", ""),
        (f"From: {LENA} <mia@schule.example>", ""),
        (f"From: {LENA}\nFrom: mia@schule.example", ""),
        (f"Sender: {LENA}", ""),
    ],
)
def test_sender_is_one_address_or_nobodys(line, sender):
    assert parser.headers_of(f"{line}\n\nHello".encode())["sender"] == sender


def test_mail_from_another_address_is_not_the_persons(thread, lena):
    row = bring(letter("apple_photo", lena, sender="mia@schule.example"))

    [reply] = thread
    assert (reply.is_theirs, reply.files, row.outcome) == (False, [], MailOutcome.STRANGER)
    assert sorted(reply.left_out) == ["Küche.jpeg", "tool.exe"]
    assert not StoredFile.objects.exists()
