"""assessment/slots.py: when self-evaluations open and close."""

from datetime import date, timedelta

import pytest

from assessment import slots, standard
from assessment.enums import EvaluationKind, EvaluationMoment
from assessment.plans import Due, Plan, Version
from tests.factories import MONDAY, PlacementFactory


def placement(starts_on, ends_on):
    return PlacementFactory.build(
        trainee=None, company_tutor=None, company=None, starts_on=starts_on, ends_on=ends_on
    )


STANDARD = Plan(
    [], [Version(standard.BEFORE_ALL, False, [Due(**each) for each in standard.dues()])]
)


def laid(stay, *kinds):
    return slots.lay(stay.starts_on, stay.ends_on, STANDARD, kinds or [EvaluationKind.SELF])


def told(starts_on, ends_on):
    return [
        (slot.key, slot.moment.value, slot.opens_on.isoformat(), slot.due_on.isoformat())
        for slot in laid(placement(starts_on, ends_on))
    ]


def test_of_two_weeks_are_start_week_and_final():
    assert told(date(2026, 3, 2), date(2026, 3, 13)) == [
        ("start", "start", "2026-03-02", "2026-03-04"),
        ("2026-W10", "week", "2026-03-05", "2026-03-06"),
        ("2026-W11", "final", "2026-03-12", "2026-03-13"),
    ]


def test_of_a_placement_that_begins_on_thursday_leaves_out_its_first_week():
    assert [row[0] for row in told(date(2026, 3, 5), date(2026, 3, 13))] == ["start", "2026-W11"]


def test_of_a_last_week_that_ends_on_monday_opens_on_monday():
    assert told(date(2026, 3, 2), date(2026, 3, 9))[-1] == (
        "2026-W11",
        "final",
        "2026-03-09",
        "2026-03-09",
    )


def test_of_a_single_day_has_start_and_final():
    day = date(2026, 3, 6)

    assert [row[1:] for row in told(day, day)] == [
        ("start", "2026-03-06", "2026-03-06"),
        ("final", "2026-03-06", "2026-03-06"),
    ]


@pytest.mark.parametrize("days", range(0, 40, 3))
def test_of_any_placement_is_due_while_open_and_within_it(days):
    stay = placement(MONDAY + timedelta(days=days % 7), MONDAY + timedelta(days=days + 7))

    for slot in laid(stay, *EvaluationKind):
        assert stay.starts_on <= slot.opens_on <= slot.due_on <= stay.ends_on
        assert slot.due_on <= slot.closes_on
        assert [each.key for each in laid(stay, *EvaluationKind)].count(slot.key) == 1


def test_of_the_last_one_is_final():
    found = laid(placement(MONDAY, MONDAY + timedelta(weeks=8, days=-3)))

    assert [slot.number for slot in found] == [0, 1, 2, 3, 4, 5, 6, 7, 8]
    assert [slot.moment for slot in found][-1] == EvaluationMoment.FINAL
