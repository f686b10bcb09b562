"""assessment/summary.py and record.py: the summary of many placements at once."""

from datetime import timedelta

import pytest

from assessment import summary
from tests.assessment.observing import (
    another_standard,
    give_agency,
    give_company,
    give_self,
    noon,
    standard_set,
)
from tests.factories import MONDAY, PlacementFactory

pytestmark = pytest.mark.django_db

FRIDAY_OF_WEEK_2 = MONDAY + timedelta(days=11)


def of(placement, today=FRIDAY_OF_WEEK_2):
    return summary.of([placement], today=today)[placement.pk]


def lines(found):
    return {
        (line.start, line.self_now, line.company_now, line.agency_now, line.proposed)
        for line in found.objectives
    }


def test_of_a_placement_without_evaluations_has_lines_without_numbers():
    found = of(PlacementFactory())

    assert lines(found) == {(None,) * 5}
    assert (len(found.objectives), len(found.indicators)) == (5, 10)
    assert (found.overall_start, found.overall_proposed, len(found.unproposed)) == (None, None, 5)
    assert (found.self_on, found.company_on, found.agency_on) == (None, None, None)


def test_of_each_observer_tells_their_latest():
    placement = PlacementFactory()
    give_self(placement, 0, 30)
    give_self(placement, 1, 50)
    give_self(placement, 2, 60)
    give_company(placement, 1, 40)
    give_company(placement, 2, 70)
    give_agency(placement, 2, 80)

    found = of(placement)

    assert lines(found) == {(30, 60, 70, 80, 75)}
    assert {(line.start, line.self_now, line.agency_now) for line in found.indicators} == {
        (30, 60, None)
    }
    assert (found.overall_self, found.overall_company, found.overall_proposed) == (60, 70, 75)
    assert (found.self_on, found.company_on) == (MONDAY + timedelta(days=10), FRIDAY_OF_WEEK_2)
    assert found.unproposed == []


def test_of_one_objective_not_observed_is_not_complete():
    placement = PlacementFactory()
    first, *others = standard_set().objectives
    give_company(placement, 2, scores=dict.fromkeys(others, 50))

    found = of(placement)

    assert found.unproposed == [first]
    assert found.overall_proposed == 50


def test_of_a_week_signed_late_speaks_of_its_own_sunday():
    placement = PlacementFactory()
    give_company(placement, 1, 50, at=noon(MONDAY + timedelta(weeks=5)))

    found = of(placement, today=MONDAY + timedelta(weeks=5))

    assert found.company_on == MONDAY + timedelta(days=6)
    assert found.overall_proposed is None


def test_of_a_placement_that_is_over_looks_back_from_its_last_day():
    placement = PlacementFactory()
    give_company(placement, 8, 90)

    assert of(placement, today=placement.ends_on + timedelta(days=90)).overall_proposed == 90


def test_of_the_start_is_the_agency_tutors_where_the_trainee_gave_none():
    placement = PlacementFactory()
    give_agency(placement, 0, 20)

    assert lines(of(placement)) == {(20, None, None, None, None)}


def test_of_a_placement_stays_with_its_version():
    old, new = PlacementFactory(), PlacementFactory()
    give_self(old)
    first = standard_set().sets[0].pk
    objective = another_standard()

    found = summary.of([old, new])

    assert {line.objective.set_id for line in found[old.pk].objectives} == {first}
    assert [line.objective for line in found[new.pk].objectives] == [objective]


@pytest.mark.parametrize("rows", [1, 3])
def test_of_many_asks_five_queries(django_assert_num_queries, rows):
    placements = PlacementFactory.create_batch(rows)
    for placement in placements:
        give_self(placement)
        give_company(placement)

    with django_assert_num_queries(5):
        found = summary.of(placements)

    assert set(found) == {placement.pk for placement in placements}
