"""assessment/results.py: means and the proposed result, by their properties."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.enums import EvaluationKind
from assessment.results import Observation, latest, mean, objective_value, propose

TODAY = date(2026, 3, 27)
VALUES = st.none() | st.integers(0, 100)
OBSERVATIONS = st.lists(
    st.builds(
        Observation,
        kind=st.sampled_from(list(EvaluationKind)),
        on=st.integers(-30, 5).map(lambda days: TODAY + timedelta(days=days)),
        value=VALUES,
    )
)


def company(days_ago, value):
    return Observation(EvaluationKind.COMPANY, TODAY - timedelta(days=days_ago), value)


def agency(days_ago, value):
    return Observation(EvaluationKind.AGENCY, TODAY - timedelta(days=days_ago), value)


@given(st.lists(VALUES))
def test_mean_lies_between_the_least_and_the_greatest_observed(values):
    observed = [value for value in values if value is not None]

    found = mean(values)

    assert found is None if not observed else min(observed) <= found <= max(observed)


@given(st.lists(VALUES))
def test_mean_without_what_was_not_observed_is_the_same(values):
    assert mean([*values, None]) == mean(values)


@pytest.mark.parametrize(
    ("values", "expected"), [([], None), ([None], None), ([0], 0), ([0, 1], 1), ([60, 65], 63)]
)
def test_mean_rounds_halves_up(values, expected):
    assert mean(values) == expected


def test_objective_value_as_a_whole_goes_before_indicators():
    assert objective_value(70, [10, 20]) == 70
    assert objective_value(None, [10, 20]) == 15
    assert objective_value(0, [10, 20]) == 0


@given(OBSERVATIONS, st.randoms(use_true_random=False))
def test_propose_does_not_depend_on_the_order(observations, random):
    shuffled = list(observations)
    random.shuffle(shuffled)

    assert propose(shuffled, on=TODAY) == propose(observations, on=TODAY)


@given(OBSERVATIONS)
def test_propose_lies_among_what_was_observed(observations):
    counted = [each.value for each in observations if each.value is not None]

    found = propose(observations, on=TODAY)

    assert found is None or min(counted) <= found <= max(counted)


@given(OBSERVATIONS, st.integers(0, 13))
def test_propose_with_something_not_observed_added_stays(observations, days_ago):
    more = [*observations, company(days_ago, None), agency(days_ago, None)]

    assert propose(more, on=TODAY) == propose(observations, on=TODAY)


@given(OBSERVATIONS, st.integers(0, 100))
def test_propose_never_counts_the_trainees_own(observations, value):
    own = Observation(EvaluationKind.SELF, TODAY, value)

    assert propose([*observations, own], on=TODAY) == propose(observations, on=TODAY)


@pytest.mark.parametrize(
    ("observations", "expected"),
    [
        ([], None),
        ([company(0, 80)], 80),
        ([company(0, 80), agency(0, 60)], 70),
        ([company(7, 20), company(0, 80)], 80),
        ([company(13, 80)], 80),
        ([company(14, 80)], None),
        ([company(-1, 80)], None),
        ([company(0, None), company(7, 40)], 40),
        ([company(0, 0), agency(0, 100)], 50),
    ],
)
def test_propose_takes_the_latest_of_each_of_fourteen_days(observations, expected):
    assert propose(observations, on=TODAY) == expected


def test_latest_of_one_day_is_their_mean():
    assert latest([company(0, 60), company(0, 80), company(1, 10)]) == 70
