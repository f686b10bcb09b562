"""Who is ready for a certificate, and what is said to be missing."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from assessment import certificates
from assessment.readiness import readiness
from placements.enums import WeekStatus
from tests.factories import PlacementFactory, TraineeFactory, UserFactory

from .ready import ask, look_back, placements_of, ready_group, ready_placement, score, sign_week

pytestmark = pytest.mark.django_db


def words(group):
    rows = readiness(group, group.lead_tutor)
    return [[missing.words for missing in row.missing] for row in rows]


def test_readiness_ready_and_issued():
    group = ready_group(2)
    certificates.request(placements_of(group)[:1], by=group.lead_tutor)

    rows = readiness(group, group.lead_tutor)

    assert sorted(row.ready for row in rows) == [False, True]
    assert words(group) == [[], []]


def test_readiness_says_every_thing_that_is_missing():
    group = ready_group(0)
    running = PlacementFactory(
        trainee=TraineeFactory(group=group),
        starts_on=timezone.localdate() - timedelta(days=1),
        ends_on=timezone.localdate() + timedelta(days=40),
    )

    found = words(group)[0]

    assert found[0].startswith("Placement ends on ")
    assert found[1] == "Week 1 not sent"
    assert found[-2:] == ["No result yet", "Results not signed off"]
    assert running.week_count > 1


def test_readiness_week_with_the_company_is_not_signed():
    group = ready_group(0)
    placement = ready_placement(group=group, week=WeekStatus.DECLARED)

    assert words(group) == [["Week 1 not signed"]]
    assert readiness(group, group.lead_tutor)[0].missing[0].week == placement.weeks.get().pk
    with pytest.raises(ValidationError):
        certificates.request([placement], by=group.lead_tutor)


def test_readiness_week_the_company_returned_was_sent_back():
    group = ready_group(0)
    ready_placement(group=group, week=WeekStatus.RETURNED)

    assert words(group) == [["Week 1 was sent back"]]


def test_readiness_after_withdrawing_names_the_last_one():
    group = ready_group(1)
    for reason in ("Wrong name", "Wrong hours"):
        certificates.withdraw(ask(group)[0], by=group.lead_tutor, reason=reason)

    row = readiness(group, group.lead_tutor)[0]
    ask(group)
    again = readiness(group, group.lead_tutor)[0]

    assert row.ready and row.withdrawn.withdraw_reason == "Wrong hours"
    assert again.withdrawn is None


def test_readiness_without_placement_or_confirmation():
    group = ready_group(0)
    TraineeFactory(group=group)
    PlacementFactory(trainee=TraineeFactory(group=group), status="proposed")

    assert sorted(words(group)) == [["No placement"], ["Placement not confirmed"]]


def test_readiness_without_evaluation_names_the_objectives():
    group = ready_group(0)
    placement = PlacementFactory(
        trainee=TraineeFactory(group=group),
        starts_on=timezone.localdate() - timedelta(weeks=2, days=timezone.localdate().weekday()),
        ends_on=timezone.localdate() - timedelta(weeks=2, days=timezone.localdate().weekday() - 4),
        full_time=True,
    )
    sign_week(placement)
    look_back(placement)

    assert words(group) == [["No result yet", "Results not signed off"]]

    evaluation = score(placement)
    evaluation.scores.first().delete()
    assert words(group)[0][0].startswith("No result yet: ")


def test_readiness_shows_a_tutor_only_their_trainees():
    group = ready_group(2)
    tutor = UserFactory(tutor=True)
    mine = group.trainees.first()
    mine.tutor = tutor
    mine.save()

    assert [row.trainee for row in readiness(group, tutor)] == [mine]
    assert readiness(group, UserFactory(tutor=True)) == []


@pytest.mark.parametrize("trainees", [1, 3])
def test_readiness_query_count_does_not_grow(trainees, django_assert_num_queries):
    group = ready_group(trainees)
    tutor = group.lead_tutor
    tutor.get_all_permissions()

    with django_assert_num_queries(21):
        assert len(readiness(group, tutor)) == trainees
