"""assessment/evaluations.py: give, give again, change, too early, too late."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts import links
from accounts.enums import Purpose
from assessment import evaluations, home
from assessment.enums import EvaluationKind, EvaluationMoment
from assessment.models import Evaluation, Score
from imyportal import work
from tests.assessment.observing import (
    give_agency,
    give_company,
    give_self,
    noon,
    scores,
    slot_of,
    standard_set,
)
from tests.factories import MONDAY, PlacementFactory

pytestmark = pytest.mark.django_db

THURSDAY, SUNDAY = MONDAY + timedelta(days=3), MONDAY + timedelta(days=6)


@pytest.fixture
def placement():
    return PlacementFactory()


def values(evaluation):
    return sorted({score.value for score in evaluation.scores.all()}, key=str)


def test_give_self_stores_every_indicator_once(placement):
    found = give_self(placement, 1, 60, comment=" fine ")

    assert (found.kind, found.moment, found.monday) == ("self", "week", MONDAY)
    assert (found.given_by, found.user) == (
        placement.trainee.user.get_full_name(),
        placement.trainee.user,
    )
    assert (found.comment, found.scores.count(), values(found)) == ("fine", 10, [60])


def test_give_self_not_observed_is_kept_and_is_not_nought(placement):
    given = scores(60)
    given[standard_set().indicators[6]] = None

    found = give_self(placement, scores=given)

    assert sorted(found.scores.values_list("value", flat=True), key=str).count(None) == 1
    assert found.scores.observed().count() == 9


def test_give_self_same_form_twice_is_stored_once(placement):
    once = uuid.uuid4()
    first = give_self(placement, 1, 60, once=once)

    again = give_self(placement, 1, 90, once=once)

    assert again == first
    assert values(again) == [60]


def test_give_self_same_form_after_it_closed_is_answered_alike(placement):
    once = uuid.uuid4()
    first = give_self(placement, 1, 60, once=once)

    assert give_self(placement, 1, 60, once=once, at=noon(SUNDAY + timedelta(days=30))) == first


def test_give_self_another_form_in_the_same_week_changes_it(placement):
    give_self(placement, 1, 60, once=uuid.uuid4())

    found = give_self(placement, 1, 90, once=uuid.uuid4(), at=noon(SUNDAY))

    assert (Evaluation.objects.count(), found.scores.count(), values(found)) == (1, 10, [90])


def test_give_self_another_form_after_the_week_is_refused(placement):
    give_self(placement, 1, 60)

    with pytest.raises(ValidationError) as error:
        give_self(placement, 1, 90, at=noon(SUNDAY + timedelta(days=1)))

    assert error.value.code == "given"
    assert set(Score.objects.values_list("value", flat=True)) == {60}


@pytest.mark.parametrize(("days", "code"), [(-1, "early"), (11, "closed")])
def test_give_self_outside_its_days_is_refused(placement, days, code):
    with pytest.raises(ValidationError) as error:
        give_self(placement, 1, at=noon(THURSDAY + timedelta(days=days)))

    assert error.value.code == code
    assert not Evaluation.objects.exists()


def test_give_self_until_the_end_of_the_next_week_is_taken(placement):
    give_self(placement, 1, at=noon(THURSDAY + timedelta(days=10)))

    assert Evaluation.objects.count() == 1


@pytest.mark.parametrize("value", [-1, 101])
def test_give_self_value_out_of_range_stores_nothing(placement, value):
    with pytest.raises(ValidationError) as error:
        give_self(placement, 1, value)

    assert error.value.code == "range"
    assert not Evaluation.objects.exists()


def test_give_self_start_and_first_week_are_two(placement):
    give_self(placement, 0, 30)
    give_self(placement, 1, 50)

    moments = Evaluation.objects.order_by("moment").values_list("moment", flat=True)
    assert list(moments) == ["start", "week"]


def test_give_company_stores_only_what_was_tapped(placement):
    objective = standard_set().objectives[0]
    link = links.create(Purpose.COMPANY, placement.company_tutor)

    found = give_company(placement, scores={objective: 70}, link=link)

    assert (found.kind, found.moment, found.link, found.user) == ("company", "week", link, None)
    assert [(score.objective, score.value) for score in found.scores.all()] == [(objective, 70)]


def test_give_company_nothing_tapped_stores_nothing(placement):
    assert give_company(placement, scores={}, comment="  ") is None
    assert not Evaluation.objects.exists()


def test_give_company_comment_alone_is_kept(placement):
    assert give_company(placement, scores={}, comment="Bravo").comment == "Bravo"


def test_give_company_again_keeps_what_was_not_tapped_anew(placement):
    first, second, *_others = standard_set().objectives
    give_company(placement, scores={first: 70, second: 50})

    found = give_company(placement, scores={second: 90})

    assert {score.objective: score.value for score in found.scores.all()} == {first: 70, second: 90}


def test_give_company_in_the_last_week_is_final(placement):
    assert give_company(placement, 8).moment == EvaluationMoment.FINAL


def test_give_agency_takes_any_number_and_not_observed(placement):
    objective, indicator = standard_set().objectives[0], standard_set().indicators[0]

    found = give_agency(placement, scores={objective: 73, indicator: None})

    assert found.kind == EvaluationKind.AGENCY
    assert sorted(found.scores.values_list("value", flat=True), key=str) == [73, None]


def test_give_agency_may_be_corrected_later(placement):
    give_agency(placement, 1, 50)

    found = give_agency(placement, 1, 55, at=noon(SUNDAY + timedelta(days=40)))

    assert values(found) == [55]


@pytest.mark.parametrize(("weeks", "code"), [(-1, "outside"), (9, "outside"), (5, "early")])
def test_give_agency_for_a_wrong_week_is_refused(placement, weeks, code):
    with pytest.raises(ValidationError) as error:
        evaluations.give_agency(
            placement,
            moment=EvaluationMoment.WEEK,
            monday=MONDAY + timedelta(weeks=weeks),
            scores={},
            by=placement.trainee.group.lead_tutor,
            at=noon(THURSDAY),
        )

    assert error.value.code == code


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (-1, []),
        (0, ["start"]),
        (3, ["start", "model-2026-W10", "2026-W10"]),
        (10, ["start", "model-2026-W10", "2026-W10", "2026-W11"]),
    ],
)
def test_due_self_names_what_is_open_and_not_given(placement, day, expected):
    found = home.of(placement.trainee, placement, MONDAY + timedelta(days=day)).due

    assert [slot.key for slot in found] == expected


def test_due_self_without_what_is_given(placement, django_assert_num_queries):
    give_self(placement, 0)

    with django_assert_num_queries(1):
        found = home.of(placement.trainee, placement, THURSDAY).due

    assert found == [slot_of(placement, 1, EvaluationKind.MODEL), slot_of(placement, 1)]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_give_self_two_at_once_store_one_evaluation(placement):
    given = scores(60)
    inside, go_on = threading.Event(), threading.Event()
    failed = []

    def hold():
        if not inside.is_set():
            inside.set()
            go_on.wait(10)

    def give():
        try:
            give_self(placement, scores=given, once=uuid.uuid4())
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    standard_set()
    work.set_hook("evaluations.held", hold)
    try:
        threads = [threading.Thread(target=give) for _each in range(2)]
        threads[0].start()
        inside.wait(10)
        threads[1].start()
        go_on.set()
        for thread in threads:
            thread.join(20)
    finally:
        work.set_hook("evaluations.held", None)

    assert failed == []
    assert (Evaluation.objects.count(), Score.objects.count()) == (1, 10)
