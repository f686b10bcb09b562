"""placements/emails.py: what both sides read about a week, in both languages of the pages."""

from datetime import time

import pytest
from django.core import mail as outbox

from imyportal import mail
from imyportal.models import OutgoingMail
from placements import signing
from placements.entries import DayEntry
from placements.enums import DayKind, SignedHow, WeekStatus
from tests.factories import UserFactory, filled_week

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("language", ["en", "it"])]

WORDS = {
    "en": {"signed": "signed week", "returned": "asks you to correct", "reason": "Reason: 16:30"},
    "it": {
        "signed": "ha firmato",
        "returned": "ti chiede di correggere",
        "reason": "Motivo: 16:30",
    },
}


@pytest.fixture
def declared():
    return filled_week(WeekStatus.DECLARED)


def sign(week):
    return signing.sign_week(
        week,
        name="Marco Bartolini",
        role="Tutor",
        how=SignedHow.LINK,
        button="Firma 37:30 ore",
        version=week.version,
    )


def delivered(language):
    """The texts of all waiting mails by template, sent in `language`."""
    OutgoingMail.objects.update(language=language)
    templates = {row.message_id: row.template for row in OutgoingMail.objects.all()}
    mail.deliver_due()
    return {templates[each.extra_headers["Message-ID"]]: each.body for each in outbox.outbox}


def test_week_signed_mails_tell_both(declared, language):
    sign(declared)

    texts = delivered(language)

    assert set(texts) == {"placements/week_signed", "placements/week_signed_copy"}
    assert WORDS[language]["signed"] in texts["placements/week_signed"]
    assert "/me/hours/2" in texts["placements/week_signed"]


def test_week_returned_mail_gives_the_reason_and_the_way_back(declared, language):
    signing.return_week(
        declared, by_name="Marco Bartolini", reason="16:30", version=declared.version
    )

    text = delivered(language)["placements/week_returned"]

    assert WORDS[language]["returned"] in text
    assert "16:30" in text
    assert "/me/hours/2" in text


def test_week_corrected_mail_gives_the_reason(declared, language):
    sign(declared)
    entry = DayEntry(
        kind=DayKind.WORKED, starts_at=time(8, 30), ends_at=time(16, 30), break_minutes=60
    )
    signing.correct(declared, declared.monday, entry, by=UserFactory(tutor=True), reason="16:30")

    assert WORDS[language]["reason"] in delivered(language)["placements/week_corrected"]
