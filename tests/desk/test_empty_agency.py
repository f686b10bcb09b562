"""The desk before anybody is in it: what comes first, and what will be where."""

import pytest
from django.urls import reverse

from tests.factories import GroupFactory, HostCompanyFactory, TraineeFactory, UserFactory

pytestmark = pytest.mark.django_db

LISTS = ["checkin", "absence", "contact", "incident", "visit", "reminder"]


@pytest.fixture
def boss():
    return UserFactory(admin=True, first_name="", last_name="")


def test_board_of_an_empty_agency_gives_the_first_steps_until_there_is_a_trainee(boss, client_for):
    browser, found = client_for(boss), []

    def look():
        page = browser.get(reverse("admin:index"))
        steps = page.context["board"].first_steps
        assert all(step.url in page.text for step in steps)
        found.append([(step.is_done, bool(step.url)) for step in steps])
        return page

    first = look()
    group = GroupFactory()
    HostCompanyFactory()
    look()
    TraineeFactory(group=group)
    look()

    assert "Good day</h1>" in first.text
    assert "Nobody needs you today" not in first.text
    nothing = [(False, True), (False, True), (False, False), (False, True)]
    assert found == [nothing, [(True, True), (True, True), (False, True), (True, True)], []]


@pytest.mark.parametrize("name", LISTS)
def test_empty_list_says_what_comes_here_instead_of_counting_to_zero(name, boss, client_for):
    page = reverse(f"admin:placements_{name}_changelist")

    text = client_for(boss).get(page).text

    assert "Here you see" in text
    assert "0 results" not in text


def test_planning_of_visits_without_a_group_says_what_is_missing(boss, client_for):
    text = client_for(boss).get(reverse("admin:placements_visit_plan")).text

    assert "There is no group yet" in text
    assert "Find companies" not in text
