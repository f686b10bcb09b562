"""Answers by mail, as several mail programs write them, and what must never get into a thread."""

import base64
import io
import signal
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from imyportal import inbound, mail, work
from imyportal.enums import MailOutcome
from imyportal.inbound import doing, parser
from imyportal.models import InboundMail, OutgoingMail, ReplyAddress, StoredFile
from tests.factories import UserFactory
from tests.imapserver import Mailbox
from tests.imyportal.test_bounces import postfix
from tests.uploaded import picture

pytestmark = pytest.mark.django_db

MAILS = Path(__file__).with_name("mails")
LENA = "lena@schule.example"


@pytest.fixture(autouse=True)
def portal(settings, tmp_path):
    settings.REPLY_EMAIL = "reply+*@imy.example"
    settings.MEDIA_ROOT = str(tmp_path)
    cache.clear()


@pytest.fixture
def thread(monkeypatch):
    """What a room was handed for its thread 7."""
    found = []
    monkeypatch.setitem(doing._handlers, "test", found.append)
    return found


@pytest.fixture
def lena():
    return UserFactory(email=LENA)


@pytest.fixture
def alarm(monkeypatch):
    """The clock that the program sets itself, in this process."""
    before = signal.signal(signal.SIGALRM, parser.too_long)
    yield
    signal.signal(signal.SIGALRM, before)


def letter(name, lena, *, sender=LENA):
    raw = (MAILS / f"{name}.eml").read_bytes()
    photo = base64.encodebytes(picture(size=(60, 40)))
    for mark, value in [
        (b"%TO%", inbound.address_for("test", 7, lena).encode()),
        (b"%FROM%", sender.encode()),
        (b"%PHOTO%", photo),
    ]:
        raw = raw.replace(mark, value)
    if b"\nContent-Transfer-Encoding: base64\n\n" in raw and name == "outlook_it_html":
        head, body = raw.split(b"\n\n", 1)
        body = base64.b64decode(body).replace(b"%FROM%", sender.encode())
        raw = head + b"\n\n" + base64.encodebytes(body)
    return raw


def bring(raw):
    inbound.take_in(raw)
    inbound.work_off()
    return InboundMail.objects.latest("pk")


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


def test_mail_that_comes_by_several_ways_is_one_row(lena):
    raw = letter("gmail", lena)

    copies = (raw, b"Received: from elsewhere\n" + raw, raw.replace(b"\n", b"\r\n"))

    assert [inbound.take_in(copy) for copy in copies] == [True, False, False]


def test_mail_whose_thread_declines_it_stays_for_another_try(monkeypatch, lena):
    def decline(reply):
        raise ValidationError("It is over.")

    monkeypatch.setitem(doing._handlers, "test", decline)
    row = bring(letter("gmail", lena))
    found = []
    monkeypatch.setitem(doing._handlers, "test", found.append)

    inbound.try_again(InboundMail.objects.all())
    inbound.work_off()

    assert (row.outcome, row.why, bool(row.raw)) == (MailOutcome.DECLINED, "It is over.", True)
    assert [each.key for each in found] == [f"mail:{row.pk}"]


def test_room_that_fails_is_asked_again_later(monkeypatch, lena):
    monkeypatch.setitem(doing._handlers, "test", lambda reply: 1 / 0)

    row = bring(letter("apple_photo", lena))

    assert (row.done_at, row.attempts, bool(row.raw)) == (None, 1, True)
    assert row.due_at > timezone.now()
    assert not StoredFile.objects.exists()


def bomb():
    """Boxes in boxes, as deep as a mail can be."""
    boxes = [f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(3000)]
    return "".join(boxes) + "Content-Type: text/plain\n\nhello\n"


def hostile(lena, rest):
    to = inbound.address_for("test", 7, lena)
    return f"From: {LENA}\nTo: {to}\nMessage-ID: <x@y>\n{rest}".encode("utf-8", "surrogateescape")


@pytest.mark.parametrize(
    ("rest", "text", "trouble"),
    [
        ("Subject: " + "x" * 300_000 + "\nContent-Type: text/plain\n\nhello", "hello", ""),
        ('Content-Type: text/plain; charset="no-such\x01"\n\nh\x00ello\udce8', "helloè", ""),
        ("Content-Type: text/html\n\n" + "<div>" * 50_000 + "hello", "", "damaged"),
        ("Content-Type: multipart/encrypted; boundary=b\n\n--b\n\nx\n--b--", "", "encrypted"),
    ],
)
def test_hostile_mail_harms_nobody(lena, alarm, rest, text, trouble):
    facts, _files = parser.body_of(hostile(lena, rest))

    assert (facts.get("text", ""), facts["trouble"]) == (text, trouble)


def test_mail_that_breaks_its_reader_still_says_whose_it_is(thread, lena):
    row = bring(hostile(lena, bomb()))

    assert row.outcome == MailOutcome.POSTED
    assert [(each.text, each.trouble, each.is_theirs) for each in thread] == [("", "damaged", True)]


def test_text_made_to_keep_patterns_busy_is_taken_whole(alarm, monkeypatch):
    monkeypatch.setattr(parser, "CUT_SECONDS", 0.1)
    text = "From: " + "x" * 30_000 + "\n" * 50 + "> " * 10_000 + "On " * 5_000

    assert parser.cut(text).startswith("From: xxx")


