"""An agreement from the draft to the last signature, and what never changes."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from imyportal import mail
from imyportal.models import OutgoingMail
from placements.agreements import drafting, signing
from placements.enums import AgreementKind, AgreementParty, PlacementStatus
from placements.models import (
    Agreement,
    AgreementRefusal,
    AgreementSignature,
    AgreementTerms,
)
from tests.placements.agreements.papers import LEARNING, TYPED, draft, sign, signer

pytestmark = pytest.mark.django_db


def test_draft_begins_with_what_is_known_in_the_schools_language(placement):
    AgreementTerms.objects.all().delete()
    words = {"monitoring": "M", "evaluation": "E", "recognition": "R", "duties": "D"}
    AgreementTerms.objects.create(language="en", **words)
    AgreementTerms.objects.create(language="it", **words | {"duties": "Doveri"})
    placement.tasks = "Wires a board"
    placement.save(update_fields=["tasks"])
    by = placement.trainee.responsible

    plan = drafting.begin(placement, AgreementKind.TRAINING, by=by)
    agreement = drafting.begin(placement, LEARNING, by=by)

    assert (plan.language, plan.typed["duties"]) == ("it", "Doveri")
    assert agreement.typed["duties"] == "D" and agreement.typed["tasks"] == "Wires a board"
    assert drafting.begin(placement, LEARNING, by=by) == agreement


@pytest.mark.parametrize("case", ["empty", "proposed"])
def test_unfinished_draft_is_not_sent(placement, case):
    row = draft(placement)
    if case == "empty":
        drafting.write(row, TYPED | {"tasks": " "}, by=row.begun_by)
    else:
        type(placement).objects.update(status=PlacementStatus.PROPOSED)

    with pytest.raises(ValidationError, match="Programme and tasks|Confirm the placement"):
        drafting.send(row, by=row.begun_by)

    assert Agreement.objects.get().state == "draft"


def test_everybody_is_asked_and_the_last_signature_completes_it(sent):
    mails = list(OutgoingMail.objects.filter(template="placements/agreement_to_sign"))

    texts = {row.to: mail.render(row).body for row in mails}
    for party in reversed(sent.parties):
        before = Agreement.objects.get().state
        sign(sent, party)
        sign(sent, party)

    placement, school = sent.placement, sent.placement.trainee.group.sending_tutor
    assert set(texts) == {
        placement.trainee.user.email,
        school.user.email,
        placement.company_tutor.email,
        "anna@home.example",
    }
    assert "/c/" in texts[placement.company_tutor.email] and "/g/" in texts["anna@home.example"]
    assert "sign in with a code" in texts[school.user.email]
    assert "sign in with a code" not in texts["anna@home.example"]
    assert (before, Agreement.objects.get().state) == ("sent", "signed")
    hows = dict(AgreementSignature.objects.values_list("party", "how"))
    assert hows == {
        "agency": "account",
        "company": "link",
        "school": "account",
        "guardian": "link",
        "trainee": "account",
    }
    assert all(mail.render(row) is None for row in mails)


def test_refusal_comes_with_words_and_the_next_version_keeps_what_was_typed(client, sent):
    sign(sent, AgreementParty.SCHOOL)
    company = signer(sent, AgreementParty.COMPANY)
    with pytest.raises(ValidationError, match="should be different"):
        signing.refuse(sent, company, " ")

    signing.refuse(sent, company, "Not on Saturdays")
    told = OutgoingMail.objects.get(template="placements/agreement_refused")
    before = mail.render(told)
    with pytest.raises(ValidationError, match="not to be signed any more"):
        sign(sent, AgreementParty.TRAINEE)
    new = drafting.begin(sent.placement, LEARNING, by=sent.begun_by)

    client.force_login(sent.begun_by)
    old, edited = (
        client.get(reverse("admin:placements_agreement", args=[each.pk])).content.decode()
        for each in (sent, new)
    )

    assert "Not on Saturdays" in old and "Not on Saturdays" in edited
    assert "holds until" not in old
    assert before.to == [sent.placement.trainee.responsible.email]
    assert "Not on Saturdays" not in before.body
    assert (new.version, new.typed) == (2, sent.typed)
    assert mail.render(told) is None
    assert AgreementSignature.objects.get().agreement == sent


def test_change_after_signing_is_a_new_version_and_the_signed_one_holds_until_it_is_sent(sent):
    for party in sent.parties:
        sign(sent, party)
    new = drafting.begin(sent.placement, LEARNING, by=sent.begun_by)
    states = list(Agreement.objects.order_by("version").values_list("state", flat=True))

    drafting.send(new, by=sent.begun_by)

    assert states == ["signed", "draft"]
    after = list(Agreement.objects.order_by("version").values_list("state", flat=True))
    assert after == ["superseded", "sent"]


def test_signature_of_what_was_not_shown_is_refused(sent):
    with pytest.raises(ValidationError, match="changed meanwhile"):
        signing.sign(sent, signer(sent, AgreementParty.AGENCY), shown="0" * 64, button="Sign")


@pytest.mark.parametrize(
    "change",
    [
        {"content": {"other": 1}},
        {"typed": {}},
        {"digest": "1" * 64},
        {"state": "draft"},
        {"state": "signed"},  # without a time
    ],
)
def test_sent_version_never_changes(sent, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        Agreement.objects.filter(pk=sent.pk).update(**change)


def test_signatures_are_kept_and_rest_on_this_content(sent):
    row = sign(sent, AgreementParty.AGENCY)
    values = {"how": "account", "user": sent.begun_by, "signed_on": date(2026, 2, 25)}

    for write in (
        lambda: AgreementSignature.objects.update(name="Somebody else"),
        row.delete,
        sent.delete,
        lambda: AgreementSignature.objects.create(
            agreement=sent, party="school", name="x", digest="0" * 64, **values
        ),
        lambda: AgreementSignature.objects.create(
            agreement=sent, party="school", name="", digest=sent.digest, **values
        ),
        lambda: AgreementRefusal.objects.create(
            agreement=sent, party="school", name="x", words="", user=sent.begun_by
        ),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
