"""A trainee's progress page."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from tests.assessment.observing import (
    give_agency,
    give_company,
    give_compare,
    give_self,
    noon,
    standard_set,
)
from tests.factories import (
    MONDAY,
    PlacementFactory,
    SendingTutorFactory,
    TraineeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

PROGRESS = reverse("assessment:progress")
WEEK_1 = reverse("assessment:self_evaluation", args=["2026-W10"])
THURSDAY = noon(MONDAY + timedelta(days=3))


def rows(response):
    return [(row.title, row.label) for row in response.context["progress"].rows]


@pytest.mark.usefixtures("on_thursday")
def test_progress_at_the_beginning_says_what_will_be_here(client, placement):
    response = client.get(PROGRESS)

    assert "after your first self-evaluation" in response.text
    assert '<svg class="chart"' not in response.text
    assert rows(response) == [
        ("Self-evaluation, week 2", "Later"),
        ("Self-evaluation, week 1", "To do"),
        ("With a written model, week 1", "To do"),
        ("Self-evaluation at the start", "To do"),
    ]


@pytest.mark.usefixtures("on_thursday")
def test_progress_without_a_placement_says_when_scores_begin(client):
    client.force_login(TraineeFactory().user)

    response = client.get(PROGRESS)

    assert "They begin with your placement." in response.text


def test_progress_shows_own_and_company_when_the_own_is_sent(client, placement):
    give_self(placement, 0, 50)
    give_self(placement, 1, 66)
    give_company(placement, 1, 64)

    with time_machine.travel(THURSDAY, tick=False):
        response = client.get(PROGRESS)

    progress = response.context["progress"]
    assert (progress.now.own, progress.company_line.company, progress.change) == (66, 64, 16)
    assert "In week 1 you and Marco saw it almost the same: 66 and 64." in response.text
    assert "16 since the start" in response.text
    assert ("Company, week 1", "64") in rows(response)
    assert [(line.own, line.company) for line in progress.objectives] == [(66, 64)] * 5


def test_progress_hides_company_and_tutor_until_the_own_is_sent(client, placement):
    give_self(placement, 0, 50)
    give_company(placement, 1, 64)
    give_agency(placement, 1, 71)

    with time_machine.travel(THURSDAY, tick=False):
        response = client.get(PROGRESS)

    assert response.context["progress"].company_line is None
    assert not {"64", "71"} & {label for _title, label in rows(response)}
    assert ">64<" not in response.text


def test_progress_shows_the_company_when_the_own_can_no_longer_be_sent(client, placement):
    give_company(placement, 1, 64)

    with time_machine.travel(noon(MONDAY + timedelta(days=14)), tick=False):
        response = client.get(PROGRESS)

    assert response.context["progress"].company_line.company == 64


@pytest.mark.parametrize(
    ("own", "company", "sentence"),
    [
        (40, 60, "In week 1 Marco rated you higher than you did: 60 and 40."),
        (70, 50, "In week 1 you rated yourself higher than Marco did: 70 and 50. Talk about it."),
    ],
)
def test_progress_says_what_the_difference_means(client, placement, own, company, sentence):
    give_self(placement, 1, own)
    give_company(placement, 1, company)

    with time_machine.travel(THURSDAY, tick=False):
        assert sentence in client.get(PROGRESS).text


def test_progress_compares_like_weeks_only_and_says_what_the_average_is_made_of(client, placement):
    give_self(placement, 3, 70)
    give_company(placement, 1, 40)
    give_compare(placement, 3, 50)

    with time_machine.travel(noon(MONDAY + timedelta(days=16)), tick=False):
        progress = client.get(PROGRESS).context["progress"]

    assert progress.sentence == (
        "Marco gave 40 in week 1. You have no scores of that week, so the two are not compared."
    )
    assert progress.now.own == 60
    assert "Self-evaluation 70, Comparing with others 50" in progress.made_of


def test_progress_with_falling_scores_says_so(client, placement):
    give_self(placement, 0, 60)
    give_self(placement, 1, 50)

    with time_machine.travel(THURSDAY, tick=False):
        assert "10 under the start" in client.get(PROGRESS).text


def test_progress_objectives_never_observed_show_no_mark(client, placement):
    give_self(placement, 0, 50, scores={standard_set().indicators[0]: 50})

    with time_machine.travel(THURSDAY, tick=False):
        response = client.get(PROGRESS)

    bars = [line.bar for line in response.context["progress"].objectives]
    assert [("m-self" in bar) for bar in bars] == [True, False, False, False, False]
    assert "not observed yet" in bars[1]


@pytest.mark.parametrize("weeks", [1, 6])
def test_progress_queries_do_not_grow_with_weeks(
    client, placement, django_assert_max_num_queries, weeks
):
    for number in range(weeks + 1):
        give_self(placement, number)
        if number:
            give_company(placement, number)

    with (
        time_machine.travel(noon(MONDAY + timedelta(weeks=7)), tick=False),
        django_assert_max_num_queries(11),
    ):
        client.get(PROGRESS)


def test_progress_of_somebody_who_is_no_trainee_is_not_found(client):
    for user in (UserFactory(), UserFactory(tutor=True), SendingTutorFactory().user):
        client.force_login(user)

        assert client.get(PROGRESS).status_code == 404
        assert client.get(WEEK_1).status_code == 404


def test_progress_shows_only_ones_own(client, placement):
    other = PlacementFactory()
    give_self(other, 1, 99)

    with time_machine.travel(THURSDAY, tick=False):
        response = client.get(PROGRESS)

    assert response.context["progress"].now is None


def test_pages_send_strangers_to_sign_in(client):
    for address in (PROGRESS, WEEK_1):
        assert client.get(address).status_code == 302


def test_progress_day_of_an_evaluation_is_the_one_in_italy(client, placement):
    after_midnight = noon(MONDAY + timedelta(days=6)) - timedelta(hours=11, minutes=30)
    give_self(placement, at=after_midnight)
    with time_machine.travel(noon(MONDAY + timedelta(days=7)), tick=False):
        found = client.get(PROGRESS).context["progress"].rows

    notes = [row.note for row in found if row.title == "Self-evaluation, week 1"]
    assert notes == ["Sent on 8 March"]
