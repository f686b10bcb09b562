"""The company's optional scores on its signing page."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from assessment.company import ScoresPanel
from assessment.models import Evaluation, Score
from imyportal import mail, weeks
from imyportal.models import OutgoingMail
from placements import company_panels
from placements.enums import WeekStatus
from placements.models import HourWeek, WeekSignature
from tests.assessment.observing import another_standard, give_company, give_self, standard_set
from tests.factories import filled_week

pytestmark = pytest.mark.django_db


@pytest.fixture
def declared():
    standard_set()
    return filled_week(WeekStatus.DECLARED)


@pytest.fixture
def page(company_client, declared):
    """The browser of the week's company tutor."""
    return company_client(declared.placement.company_tutor)


def address(week):
    return reverse("company:week", args=[week.placement.public_id, weeks.iso(week.monday)])


def signed(week, **changes):
    return {"version": week.version, "do": "sign"} | {
        f"scores-{week.pk}-{name}": value for name, value in changes.items()
    }


def test_panels_hold_the_scores_once():
    assert [type(panel) for panel in company_panels.panels].count(ScoresPanel) == 1


def test_week_page_asks_in_italian_and_nothing_is_chosen(page, declared):
    response = page.get(address(declared))

    assert len(re.findall(r'type="radio" name="[^"]*(?:score|objective)', response.text)) == 5 * 12
    assert " checked>" not in response.text
    assert "Puntualità e affidabilità" in response.text


def test_sign_without_scores_stores_no_evaluation(page, declared):
    page.post(address(declared), signed(declared))

    assert WeekSignature.objects.count() == 1
    assert not Evaluation.objects.exists()


def test_sign_with_two_scores_and_a_comment_stores_just_these(page, declared):
    first, second, *_others = standard_set().objectives
    taps = {f"o{first.pk}": "80", f"o{second.pk}": "0", "comment": "Bravissima"}

    page.post(address(declared), signed(declared, **taps))

    (evaluation,) = Evaluation.objects.all()
    assert (evaluation.kind, evaluation.monday) == ("company", declared.monday)
    assert evaluation.given_by == declared.placement.company_tutor.name
    assert evaluation.link == WeekSignature.objects.get().link
    assert evaluation.comment == "Bravissima"
    assert {score.objective: score.value for score in evaluation.scores.all()} == {
        first: 80,
        second: 0,
    }


def test_thanks_and_copy_say_the_scores_and_offer_a_word_about_a_zero(page, declared, today):
    today(declared.monday.isoformat())
    first, second, *_others = standard_set().objectives
    taps = {f"o{first.pk}": "80", f"o{second.pk}": "0"}

    thanks = page.post(address(declared), signed(declared, **taps), follow=True).text
    copy = mail.render(OutgoingMail.objects.get(template="placements/week_signed_copy"))
    with translation.override("it"):
        said = ScoresPanel().said(declared)

    assert "2" in said
    assert "40" in said
    assert said in thanks
    assert said in copy.body
    place = [declared.placement.public_id, weeks.iso(declared.monday)]
    assert reverse("assessment:company_scores", args=place) in thanks


def test_sign_twice_stores_the_scores_once(page, declared):
    data = signed(declared, **{f"o{standard_set().objectives[0].pk}": "80"})

    page.post(address(declared), data)
    page.post(address(declared), data)

    assert (Evaluation.objects.count(), Score.objects.count()) == (1, 1)


@pytest.mark.parametrize("value", ["101", "55", "x"])
def test_sign_with_a_value_that_is_no_tap_signs_nothing_and_says_so(page, declared, value):
    first, second, *_others = standard_set().objectives

    response = page.post(
        address(declared), signed(declared, **{f"o{first.pk}": value, f"o{second.pk}": "70"})
    )

    assert response.status_code == 200
    assert response.text.count(" checked>") == 1
    assert f"#id_scores-{declared.pk}-o{first.pk}_0" in response.text
    assert not WeekSignature.objects.exists() and not Evaluation.objects.exists()


def test_forms_show_what_was_tapped_before_a_week_came_back(declared):
    first, *_others = standard_set().objectives
    give_company(declared.placement, scores={first: 70}, comment="Bene")

    form = ScoresPanel().forms(None, [declared])[declared.pk]

    assert form.initial == {f"o{first.pk}": "70", "comment": "Bene"}


def test_week_page_says_when_the_scores_it_shows_were_given(page, declared):
    before = page.get(address(declared)).text
    given = give_company(declared.placement)

    after = page.get(address(declared)).text

    with translation.override("it"):
        day = date_format(timezone.localdate(given.given_at), "j F")
    assert "Se vuole, può cambiarli." not in before
    assert f"Data: {day}. Se vuole, può cambiarli." in after


@pytest.mark.parametrize("rows", [1, 3])
def test_forms_of_many_weeks_ask_two_queries(django_assert_num_queries, rows):
    for _each in range(rows):
        filled_week(WeekStatus.DECLARED)
    declared = list(HourWeek.objects.select_related("placement"))

    with django_assert_num_queries(2):
        forms = ScoresPanel().forms(None, declared)

    assert set(forms) == {week.pk for week in declared}


def test_forms_stay_with_the_version_the_placement_began_with(declared):
    first = standard_set()
    give_self(declared.placement)
    other = filled_week(WeekStatus.DECLARED)
    objective = another_standard()

    forms = ScoresPanel().forms(None, [declared, other])

    assert forms[declared.pk].objectives == list(first.objectives)
    assert forms[other.pk].objectives == [objective]
