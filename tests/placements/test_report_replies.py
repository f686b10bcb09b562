"""Answers by mail to the mail of a weekly report."""

import pytest
import time_machine

from imyportal import inbound, mail
from imyportal.enums import MailOutcome
from imyportal.models import InboundMail, OutgoingMail
from placements.reports import asking
from tests.factories import SendingTutorFactory
from tests.placements.reporting import FRIDAY, group_at_work, released


@pytest.mark.django_db
def test_answer_to_a_report_stands_with_its_questions_once_and_only_of_who_got_it(settings):
    settings.REPLY_EMAIL = "reply+*@imy.example"
    with time_machine.travel(f"{FRIDAY}+01:00", tick=False):
        report = released(group_at_work("signed"))
        row = OutgoingMail.objects.filter(template="placements/report").first()
        to = mail.render(row).reply_to[0]
    stranger = SendingTutorFactory().user.email

    outcomes = []
    for sender, text in [(row.to, "Is Lena well?"), (row.to, "Is Lena well?"), (stranger, "Hm?")]:
        raw = f"From: {sender}\nTo: {to}\nMessage-ID: <{text[0]}@x>\nSubject: Re\n\n{text}\n\n> What you wrote\n"
        inbound.take_in(raw.encode())
        inbound.work_off()
        outcomes.append(InboundMail.objects.latest("pk").outcome)

    assert [(each.text, each.from_school, each.by.email) for each in asking.thread(report)] == [
        ("Is Lena well?", True, row.to)
    ]
    assert outcomes == [MailOutcome.POSTED, MailOutcome.POSTED, MailOutcome.DECLINED]
