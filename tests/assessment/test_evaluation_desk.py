"""The agency tutor's evaluation on the desk."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from assessment.models import Evaluation
from tests.assessment.observing import give_agency, give_company, give_self, standard_set
from tests.factories import MONDAY, PlacementFactory, SendingTutorFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def placement(client, today):
    today((MONDAY + timedelta(days=11)).isoformat())
    placement = PlacementFactory()
    client.force_login(placement.trainee.group.lead_tutor)
    return placement


def address(placement, when=""):
    page = reverse("admin:placements_placement_evaluation", args=[placement.pk])
    return f"{page}?when={when}" if when else page


def filled(when="2026-W11", **changes):
    return {"when": when, "comment": "", "once": str(uuid.uuid4())} | changes


def first():
    return standard_set().objectives[0]


def test_evaluation_page_has_the_summary_beside_and_a_label_on_every_field(client, placement):
    give_self(placement, 0, 30)
    give_self(placement, 2, 50)
    give_company(placement, 2, 70)

    response = client.get(address(placement))

    total = response.context["summary"]
    assert (total.overall_start, total.overall_self, total.overall_proposed) == (30, 50, 70)
    assert response.text.count('type="number"') == 15
    for name in response.context["form"].abouts:
        assert f'<label for="id_{name}">' in response.text


def test_evaluation_page_begins_with_the_newest_week_that_has_begun(client, placement):
    form = client.get(address(placement)).context["form"]

    assert form["when"].value() == "2026-W11"
    assert [key for key, _words in form.fields["when"].choices] == [
        "start",
        "2026-W10",
        "2026-W11",
    ]


def test_evaluation_any_whole_number_is_stored_and_the_rest_not_observed(client, placement):
    indicator = standard_set().indicators[2]

    response = client.post(
        address(placement),
        filled(**{f"o{first().pk}": "73", f"i{indicator.pk}": "0", "comment": "Late"}),
    )

    evaluation = Evaluation.objects.get()
    tutor = placement.trainee.group.lead_tutor
    assert response.headers["Location"] == address(placement, "2026-W11")
    assert (evaluation.kind, evaluation.moment, evaluation.user) == ("agency", "week", tutor)
    observed = evaluation.scores.observed().order_by("value")
    assert [(score.indicator or score.objective, score.value) for score in observed] == [
        (indicator, 0),
        (first(), 73),
    ]
    assert LogEntry.objects.get().get_change_message() == "Evaluation: Week 2"


def test_evaluation_twice_is_stored_once(client, placement):
    data = filled(**{f"o{first().pk}": "73"})

    client.post(address(placement), data)
    client.post(address(placement), data)

    assert Evaluation.objects.count() == 1


def test_evaluation_corrected_holds_the_new_numbers(client, placement):
    give_agency(placement, 1, 40)

    shown = client.get(address(placement, "2026-W10"))
    seen = shown.context["form"]["seen"].value()
    data = filled("2026-W10", **{f"o{first().pk}": "45", "seen": seen})
    client.post(address(placement), data)

    assert shown.context["form"][f"o{first().pk}"].value() == 40
    assert list(Evaluation.objects.get().scores.observed().values_list("value", flat=True)) == [45]


def test_evaluation_over_one_that_was_not_seen_asks_first_and_keeps_both(client, placement):
    give_agency(placement, 1, 40)
    data = filled("2026-W10", **{f"o{first().pk}": "45"})

    first_try = client.post(address(placement), data)
    kept = set(Evaluation.objects.get().scores.values_list("value", flat=True))
    form = first_try.context["form"]
    again = client.post(address(placement), data | {"seen": form["seen"].value()})

    assert "Store again to replace it" in form.non_field_errors()[0]
    assert form[f"o{first().pk}"].value() == "45"
    assert kept == {40}
    assert again.status_code == 302
    assert list(Evaluation.objects.get().scores.observed().values_list("value", flat=True)) == [45]


def test_evaluation_of_two_colleagues_in_a_week_are_two_and_each_opens_by_itself(client, placement):
    score = f"o{first().pk}"
    luca = filled(who="coworker", name="Luca Bini", role="Shift leader", **{score: "40"})
    sara = filled(who="coworker", name="Sara Neri", role="Cook", **{score: "70"})

    opened = [client.post(address(placement), data).headers["Location"] for data in (luca, sara)]
    shown = client.get(opened[0])
    seen = shown.context["form"]["seen"].value()
    client.post(opened[0], luca | {"once": str(uuid.uuid4()), "seen": seen, "name": "Luca Bindi"})

    form = shown.context["form"]
    assert (form["name"].value(), form[score].value()) == ("Luca Bini", 40)
    assert [each["is_shown"] for each in shown.context["given"]] == [True, False]
    assert list(Evaluation.objects.order_by("given_by").values_list("given_by", flat=True)) == [
        "Luca Bindi",
        "Sara Neri",
    ]


@pytest.mark.parametrize("value", ["101", "-1", "7.5", "x", "1e2"])
def test_evaluation_with_no_whole_number_says_so_and_keeps_the_rest(client, placement, value):
    second = standard_set().objectives[1]
    taps = {f"o{first().pk}": value, f"o{second.pk}": "61", "comment": "Kept"}

    response = client.post(address(placement), filled(**taps))

    text = f"Enter a whole number from 0 to 100 for “{first().name}”, or leave it empty."
    assert response.context["form"].errors == {f"o{first().pk}": [text]}
    assert f'<a href="#id_o{first().pk}">{text}</a>' in response.text
    assert 'value="61"' in response.text and "Kept</textarea>" in response.text
    assert not Evaluation.objects.exists()


def test_evaluation_without_any_score_says_so(client, placement):
    response = client.post(address(placement), filled())

    assert response.context["form"].non_field_errors() == ["Enter at least one score."]


@pytest.mark.parametrize("when", ["2026-W12", "x", ""])
def test_evaluation_for_a_moment_that_has_not_come_is_refused(client, placement, when):
    response = client.post(address(placement), filled(when, **{f"o{first().pk}": "73"}))

    assert "when" in response.context["form"].errors


def test_evaluation_page_before_the_placement_begins_has_no_form(client, placement, today):
    today("2026-02-20")

    response = client.get(address(placement))

    assert "The placement has not begun." in response.text


def test_evaluation_page_is_only_for_those_who_see_the_placement(client_for, placement):
    school = SendingTutorFactory(organisation=placement.trainee.group.organisation).user

    for user in (UserFactory(tutor=True), school, placement.trainee.user, UserFactory()):
        assert client_for(user).get(address(placement)).status_code == 404
        assert client_for(user).post(address(placement), filled()).status_code == 404


@pytest.mark.parametrize("weeks", [1, 2])
def test_evaluation_page_queries_do_not_grow_with_weeks(
    client, placement, django_assert_max_num_queries, weeks
):
    for number in range(1, weeks + 1):
        give_self(placement, number)
        give_company(placement, number)
        give_agency(placement, number)

    with django_assert_max_num_queries(16):
        client.get(address(placement))
