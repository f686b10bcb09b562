"""assessment/results.py: how sure a proposal is, and differences, by their properties."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.enums import EvaluationKind, Sureness
from assessment.results import (
    COUNTED,
    RECENT,
    Observation,
    change,
    counted,
    propose,
    spread,
    sureness,
)

TODAY = date(2026, 3, 27)
BESIDE = [each for each in EvaluationKind if each not in COUNTED]
VALUES = st.none() | st.integers(0, 100)


def observations(kinds=EvaluationKind, values=VALUES, days=(-30, 5)):
    on = st.integers(*days).map(lambda many: TODAY + timedelta(days=many))
    return st.lists(st.builds(Observation, kind=st.sampled_from(list(kinds)), on=on, value=values))


def seen(company, agency=()):
    """What each of the two said, the newest first."""
    both = zip(COUNTED, (company, agency), strict=True)
    return [
        Observation(kind, TODAY - timedelta(days=days), value)
        for kind, values in both
        for days, value in enumerate(values)
    ]


@given(observations(), st.randoms(use_true_random=False))
def test_sureness_does_not_depend_on_the_order(found, random):
    shuffled = random.sample(found, len(found))

    assert sureness(shuffled, on=TODAY) == sureness(found, on=TODAY)


@given(observations(), observations(kinds=BESIDE))
def test_own_and_colleagues_views_change_neither_proposal_nor_sureness(found, beside):
    both = [*found, *beside]

    assert propose(both, on=TODAY) == propose(found, on=TODAY)
    assert sureness(both, on=TODAY) == sureness(found, on=TODAY)


@given(observations(), observations(values=st.none()))
def test_what_was_not_observed_changes_nothing(found, nothing):
    both = [*found, *nothing]

    assert propose(both, on=TODAY) == propose(found, on=TODAY)
    assert sureness(both, on=TODAY) == sureness(found, on=TODAY)


@given(observations())
def test_proposal_lies_among_what_it_rests_on(found):
    values = [each.value for each in counted(found, on=TODAY)]

    proposed = propose(found, on=TODAY)

    assert (proposed is None) == (not values)
    assert proposed is None or min(values) <= proposed <= max(values)
    assert (sureness(found, on=TODAY) == Sureness.NONE) == (proposed is None)


@given(observations(), st.integers(0, 100))
def test_proposal_never_falls_when_a_score_rises(found, by):
    higher = [
        Observation(each.kind, each.on, None if each.value is None else min(100, each.value + by))
        for each in found
    ]

    before, after = propose(found, on=TODAY), propose(higher, on=TODAY)

    assert (before is None and after is None) or after >= before


@given(observations())
def test_proposal_proposed_again_is_the_same(found):
    proposed = propose(found, on=TODAY)
    again = [Observation(kind, TODAY, proposed) for kind in COUNTED]

    assert propose(again, on=TODAY) == proposed


@given(observations(days=(-60, -RECENT.days)))
def test_nothing_older_than_two_weeks_counts(found):
    assert propose(found, on=TODAY) is None
    assert sureness(found, on=TODAY) == Sureness.NONE


@pytest.mark.parametrize(
    ("company", "agency", "expected"),
    [
        ([], [], Sureness.NONE),
        ([None], [None], Sureness.NONE),
        ([0], [], Sureness.FEW),
        ([60], [None], Sureness.FEW),
        ([60, 60], [], Sureness.FEW),
        ([60], [60], Sureness.ENOUGH),
        ([60], [80], Sureness.ENOUGH),
        ([60], [81], Sureness.SCATTERED),
        ([80, 20], [80, 0], Sureness.ENOUGH),
        ([None, 20], [80, 20], Sureness.SCATTERED),
    ],
)
def test_sureness_by_the_latest_of_each(company, agency, expected):
    assert sureness(seen(company, agency), on=TODAY) == expected


@given(observations(), observations(values=st.integers(0, 100), days=(-30, -1)))
def test_sureness_with_older_scores_added_stays(found, older):
    today = [Observation(kind, TODAY, 50) for kind in COUNTED]

    assert sureness([*found, *today, *older], on=TODAY) == sureness([*found, *today], on=TODAY)


@given(VALUES, VALUES)
def test_change_is_the_same_both_ways(before, after):
    there, back = change(before, after), change(after, before)

    assert (there is None) == (before is None or after is None)
    assert there is None or (there == -back and before + there == after)


@given(st.lists(VALUES))
def test_spread_is_of_what_was_observed(values):
    told = [value for value in values if value is not None]

    assert spread(values) == (max(told) - min(told) if told else None)
