"""How mails come in: by a pipe, or fetched from a mailbox."""

import io
import sys

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, transaction

from imyportal import inbound
from imyportal.models import InboundMail
from tests.imapserver import Mailbox
from tests.imyportal.inbound.letters import letter

pytestmark = pytest.mark.django_db


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
