"""Two do the same with one paper at once, and the second waits for the first one's lock."""

import pytest

from placements.agreements import drafting, signing
from placements.agreements.signing import Signer
from placements.enums import AgreementKind, AgreementParty
from placements.models import Agreement, AgreementSignature
from tests.assessment.observing import standard_set
from tests.factories import PlacementFactory, SendingTutorFactory
from tests.uploaded import pdf, upload
from trainees.models import PaperHandIn, PaperWanted
from trainees.papers import course

TYPED = dict.fromkeys(["outcomes", "tasks", "monitoring", "evaluation"], "As agreed")


@pytest.fixture
def placement(transactional_db, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    standard_set()
    school = SendingTutorFactory()
    return PlacementFactory(
        trainee__group__sending_tutor=school, trainee__group__organisation=school.organisation
    )


def draft(placement):
    by = placement.trainee.responsible
    row = drafting.begin(placement, AgreementKind.LEARNING, by=by)
    return drafting.write(row, TYPED, by=by)


def signing_by(row, party):
    trainee = row.placement.trainee
    users = {
        AgreementParty.TRAINEE: trainee.user,
        AgreementParty.SCHOOL: trainee.group.sending_tutor.user,
        AgreementParty.AGENCY: trainee.responsible,
        AgreementParty.COMPANY: trainee.responsible,
    }
    signer = Signer(party, users[party], "Name")
    return lambda: signing.sign(row, signer, shown=row.digest, button="Sign").pk


@pytest.mark.postgres
def test_agreement_holds_together_when_two_parties_act_at_once(placement, at_once):
    first = drafting.send(draft(placement), by=placement.trainee.responsible)
    locked, replaced = "agreements.locked", "agreements.replaced"

    # One party twice; then two parties, the last ones: the agreement is complete.
    trainee = signing_by(first, AgreementParty.TRAINEE)
    once, again = at_once(trainee, trainee, at=locked)
    signing_by(first, AgreementParty.SCHOOL)()
    parties = (AgreementParty.COMPANY, AgreementParty.AGENCY)
    at_once(*[signing_by(first, each) for each in parties], at=locked)
    assert once == again and AgreementSignature.objects.count() == 4
    assert Agreement.objects.get().state == "signed"

    # A party signs while a new version is frozen: the signature stands, and the old version is replaced.
    second = drafting.send(draft(placement), by=first.begun_by)
    third = draft(placement)
    freeze = lambda: drafting.send(third, by=first.begun_by).state  # noqa: E731
    key, state = at_once(signing_by(second, AgreementParty.TRAINEE), freeze, at=locked)
    assert state == "sent" and AgreementSignature.objects.get(pk=key).agreement == second

    # The other way round: who comes after the freezing reads that it is too late.
    fourth = draft(placement)
    third.refresh_from_db()
    outcome = at_once(
        lambda: drafting.send(fourth, by=first.begun_by).state,
        signing_by(third, AgreementParty.TRAINEE),
        at=replaced,
    )
    assert outcome == ("sent", "closed")
    states = list(Agreement.objects.order_by("version").values_list("state", flat=True))
    assert states == ["superseded", "superseded", "superseded", "sent"]


@pytest.mark.postgres
def test_paper_that_is_handed_in_twice_at_once_waits_once(placement, at_once):
    trainee = placement.trainee
    wanted = PaperWanted.objects.create(group=trainee.group, code="x", names={"en": "Report"})

    def hand_in():
        return course.hand_in(trainee, wanted, upload(pdf()), by=trainee.user).pk

    keys = at_once(hand_in, hand_in, at="papers.locked")

    rows = dict(PaperHandIn.objects.values_list("pk", "verdict"))
    assert rows == {keys[0]: "replaced", keys[1]: "waiting"}
