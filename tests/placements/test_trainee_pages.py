"""A trainee's pages: who comes in, and how dear they are."""

from datetime import date

import pytest
from django.urls import reverse

from imyportal import weeks
from placements import signing
from placements.entries import DayEntry
from placements.enums import DayKind, WeekStatus
from tests.factories import (
    HourWeekFactory,
    PlacementFactory,
    SendingTutorFactory,
    UserFactory,
    WorkDayFactory,
    filled_week,
)

from .filling import ABSENCE, DAY, HOME, HOURS, MONDAY, TUESDAY, WEEK, declare, fill, sign

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("url", [HOME, HOURS, WEEK, DAY, ABSENCE])
def test_page_asks_nobody_to_sign_in(client, placement, url):
    response = client.get(url)

    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("url", [HOME, HOURS, WEEK, DAY, ABSENCE])
def test_page_is_not_there_for_who_is_no_trainee(client_for, placement, url):
    group = placement.trainee.group
    people = [
        group.lead_tutor,
        UserFactory(admin=True),
        SendingTutorFactory(organisation=group.organisation).user,
        UserFactory(),
    ]

    assert [client_for(person).get(url).status_code for person in people] == [404] * 4


def test_week_of_another_trainee_is_not_touched(client_for, placement):
    fill(placement, days=4)
    stranger = PlacementFactory(full_time=True)

    page = client_for(stranger.trainee.user).get(f"{WEEK}?placement={placement.public_id}")

    assert page.status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "/me/hours/2026-W08/",
        "/me/hours/2026-W54/",
        "/me/hours/2026-02-30/",
        "/me/hours/2026-02-20/",
        "/me/hours/2026-W8/",
        f"{WEEK}?placement=nonsense",
    ],
)
def test_address_outside_the_placement_is_not_there(me, url):
    assert me.get(url).status_code == 404


@pytest.mark.parametrize("name", ["send/", "take-back/"])
def test_button_of_a_week_is_not_a_page(me, name):
    assert me.get(f"{WEEK}{name}").status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("url", "most"), [(HOME, 12), (WEEK, 8), (DAY, 8)])
def test_page_query_count_does_not_grow(
    me, placement, today, django_assert_max_num_queries, url, most, rows
):
    today("2026-04-20")
    for monday in weeks.mondays(date(2026, 3, 9), date(2026, 4, 24))[:rows]:
        fill(placement, monday, days=rows)
    filled_week(WeekStatus.DECLARED)
    me.get(url)

    with django_assert_max_num_queries(most):
        response = me.get(url)

    assert response.status_code == 200


def test_home_with_a_signed_week_stays_within_its_queries(
    me, placement, today, django_assert_max_num_queries
):
    today("2026-03-13")
    week = declare(placement)
    sign(week)
    signing.correct(week, TUESDAY, DayEntry(DayKind.ILL), by=placement.trainee.user, reason="x")
    me.get(HOME)

    with django_assert_max_num_queries(14):
        me.get(HOME)
    with django_assert_max_num_queries(10):
        me.get(WEEK)


def test_hidden_entries_of_others_are_not_counted(me, placement):
    other = HourWeekFactory(placement=PlacementFactory(full_time=True), monday=MONDAY)
    WorkDayFactory(week=other)

    assert me.get(WEEK).context["total"] == "0:00"
