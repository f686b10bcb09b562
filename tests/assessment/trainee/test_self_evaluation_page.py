"""A trainee's self-evaluation, and what the home page says of it."""

import gzip
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from assessment.models import Evaluation, Score
from assessment.progress import until
from assessment.todos import of_home
from tests.assessment.observing import give_self, noon, slot_of, standard_set
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db

PROGRESS = reverse("assessment:progress")
WEEK_1 = reverse("assessment:self_evaluation", args=["2026-W10"])
WEEK_2 = reverse("assessment:self_evaluation", args=["2026-W11"])
THURSDAY = noon(MONDAY + timedelta(days=3))
FRIDAY_OF_WEEK_2 = noon(MONDAY + timedelta(days=11))


def answers(value="60", **changes):
    filled = {f"i{each.pk}": value for each in standard_set().indicators}
    return filled | {"once": str(uuid.uuid4()), "comment": ""} | changes


@pytest.mark.usefixtures("on_thursday")
def test_self_evaluation_has_nothing_chosen_beforehand(client, placement):
    response = client.get(WEEK_1)

    assert response.text.count('type="radio"') == 10 * 12
    assert " checked>" not in response.text
    assert 'class="prev"' not in response.text
    assert f'data-draft="self-{placement.pk}-2026-W10"' in response.text


@pytest.mark.usefixtures("on_thursday")
def test_self_evaluation_marks_the_answers_of_last_time(client, placement):
    give_self(placement, 0, 40)

    response = client.get(WEEK_1)

    assert response.text.count('class="prev"') == 10
    assert " checked>" not in response.text


def test_orange_dot_is_the_newest_earlier_answer_to_the_same_line(client, placement):
    one, other, *_rest = standard_set().indicators
    give_self(placement, 0, scores={one: 20, other: 30})
    give_self(placement, 1, scores={one: 50, other: None})

    with time_machine.travel(noon(MONDAY + timedelta(days=10)), tick=False):
        page = client.get(reverse("assessment:self_evaluation", args=["2026-W11"]))

    dots = {
        f.html_name: line.previous
        for g in page.context["form"].groups()
        for line in g.lines
        for f in [line.field]
    }
    assert {name: dot for name, dot in dots.items() if dot} == {
        f"i{one.pk}": "50",
        f"i{other.pk}": "30",
    }


@pytest.mark.usefixtures("on_thursday")
def test_self_evaluation_post_stores_and_leads_to_progress(client, placement):
    response = client.post(WEEK_1, answers("70", comment="Good week"), follow=True)

    assert response.redirect_chain == [(PROGRESS, 302)]
    assert "Your self-evaluation is sent." in response.text
    assert f'data-sent="self-{placement.pk}-2026-W10"' in response.text
    assert Evaluation.objects.get().comment == "Good week"
    assert set(Score.objects.values_list("value", flat=True)) == {70}


@pytest.mark.usefixtures("on_thursday")
def test_self_evaluation_post_twice_stores_once(client, placement):
    data = answers("70")
    client.post(WEEK_1, data)

    response = client.post(WEEK_1, data)

    assert response.headers["Location"] == PROGRESS
    assert (Evaluation.objects.count(), Score.objects.count()) == (1, 10)


@pytest.mark.usefixtures("on_thursday")
def test_self_evaluation_with_unanswered_lines_names_them_and_keeps_the_rest(client, placement):
    data = answers("70", comment="Kept")
    missing = standard_set().indicators[1]
    del data[f"i{missing.pk}"]

    response = client.post(WEEK_1, data)

    text = "Choose a number for “2. I say at once when I cannot come or will be late”"
    assert response.context["form"].errors == {f"i{missing.pk}": [text]}
    assert f'<a href="#id_i{missing.pk}_0">{text}</a>' in response.text
    assert response.text.count(" checked>") == 9
    assert ">Kept</textarea>" in response.text.replace("\n", "")
    assert "<title>Error:" in response.text
    assert not Evaluation.objects.exists()


@pytest.mark.usefixtures("on_thursday")
@pytest.mark.parametrize("value", ["101", "-10", "55", "x", "²", "\x00"])
def test_self_evaluation_with_a_value_that_is_no_tap_is_refused(client, placement, value):
    first = standard_set().indicators[0]

    response = client.post(WEEK_1, answers() | {f"i{first.pk}": value})

    assert list(response.context["form"].errors) == [f"i{first.pk}"]
    assert not Evaluation.objects.exists()


