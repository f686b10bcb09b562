"""Notices of mail that did not arrive, as several mail systems write them, and messages that are none."""

import io
import sys

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from imyportal import bounces, mail
from imyportal.bounces import Outcome
from imyportal.models import OutgoingMail

pytestmark = pytest.mark.django_db

TO = "anna@impianti.example"

REPORT = """\
From: {sender}
To: bounces@imy.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=utf-8

Your message could not be delivered.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Thu, 19 Mar 2026 12:00:00 +0100

{recipient}
Action: {action}
Status: {status}
{diagnostic}

--B
Content-Type: {kind}

From: IMY <help@imy.example>
To: {to}
Subject: Your week
Message-ID: {id}

{body}
--B--
"""


def report(row, **changed):
    parts = {
        "sender": "Mail Delivery System <MAILER-DAEMON@mx.example>",
        "recipient": f"Final-Recipient: rfc822; {TO}",
        "action": "failed",
        "status": "5.1.1",
        "diagnostic": "Diagnostic-Code: smtp; 550 5.1.1 <anna@impianti.example>: unknown user",
        "kind": "message/rfc822",
        "to": TO,
        "id": row.message_id,
        "body": "Hello.",
    }
    return REPORT.format(**parts | changed)


def postfix(row):
    return report(row)


def google(row):
    """Names the address as it was given, and returns the headers alone."""
    return report(
        row,
        sender="Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        kind="text/rfc822-headers",
        body="",
        recipient=f"Original-Recipient: rfc822;{TO}\nFinal-Recipient: rfc822; Anna@Impianti.example",
        diagnostic="Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried\n"
        " to reach does not exist.",
    )


def exchange(row):
    return report(
        row,
        sender="Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@x.example>",
        recipient=f"Final-Recipient: rfc822;{TO.upper()}",
        status="5.1.10",
        diagnostic="Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound",
    )


def exim(row):
    """Without a report: a text, and a header of its own."""
    return f"""\
From: Mail Delivery System <Mailer-Daemon@mx.example>
To: bounces@imy.example
Auto-Submitted: auto-replied
X-Failed-Recipients: {TO}
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  {TO}
    Unrouteable address

------ This is a copy of the message, including all the headers. ------

From: IMY <help@imy.example>
Message-ID: {row.message_id}
To: {TO}

Hello.
"""


def qmail(row):
    return f"""\
From: MAILER-DAEMON@mx.example
To: bounces@imy.example
Subject: failure notice

Hi. This is the qmail-send program at mx.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{TO}>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <bounces@imy.example>
Message-ID: {row.message_id}
To: {TO}

Hello.
"""


def delayed(row):
    return report(
        row, action="delayed", status="4.4.1", diagnostic="Diagnostic-Code: smtp; 451 try later"
    )


def out_of_office(row):
    return f"""\
From: Anna Neri <{TO}>
To: help@imy.example
Subject: Automatic reply: Your week
Auto-Submitted: auto-replied
In-Reply-To: {row.message_id}
References: {row.message_id}

I am away until Monday. Mail to {TO} is not read.
"""


def answer_that_quotes(row):
    return f"""\
From: Anna Neri <{TO}>
To: help@imy.example
In-Reply-To: {row.message_id}
Subject: Re: Your week

Thank you. My old address <{TO}> failed once: User unknown.
> Message-ID: {row.message_id}
"""


def without_our_number(row):
    return report(row, id="<made-up@imy.example>")


def of_another_address(row):
    return report(row, recipient="Final-Recipient: rfc822; boss@impianti.example")


def delivered(row):
    return report(row, action="delivered", status="2.0.0")


def rubbish(row):
    return "\x00\xff" * 50


def broken_report(row):
    return report(row).replace("\n\nFinal", "\nFinal")[:-120]


@pytest.fixture
def row():
    found = mail.queue("accounts/notice", to=TO, language="it", what="password")
    found.sent_at = found.done_at = timezone.now()
    found.save()
    return found


def take_in(text):
    return bounces.take_in(text.encode("utf-8", "surrogateescape"))


@pytest.mark.parametrize(
    ("write", "words"),
    [
        (postfix, "550 5.1.1 <anna@impianti.example>: unknown user"),
        (google, "550-5.1.1 The email account that you tried to reach does not exist."),
        (exchange, "550 5.1.10 RESOLVER.ADR.RecipientNotFound"),
        (exim, ""),
        (qmail, ""),
    ],
)
def test_notice_of_several_mail_systems_is_noted_once(row, write, words):
    text = write(row)

    assert [take_in(text), take_in(text)] == [Outcome.CAME_BACK, Outcome.NOTHING]

    row.refresh_from_db()
    assert (row.bounced_at is not None, row.bounce) == (True, words)
    assert list(OutgoingMail.objects.undelivered()) == [row]


def test_notice_that_it_takes_longer_is_noted_and_nobody_is_called(row):
    assert take_in(delayed(row)) == Outcome.DELAYED

    row.refresh_from_db()
    assert (row.bounced_at, row.bounce) == (None, "451 try later")
    assert not OutgoingMail.objects.undelivered().exists()


@pytest.mark.parametrize(
    "write",
    [
        out_of_office, answer_that_quotes, without_our_number, of_another_address, delivered,
        rubbish, broken_report,
    ],
)  # fmt: skip
def test_message_that_is_no_notice_of_ours_does_nothing(row, write):
    assert take_in(write(row)) == Outcome.NOTHING

    row.refresh_from_db()
    assert (row.bounced_at, row.bounce) == (None, "")


def test_notice_of_a_mail_that_was_not_sent_does_nothing(row):
    OutgoingMail.objects.update(sent_at=None, done_at=None)

    assert take_in(postfix(row)) == Outcome.NOTHING


def test_command_reads_a_message_and_asks_to_come_back_while_the_database_is_away(
    row, monkeypatch, capsys
):
    def hand_over():
        pipe = io.TextIOWrapper(io.BytesIO(postfix(row).encode()))
        monkeypatch.setattr(sys, "stdin", pipe)
        call_command("receive_bounce")

    def refuse(execute, sql, params, many, context):
        raise OperationalError("away")

    with connection.execute_wrapper(refuse), pytest.raises(SystemExit) as ended:
        hand_over()
    hand_over()

    assert ended.value.code == 75
    assert capsys.readouterr().out == "came back\n"


def test_mail_has_the_address_for_notices_on_its_envelope_only(row, settings):
    settings.BOUNCE_EMAIL = "bounces@imy.example"

    message = mail.render(row)

    assert message.from_email == "bounces@imy.example"
    assert message.message()["From"] == "IMY <help@imy.example>"
