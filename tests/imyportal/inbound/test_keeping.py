"""What becomes of a mail that was taken in: once, again, and gone in time."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from imyportal import inbound, work
from imyportal.enums import MailOutcome
from imyportal.inbound import doing
from imyportal.models import InboundMail, ReplyAddress, StoredFile
from tests.imyportal.inbound.letters import bring, letter

pytestmark = pytest.mark.django_db


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


def test_worker_that_lost_its_lease_leaves_the_mail_to_the_next(thread, lena):
    inbound.take_in(letter("gmail", lena))

    def lose():
        work.set_hook("inbound.read", None)
        InboundMail.objects.update(lease_until=None, lease_token=None)

    work.set_hook("inbound.read", lose)
    inbound.work_off()

    assert [each.text[:5] for each in thread] == ["Danke"]
    assert InboundMail.objects.get().attempts == 2