@pytest.mark.usefixtures("on_thursday")
def test_self_evaluation_not_used_in_my_work_is_kept_as_not_observed(client, placement):
    (missing,) = [each for each in standard_set().indicators if each.can_be_missing]

    client.post(WEEK_1, answers() | {f"i{missing.pk}": "none"})

    assert Score.objects.get(indicator=missing).value is None
    with time_machine.travel(noon(MONDAY + timedelta(days=8)), tick=False):
        assert "Not used in my work" in client.get(WEEK_1).text


@pytest.mark.usefixtures("on_thursday")
def test_self_evaluation_may_be_changed_in_its_week(client, placement):
    client.post(WEEK_1, answers("70"))

    shown = client.get(WEEK_1)
    client.post(WEEK_1, answers("80"))

    assert shown.text.count(" checked>") == 10
    assert "You may change it until Sunday 8 March." in shown.text
    assert set(Score.objects.values_list("value", flat=True)) == {80}


def test_self_evaluation_after_its_week_is_read_only(client, placement):
    give_self(placement, 1, 70)

    with time_machine.travel(FRIDAY_OF_WEEK_2, tick=False):
        shown = client.get(WEEK_1)
        posted = client.post(WEEK_1, answers("10"))

    assert "It can no longer be changed." in shown.text
    assert "<form" not in shown.text.split('id="main"')[1].split("</main>")[0]
    assert "It can no longer be changed." in posted.context["form"].non_field_errors()[0]
    assert set(Score.objects.values_list("value", flat=True)) == {70}


@pytest.mark.usefixtures("on_thursday")
def test_self_evaluation_before_it_opens_says_when(client, placement):
    shown = client.get(WEEK_2)
    posted = client.post(WEEK_2, answers())

    assert "Opens on Thursday 12 March." in shown.text
    assert posted.context["form"].non_field_errors() == [
        "This self-evaluation opens on Thursday 12 March."
    ]
    assert not Evaluation.objects.exists()


def test_self_evaluation_that_was_not_sent_says_its_time_is_over(client, placement):
    with time_machine.travel(noon(MONDAY + timedelta(days=14)), tick=False):
        response = client.get(WEEK_1)

    assert "its time is over" in response.text


@pytest.mark.usefixtures("on_thursday")
@pytest.mark.parametrize("key", ["2026-W09", "2027-W01", "x", "2026-W99"])
def test_self_evaluation_of_no_such_week_is_not_found(client, placement, key):
    address = reverse("assessment:self_evaluation", args=[key])

    assert client.get(address).status_code == 404


@pytest.mark.usefixtures("on_thursday")
def test_self_evaluation_fits_the_wire(client, placement):
    give_self(placement, 0, 40)

    assert len(gzip.compress(client.get(WEEK_1).content)) < 6 * 1024
    assert len(gzip.compress(client.get(PROGRESS).content)) < 6 * 1024


# --- Home -------------------------------------------------------------------------------------


def test_todos_name_what_is_open(placement, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = of_home(placement.trainee, placement, THURSDAY.date()).todos

    assert [(row.title, row.note) for row in found] == [
        (
            "Self-evaluation at the start",
            "Please send it now; you may change it until Sunday 8 March",
        ),
        (
            "With a written model, week 1",
            "Please send it by Friday 6 March; you may change it until Sunday 8 March",
        ),
        (
            "Self-evaluation, week 1",
            "Please send it by Friday 6 March; you may change it until Sunday 8 March",
        ),
    ]
    assert of_home(placement.trainee, None, THURSDAY.date()).todos == []


def test_until_after_its_week_says_that_it_cannot_be_changed(placement):
    slot = slot_of(placement, 1)

    words = until(slot, slot.changes_until + timedelta(days=1))

    assert words == "You may still send it until Sunday 15 March, but not change it afterwards"


@pytest.mark.parametrize("number", [0, 1])
def test_until_names_the_same_last_day_of_changes_as_the_page(client, placement, number):
    slot = slot_of(placement, number)
    address = reverse("assessment:self_evaluation", args=[slot.key])
    with time_machine.travel(noon(slot.due_on), tick=False):
        note = until(slot, slot.due_on)
        give_self(placement, number)
        page = client.get(address).text

    assert note.endswith("you may change it until Sunday 8 March")
    assert "You may change it until Sunday 8 March." in page
