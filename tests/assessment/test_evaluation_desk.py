"""The agency tutor's evaluation on the desk."""

import uuid
from datetime import datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from assessment import facts, standard
from assessment.models import Evaluation, Indicator
from placements.absences.promptness import Promptness
from placements.models import Absence
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


# --- What the portal knows itself -------------------------------------------------------------


def told_early():
    return Indicator.objects.get(objective__in=standard_set().objectives, code="tells-early")


def absent_once(placement, *, said="08:00"):
    """On Thursday of the second week, where work begins at 08:30."""
    thursday = MONDAY + timedelta(days=10)
    at = partial(datetime.combine, thursday, tzinfo=ZoneInfo("Europe/Rome"))
    Absence.objects.create(
        placement=placement, first_day=thursday, last_day=thursday, begins_on=thursday,
        starts_at=at(time(8, 30)), kind="ill", noted_by="trainee", user=placement.trainee.user,
        said_at=at(time.fromisoformat(said)),
    )  # fmt: skip


def test_promptness_stands_beside_its_indicator_and_is_taken_with_one_tap(client, placement):
    absent_once(placement)
    name, other = f"i{told_early().pk}", f"o{first().pk}"

    page = client.get(address(placement))
    taken = client.post(address(placement), filled(**{other: "73", "take": name}))

    assert "1 absence: 1 said before work began, 0 later, 0 not at all." in page.text
    assert page.context["form"][name].value() is None
    form = taken.context["form"]
    assert (form[name].value(), form[other].value(), form.is_bound) == (80, "73", False)
    assert not Evaluation.objects.exists()


def test_promptness_of_the_weeks_after_the_one_on_the_page_does_not_count(client, placement):
    absent_once(placement)

    page = client.get(address(placement, "2026-W10"))

    assert "No absence so far" in page.text


def test_set_without_the_indicator_has_a_page_without_facts(client, placement, monkeypatch):
    absent_once(placement)
    monkeypatch.setattr(standard, "measures", dict)

    page = client.get(address(placement))

    assert page.status_code == 200
    assert 'name="take"' not in page.text


counts = st.integers(0, 60)


@given(counts, counts, counts)
def test_proposed_value_is_a_score_that_earlier_words_never_lower(in_time, late, not_said):
    value = facts.proposed(Promptness(in_time, late, not_said))
    earlier = facts.proposed(Promptness(in_time + 1, late, max(not_said - 1, 0)))

    assert (value is None) == (in_time + late + not_said == 0)
    assert value is None or (0 <= value <= 80 and earlier >= value)
