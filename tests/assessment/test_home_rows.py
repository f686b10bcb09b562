"""The trainee's home: journey, badge, awards and certificate beside evaluations, in one query."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from assessment import awards
from assessment.todos import of_home
from tests.assessment import issuing
from tests.assessment.observing import noon
from tests.factories import MONDAY, PlacementFactory, UserFactory
from trainees import journey
from trainees.models import JourneyStep

pytestmark = pytest.mark.django_db


@pytest.fixture
def placement(client):
    placement = PlacementFactory(full_time=True)
    client.force_login(placement.trainee.user)
    group = placement.trainee.group
    for position, code in enumerate(["first", "second"]):
        JourneyStep.objects.create(
            group=group, code=code, phase="before", position=position, names={"en": code.title()}
        )
    steps = JourneyStep.objects.filter(group=group).order_by("position")
    journey.tick(placement.trainee, steps[0], by=placement.trainee.user)
    issuing.unsigned(placement.trainee)
    return placement


@pytest.mark.parametrize("count", [1, 5])
def test_home_rows_take_one_query_and_say_what_is_known(
    placement, client, count, django_assert_num_queries, django_assert_max_num_queries
):
    trainee, by = placement.trainee, UserFactory(tutor=True)
    for number in range(count):
        moment = noon(MONDAY + timedelta(days=number))
        with time_machine.travel(moment, tick=False):
            awards.give(trainee, occasion=f"Day {number}", level=2, reason="Careful", by=by)

    with time_machine.travel(noon(MONDAY + timedelta(days=7)), tick=False):
        with django_assert_num_queries(1):
            said = of_home(trainee, placement, (MONDAY + timedelta(days=7)))
        client.get(reverse("placements:home"))
        with django_assert_max_num_queries(8):
            client.get(reverse("placements:home"))

    assert said.todos[0].title == "Second"
    assert "1 of 2 steps done" in said.todos[0].note
    newest = [f"Day {number}" for number in reversed(range(count))][:3]
    assert [row.note for row in said.news] == ["One month in Tuscany", *newest]
    assert said.news[1].title == "Award: very good"
