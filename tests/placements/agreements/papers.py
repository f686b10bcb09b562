"""An agreement on its way: drafted, and signed by whom it needs."""

from accounts import links
from accounts.enums import Purpose
from placements.agreements import drafting, signing
from placements.agreements.signing import Signer
from placements.enums import AgreementKind, AgreementParty

LEARNING = AgreementKind.LEARNING
TYPED = {
    "outcomes": "Reads circuit diagrams",
    "tasks": "Wires a board",
    "monitoring": "Every week",
    "evaluation": "0 to 100",
    "recognition": "As part of the year",
}


def draft(placement, kind=LEARNING):
    row = drafting.begin(placement, kind, by=placement.trainee.responsible)
    return drafting.write(row, TYPED, by=placement.trainee.responsible)


def signer(row, party):
    placement = row.placement
    trainee, tutor = placement.trainee, placement.company_tutor
    by = {
        AgreementParty.TRAINEE: lambda: trainee.user,
        AgreementParty.GUARDIAN: lambda: links.create(Purpose.GUARDIAN, trainee.guardians.get()),
        AgreementParty.SCHOOL: lambda: trainee.group.sending_tutor.user,
        AgreementParty.COMPANY: lambda: links.create(Purpose.COMPANY, tutor),
        AgreementParty.AGENCY: lambda: trainee.responsible,
    }[party]()
    return Signer(party, by, signing.name_of(row, party))


def sign(row, party):
    return signing.sign(row, signer(row, party), shown=row.digest, button="Sign")
