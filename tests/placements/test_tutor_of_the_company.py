"""A placement's company tutor works at its company: in words at the desk, by triggers below."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from placements.models import CompanyTutor, Placement
from tests.factories import CompanyTutorFactory, HostCompanyFactory, PlacementFactory

ELSEWHERE = "works at another company"


def test_placement_with_a_tutor_of_another_company_is_refused(db):
    placement, stranger = PlacementFactory(), CompanyTutorFactory()

    with pytest.raises(IntegrityError, match=ELSEWHERE), transaction.atomic():
        Placement.objects.filter(pk=placement.pk).update(company_tutor=stranger)
    with pytest.raises(IntegrityError, match=ELSEWHERE), transaction.atomic():
        PlacementFactory(company_tutor=stranger, company=placement.company)
    placement.company_tutor = stranger
    with pytest.raises(ValidationError, match="Choose somebody of this company"):
        placement.full_clean()

    both = {"company_tutor": stranger, "company": stranger.company}
    assert Placement.objects.filter(pk=placement.pk).update(**both) == 1


def test_tutor_with_placements_stays_at_the_company(db):
    tutor, elsewhere = PlacementFactory().company_tutor, HostCompanyFactory()

    with pytest.raises(IntegrityError, match=ELSEWHERE), transaction.atomic():
        CompanyTutor.objects.filter(pk=tutor.pk).update(company=elsewhere)
    tutor.company = elsewhere
    with pytest.raises(ValidationError, match="Enter them anew"):
        tutor.full_clean()


def test_tutor_without_placements_may_move(db):
    tutor = CompanyTutorFactory()

    tutor.company = HostCompanyFactory()
    tutor.full_clean()
    tutor.save(update_fields=["company"])

    assert CompanyTutor.objects.get().company == tutor.company


@pytest.mark.postgres
def test_tutor_is_not_moved_while_somebody_is_placed_with_them(transactional_db):
    tutor, elsewhere, old = CompanyTutorFactory(), HostCompanyFactory(), PlacementFactory()
    refused = []

    def move():
        try:
            CompanyTutor.objects.filter(pk=tutor.pk).update(company=elsewhere)
        except IntegrityError as error:
            refused.append(str(error))
        finally:
            connection.close()

    mover = threading.Thread(target=move)
    with transaction.atomic():
        Placement.objects.filter(pk=old.pk).update(company_tutor=tutor, company=tutor.company)
        mover.start()
        mover.join(0.3)
        waits = mover.is_alive()
    mover.join(10)

    assert waits
    assert ELSEWHERE in refused[0]