def test_mail_to_no_thread_of_ours_does_nothing(thread, lena):
    raw = letter("gmail", lena)
    token = ReplyAddress.objects.get()
    token.delete()

    row = bring(raw)

    assert (thread, row.outcome, bool(row.raw)) == ([], MailOutcome.UNKNOWN, True)


def test_address_lasts_as_long_as_its_thread_also_in_capitals_and_under_a_new_key(
    thread, lena, settings
):
    first = inbound.address_for("test", 7, lena)
    settings.LINK_KEY, settings.LINK_KEY_FALLBACKS = "new" * 20, [settings.LINK_KEY]
    assert inbound.address_for("test", 7, lena) == first
    settings.LINK_KEY_FALLBACKS = []

    raw = letter("gmail", lena).replace(b"@imy.example>", b"@IMY.example>")
    bring(raw.replace(inbound.address_for("test", 7, lena).encode(), first.upper().encode()))

    assert inbound.address_for("test", 7, lena) != first
    assert [each.thread for each in thread] == [7]
    assert len({inbound.address_for("test", n, lena) for n in range(3)}) == 3
    settings.REPLY_EMAIL = ""
    assert inbound.address_for("test", 7, lena) == ""


def test_program_that_looks_like_a_person_is_slowed_down(thread, lena, monkeypatch):
    monkeypatch.setattr(doing, "ANSWERS", 0)

    row = bring(letter("gmail", lena))

    assert (thread, row.done_at) == ([], None)
    assert row.last_error.startswith("TooMany")


def test_forget_drops_words_after_a_month_and_rows_after_three(lena):
    now = timezone.now()
    for days in (29, 31, 91):
        InboundMail.objects.create(
            digest=str(days), size=1, raw=b"x", done_at=now, outcome=MailOutcome.UNKNOWN,
            received_at=now - timedelta(days=days),
        )  # fmt: skip

    inbound.forget()

    assert [(row.digest, bool(row.raw)) for row in InboundMail.objects.all()] == [
        ("29", True),
        ("31", False),
    ]


@pytest.mark.parametrize(
    "wrong", [{"raw": None}, {"outcome": MailOutcome.POSTED}, {"done_at": timezone.now()}]
)
def test_row_that_cannot_be_is_refused(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        InboundMail.objects.create(**{"digest": "1", "size": 1, "raw": b"x"} | wrong)


def test_command_keeps_a_mail_and_asks_to_come_back_while_the_database_is_away(
    lena, monkeypatch, capsys
):
    raw = letter("gmail", lena)

    def hand_over():
        pipe = io.TextIOWrapper(io.BytesIO(raw))
        monkeypatch.setattr(sys, "stdin", pipe)
        call_command("receive_mail")

    def refuse(execute, sql, params, many, context):
        raise OperationalError("away")

    with (
        pytest.raises(SystemExit) as ended,
        transaction.atomic(),
        connection.execute_wrapper(refuse),
    ):
        hand_over()
    hand_over()
    hand_over()

    assert ended.value.code == 75
    assert capsys.readouterr().out == "kept\nknown\n"


def test_mail_too_large_is_noted_and_not_kept(thread, lena, monkeypatch):
    monkeypatch.setattr(inbound.keeping, "LARGEST", 500)

    row = bring(letter("gmail", lena))

    assert (thread, row.outcome, row.raw) == ([], MailOutcome.TOO_LARGE, None)


def test_mailbox_is_fetched_once(lena, settings):
    mails = [letter(name, lena).replace(b"\n", b"\r\n") for name in ("gmail", "thunderbird")]
    with Mailbox(mails) as box:
        settings.IMAP_URL, settings.LOCAL = box.url, True
        done = [inbound.fetch(), inbound.fetch()]

    assert (done, box.seen, InboundMail.objects.count()) == ([2, 0], {1, 2}, 2)


def test_crash_before_the_mark_brings_a_mail_that_is_known(lena, settings, monkeypatch):
    with Mailbox([letter("gmail", lena).replace(b"\n", b"\r\n")]) as box:
        settings.IMAP_URL, settings.LOCAL = box.url, True
        with monkeypatch.context() as broken:
            broken.setattr("imap_tools.MailBoxUnencrypted.flag", lambda *args: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                inbound.fetch()
        inbound.fetch()

    assert (InboundMail.objects.count(), box.seen) == (1, {1})


def test_mailbox_without_encryption_is_refused_in_production(settings):
    settings.IMAP_URL, settings.LOCAL = "imap://portal:secret@mail.example/INBOX", False

    with pytest.raises(ValueError, match="imaps"):
        inbound.fetch()


def test_worker_that_lost_its_lease_leaves_the_mail_to_the_next(thread, lena):
    inbound.take_in(letter("gmail", lena))

    def lose():
        work.set_hook("inbound.read", None)
        InboundMail.objects.update(lease_until=None, lease_token=None)

    work.set_hook("inbound.read", lose)
    inbound.work_off()

    assert [each.text[:5] for each in thread] == ["Danke"]
    assert InboundMail.objects.get().attempts == 2
