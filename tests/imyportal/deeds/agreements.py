"""Learning agreements and training plans."""

from imyportal.enums import Action
from placements.agreements import drafting, signing
from placements.agreements.signing import Signer
from placements.agreements.typed import FIELDS
from placements.enums import AgreementParty
from tests.factories import PlacementFactory, TraineeFactory
from tests.imyportal.deeds import deed, tutor
from trainees import particulars


@deed(Action.AGREEMENT_BEGUN)
def begin_an_agreement(browser):
    drafting.begin(PlacementFactory(), "learning", by=(by := tutor()))
    return by


def sent(by):
    row = drafting.begin(PlacementFactory(), "learning", by=by)
    drafting.write(row, dict.fromkeys(FIELDS, "canary-note"), by=by)
    return drafting.send(row, by=by)


@deed(Action.AGREEMENT_SENT)
def send_an_agreement(browser):
    sent(by := tutor())
    return by


@deed(Action.AGREEMENT_SIGNED)
def sign_an_agreement(browser):
    row, by = sent(tutor()), tutor()
    signer = Signer(AgreementParty.AGENCY, by, "Giulia")
    signing.sign(row, signer, shown=row.digest, button="Sign")
    return by


@deed(Action.AGREEMENT_REFUSED)
def refuse_an_agreement(browser):
    row = sent(tutor())
    by = row.placement.trainee.user
    signing.refuse(row, Signer(AgreementParty.TRAINEE, by, "Lena"), "canary-reason")
    return by


@deed(Action.PARTICULARS_WRITTEN)
def enter_where_somebody_lives(browser):
    home = {"birth_place": "canary-note", "street": "canary-reason", "town": "Bielefeld"}
    particulars.write(TraineeFactory(), by=(by := tutor()), country="DE", **home)
    return by
