"""Whose guardian signs, until when, and by hand."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts import links
from accounts.enums import Purpose
from placements.agreements import drafting, signing
from placements.agreements.signing import Signer
from placements.enums import AgreementParty
from placements.models import (
    Agreement,
    AgreementSignature,
)
from tests.placements.agreements.papers import draft, sign
from tests.uploaded import pdf, upload

pytestmark = pytest.mark.django_db


def test_adult_needs_no_guardian(placement):
    type(placement.trainee).objects.update(birth_date=date(2000, 1, 1))

    row = drafting.send(draft(placement), by=placement.trainee.responsible)

    assert AgreementParty.GUARDIAN not in row.parties
    with pytest.raises(ValidationError, match="Nobody has to sign here"):
        signing.sign(
            row,
            Signer(AgreementParty.GUARDIAN, row.begun_by, "x"),
            shown=row.digest,
            button="Sign",
        )


def test_guardian_signs_no_more_once_the_trainee_is_of_age(sent, guardian, time_machine):
    others = [each for each in sent.parties if each != AgreementParty.GUARDIAN]
    for party in others[1:]:
        sign(sent, party)
    link = links.create(Purpose.GUARDIAN, guardian)
    before = list(Agreement.objects.visible_to(link))
    born = sent.placement.trainee.birth_date

    time_machine.move_to(datetime(born.year + 18, born.month, born.day, 9, tzinfo=UTC), tick=False)
    with pytest.raises(ValidationError, match="Nobody has to sign here"):
        sign(sent, AgreementParty.GUARDIAN)
    waiting = signing.finish_due()
    sign(sent, AgreementParty.TRAINEE)

    assert (before, list(Agreement.objects.visible_to(link))) == ([sent], [])
    assert (waiting, Agreement.objects.get().state) == (0, "signed")
    assert Agreement.objects.get().parties == others


def test_version_that_waits_for_a_guardian_alone_is_complete_on_the_birthday(sent, time_machine):
    for party in sent.parties:
        if party != AgreementParty.GUARDIAN:
            sign(sent, party)
    born = sent.placement.trainee.birth_date
    early = signing.finish_due()

    time_machine.move_to(datetime(born.year + 18, born.month, born.day, 9, tzinfo=UTC), tick=False)
    late = [signing.finish_due(), signing.finish_due()]

    assert (early, late, Agreement.objects.get().state) == (0, [1, 0], "signed")


def test_sheet_a_guardian_signed_in_time_is_kept_after_the_birthday(client, sent, time_machine):
    born = sent.placement.trainee.birth_date
    time_machine.move_to(datetime(born.year + 18, born.month, born.day, 9, tzinfo=UTC), tick=False)
    client.force_login(sent.begun_by)
    page = reverse("admin:placements_agreement", args=[sent.pk])

    for day in (date(born.year + 18, born.month, born.day), date(2026, 2, 26)):
        data = {"do": "paper", "parties": ["guardian"], "signed_on": day.isoformat()}
        client.post(page, data | {"file": upload(pdf())})

    (row,) = AgreementSignature.objects.all()
    assert (row.party, row.name, row.signed_on) == ("guardian", "Anna H.", date(2026, 2, 26))


def test_who_signs_by_hand_is_stored_under_the_name_on_the_sheet_with_the_scan(client, sent):
    client.force_login(sent.begun_by)
    page = reverse("admin:placements_agreement", args=[sent.pk])
    data = {"do": "paper", "parties": ["company", "trainee"], "signed_on": "2026-02-25"}

    early = client.post(page, data | {"signed_on": "2026-02-24", "file": upload(pdf())})
    client.post(page, data | {"file": upload(pdf())})
    shown = client.get(page).content.decode()

    rows = AgreementSignature.objects.order_by("party").values_list("party", "name", "how")
    trainee, tutor = sent.placement.trainee, sent.placement.company_tutor
    assert list(rows) == [
        ("company", tutor.name, "paper"),
        ("trainee", trainee.name, "paper"),
    ]
    assert b"from a later day" in early.content and "Signed by hand on 25 February 2026" in shown
    scan = AgreementSignature.objects.first()
    found = client.get(reverse("admin:placements_agreement_scan", args=[sent.pk, scan.pk]))
    assert found.status_code == 200
