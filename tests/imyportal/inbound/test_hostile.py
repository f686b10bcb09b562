"""Mails that are made to harm, and too many of them."""

import pytest

from imyportal import inbound
from imyportal.enums import MailOutcome
from imyportal.inbound import doing, parser
from tests.imyportal.inbound.letters import LENA, bring, letter

pytestmark = pytest.mark.django_db


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


def test_program_that_looks_like_a_person_is_slowed_down(thread, lena, monkeypatch):
    monkeypatch.setattr(doing, "ANSWERS", 0)

    row = bring(letter("gmail", lena))

    assert (thread, row.done_at) == ([], None)
    assert row.last_error.startswith("TooMany")


def test_mail_too_large_is_noted_and_not_kept(thread, lena, monkeypatch):
    monkeypatch.setattr(inbound.keeping, "LARGEST", 500)

    row = bring(letter("gmail", lena))

    assert (thread, row.outcome, row.raw) == ([], MailOutcome.TOO_LARGE, None)
