"""What an Italian training plan wants to know, all of it."""

from placements.models import AgreementCover, CompanyFacts
from trainees.models import Particulars

OBJECTIVE = {"objective": "Works in a team"}


def known(placement):
    """Facts of the company, the trainee and the agency, so that a training plan can be sent."""
    type(placement.company).objects.filter(pk=placement.company_id).update(address="Via Roma 1")
    placement.company.refresh_from_db()
    CompanyFacts.objects.create(
        company=placement.company,
        vat_number="00743110157",
        ateco="43.21.01",
        ccnl="Metalmeccanica artigianato",
        seat="Via Milano 2, Prato",
        represented_by="Ada Neri",
    )
    Particulars.objects.create(
        trainee=placement.trainee,
        birth_place="Bielefeld",
        street="Lindenweg 3",
        town="33602 Bielefeld",
        country="DE",
        by=placement.trainee.responsible,
    )
    AgreementCover.objects.update_or_create(
        organisation=None,
        defaults={
            "legal_name": "Agency s.r.l.",
            "tax_number": "01234560470",
            "accident_cover": "INAIL 1234",
            "liability_cover": "Policy RC 55",
        },
    )
    return placement
