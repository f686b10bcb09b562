"""What the database refuses about evaluations and scores."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts import links
from accounts.enums import Purpose
from assessment.enums import EvaluationKind, EvaluationMoment
from assessment.models import Evaluation, Indicator, Objective, ObjectiveSet, Score
from tests.assessment.observing import give_company, give_self, standard_set
from tests.factories import MONDAY, PlacementFactory, SendingTutorFactory, UserFactory

pytestmark = pytest.mark.django_db


def evaluation(**changes):
    fields = {"kind": EvaluationKind.SELF, "moment": EvaluationMoment.WEEK, "monday": MONDAY}
    fields["placement"] = changes.pop("placement", None) or PlacementFactory()
    return Evaluation.objects.create(**({"given_by": "Lena"} | fields | changes))


def refused():
    """The statement below breaks a constraint; the test's transaction goes on."""
    return _Refused()


class _Refused:
    def __enter__(self):
        self.raises = pytest.raises(IntegrityError)
        self.raises.__enter__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def __exit__(self, *error):
        self.atomic.__exit__(*error)
        return self.raises.__exit__(*error)


def test_evaluation_twice_for_a_moment_is_refused():
    first = evaluation()

    with refused():
        evaluation(placement=first.placement)


def test_colleague_twice_for_a_moment_is_refused_and_two_are_not():
    who = {"kind": EvaluationKind.COLLEAGUE, "role": "Cook"}
    first = evaluation(**who)
    evaluation(placement=first.placement, **who, given_by="Sara")

    with refused():
        evaluation(placement=first.placement, **who, given_by="LENA")


def test_evaluation_not_on_a_monday_is_refused():
    with refused():
        evaluation(monday=MONDAY + timedelta(days=1))


@pytest.mark.parametrize("value", [-1, 101])
def test_score_out_of_range_is_refused(value):
    objective = standard_set().objectives[0]
    mine = evaluation()

    with refused():
        Score.objects.create(evaluation=mine, objective=objective, value=value)


def test_score_of_nothing_or_of_both_is_refused():
    objective, indicator = standard_set().objectives[0], standard_set().indicators[0]
    mine = evaluation()

    with refused():
        Score.objects.create(evaluation=mine, value=50)
    with refused():
        Score.objects.create(evaluation=mine, objective=objective, indicator=indicator, value=50)


@pytest.mark.parametrize("about", ["objective", "indicator"])
def test_score_twice_in_one_evaluation_is_refused(about):
    found = {"objective": standard_set().objectives[0], "indicator": standard_set().indicators[0]}
    score = {"evaluation": evaluation(), about: found[about]}
    Score.objects.create(**score, value=50)

    with refused():
        Score.objects.create(**score, value=60)


def test_standard_set_second_in_use_is_refused():
    standard_set()

    with refused():
        ObjectiveSet.objects.create(kind="standard", version=2, is_current=True, state="in_use")


def test_standard_set_version_twice_is_refused():
    standard_set()

    with refused():
        ObjectiveSet.objects.create(kind="standard", version=1, is_current=False)


def test_objective_and_indicator_code_twice_is_refused():
    objective = standard_set().objectives[0]
    indicator = objective.indicators.first()

    with refused():
        Objective.objects.create(set_id=objective.set_id, code=objective.code, names={"en": "x"})
    with refused():
        Indicator.objects.create(objective=objective, code=indicator.code, names={"en": "x"})


def test_visible_to_shows_each_their_part(today):
    today("2026-03-19")
    mine, other = PlacementFactory(), PlacementFactory()
    for placement in (mine, other):
        give_self(placement)
        give_company(placement)
    school = SendingTutorFactory(organisation=mine.trainee.group.organisation).user
    link = links.create(Purpose.COMPANY, mine.company_tutor)

    def seen(viewer):
        rows = Evaluation.objects.visible_to(viewer).order_by("kind")
        return [(row.placement, row.kind) for row in rows]

    both = [(mine, "company"), (mine, "self")]
    assert seen(mine.trainee.user) == both
    assert seen(mine.trainee.group.lead_tutor) == both
    assert seen(school) == both
    assert seen(link) == [(mine, "company")]
    assert seen(UserFactory(tutor=True)) == []
    assert Score.objects.visible_to(link).count() == 5
    assert Score.objects.visible_to(UserFactory()).count() == 0
