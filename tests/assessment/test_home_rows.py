"""The trainee's home: journey, badge, awards and certificate beside evaluations, in one query."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from assessment import awards
from assessment.todos import of_home
from tests.assessment import issuing
from tests.assessment.observing import noon
from tests.factories import MONDAY, PlacementFactory, UserFactory
from tests.trainees import consenting
from trainees import consent_texts, journey
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
        with django_assert_max_num_queries(12):
            client.get(reverse("placements:home"))

    assert said.todos[0].title == "Second"
    assert "1 of 2 steps done" in said.todos[0].note
    newest = [f"Day {number}" for number in reversed(range(count))][:3]
    assert [row.note for row in said.news] == ["One month in Tuscany", *newest]
    assert said.news[1].title == "Award: very good"


def test_home_asks_at_18_and_when_the_text_changed_until_the_trainee_answers(
    placement, client, today, monkeypatch
):
    trainee, mine = placement.trainee, reverse("assessment:my_badges")
    trainee.birth_date = date(2008, 2, 29)
    trainee.save(update_fields=["birth_date"])

    def asked():
        todos = of_home(trainee, placement, timezone.localdate()).todos
        return [each.title for each in todos if each.url == mine]

    today("2026-02-28")
    consenting.own_yes(trainee)
    assert asked() == []
    today("2026-03-01")
    assert asked() == ["You are 18: who may see your badge?"]
    client.post(mine, {"do": "show"})
    assert asked() == []

    first = consent_texts._versions("badges")[1]
    monkeypatch.setattr(consent_texts, "_versions", lambda purpose: {1: first, 2: first})
    assert asked() == ["The text about your badge page was changed"]
    assert "Agree to the new text" in client.get(mine).content.decode()
    client.post(mine, {"do": "show"})
    assert asked() == []
    assert "Agree to the new text" not in client.get(mine).content.decode()
