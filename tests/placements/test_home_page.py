"""placements/views/home_page.py: a trainee's home."""

from datetime import date, time

import pytest

from placements import hours, signing, todo
from placements.entries import DayEntry
from placements.enums import DayKind, PlacementStatus
from placements.models import WorkDay
from tests.factories import PlacementFactory, TraineeFactory
from trainees.models import Trainee

from .filling import (
    ABSENCE,
    DAY,
    HOME,
    HOURS,
    MONDAY,
    THURSDAY,
    WEEK,
    declare,
    fill,
    ill,
    said,
    text,
)

pytestmark = pytest.mark.django_db


def test_home_offers_the_agreed_day_in_one_tap(me, placement):
    page = me.get(HOME)

    assert "Save 7:30 h for today" in text(page)
    assert "08:30–12:30 14:00–17:30" in text(page)
    assert "Week 2 of 8" in text(page)
    assert page.context["strip"] == ["done", "now", *[""] * 6]


def test_home_save_stores_the_day_and_says_so(me, placement):
    once = me.get(HOME).context["today"].once

    page = me.post(f"{DAY}as-agreed/", {"once": once, "back": "home"}, follow=True)

    assert page.redirect_chain == [(HOME, 302)]
    assert said(page) == ["Saved. 7:30 h on Thursday"]
    assert page.context["today"].state == "saved"


def test_home_save_tapped_twice_stores_one_day_and_succeeds(me, placement):
    once = me.get(HOME).context["today"].once

    pages = [
        me.post(f"{DAY}as-agreed/", {"once": once, "back": "home"}, follow=True)
        for _tap in range(2)
    ]

    assert [said(page) for page in pages] == [["Saved. 7:30 h on Thursday"]] * 2
    assert WorkDay.objects.count() == 1


def test_home_save_over_other_hours_shows_them_instead(me, placement):
    hours.save_day(
        placement, THURSDAY, DayEntry(DayKind.WORKED, time(9), time(12)), by=placement.trainee.user
    )

    page = me.post(f"{DAY}as-agreed/", {"back": "home"}, follow=True)

    assert page.redirect_chain == [(DAY, 302)]
    assert "Saved: 3:00 h, 09:00–12:00, no break" in text(page)
    assert WorkDay.objects.get().minutes == 180


def test_home_shows_a_week_that_is_with_the_company(me, placement, today):
    today("2026-03-13 17:40")
    declare(placement)

    assert "Week 2 is with Marco" in text(me.get(HOME))
    assert "37:30 h, not signed yet" in text(me.get(HOME))


def test_day_with_hours_asks_once_more_before_they_become_a_day_off(me, placement):
    hours.save_as_agreed(placement, MONDAY, by=placement.trainee.user)

    page = me.get("/me/hours/2026-03-09/").content.decode()

    closed = page[page.index("<details") : page.index("</details>", page.index("I was ill"))]
    assert "I was ill" in closed


@pytest.mark.parametrize(
    ("moment", "state", "words"),
    [
        ("2026-02-20", "before", "Your placement starts on Monday 2 March You start at 08:30."),
        ("2026-03-14", "free", "Today is a free day."),
        ("2026-04-25", "after", "Your placement ended on Friday 24 April"),
    ],
)
def test_home_on_other_days_says_what_they_are(me, today, moment, state, words):
    today(moment)

    page = me.get(HOME)

    assert page.context["today"].state == state
    assert words in text(page)


def test_home_after_telling_says_since_when_the_company_knows(me, placement, today):
    today("2026-03-12 07:48")
    ill(placement, THURSDAY)

    assert "Ill. You told the company at 07:48" in text(me.get(HOME))


def test_home_after_telling_of_a_day_to_come_says_so_first(me, placement, today):
    today("2026-03-15 19:00")
    absence = ill(placement, date(2026, 3, 16), date(2026, 3, 17))

    page = me.get(HOME)

    title = "You said you can’t come: 16–17 March"
    box = text(page)[text(page).index(title) :]
    assert box.startswith(f"{title} I can go after all Today, Sunday 15 March")
    assert [row.url for row in page.context["told"]] == [f"{ABSENCE}{absence.public_id}/"]
    assert text(page).count(title) == 1


def test_home_with_a_complete_week_offers_to_send_it(me, placement, today):
    today("2026-03-13 17:40")
    fill(placement)

    page = me.get(HOME)

    assert "Send week 2 to Marco" in page.context["send"].label
    assert [row.url for row in page.context["todos"] if row.url == WEEK] == []


def test_home_with_a_week_sent_back_gives_the_reason(me, placement, today):
    today("2026-03-14")
    week = declare(placement)
    signing.return_week(week, by_name="Marco", reason="Tuesday was short.", version=week.version)

    page = me.get(HOME)

    assert "Week 2 came back “Tuesday was short.”" in text(page)
    assert page.context["fix"].url == WEEK


def test_home_lists_what_is_open_from_other_weeks(me, placement, today):
    today("2026-03-23")
    fill(placement, date(2026, 3, 2))
    week = declare(placement)
    signing.return_week(week, by_name="Marco", reason="Tuesday was short.", version=week.version)

    own = [row for row in me.get(HOME).context["todos"] if row.url.startswith(HOURS)]

    assert [(row.title, row.note) for row in own] == [
        ("Send week 1 to Marco", "37:30 h, nothing is missing"),
        ("Week 2 came back", "“Tuesday was short.”"),
        ("Week 3: 5 days are missing", "Monday, Tuesday, Wednesday, Thursday and Friday"),
    ]


def test_home_shows_what_other_rooms_registered(me, monkeypatch):
    row = todo.Todo("Sign the house rules", "1 page", "/rules/", "file")
    monkeypatch.setattr(todo, "_asked", [])
    todo.register(lambda trainee, placement, today: todo.Said([row]))
    todo.register(when=lambda trainee, today: Trainee.objects.none())(None)  # is not asked at all

    page = me.get(HOME)

    assert row in page.context["todos"]
    assert "Sign the house rules" in text(page)


def test_home_names_tutor_company_and_emergency_number(me, placement, settings):
    tutor = placement.trainee.group.lead_tutor

    page = text(me.get(HOME))

    assert f"{tutor.get_full_name()}, your IMY tutor" in page
    assert placement.company.address in page
    assert settings.AGENCY["emergency_phone"] in page


def test_home_without_placement_says_what_comes(client_for):
    trainee = TraineeFactory()
    PlacementFactory(trainee=trainee, status=PlacementStatus.PROPOSED)
    me = client_for(trainee.user)

    home, chart, absence = me.get(HOME), me.get(HOURS), me.get(ABSENCE)

    assert "Your company is not fixed yet." in text(home)
    assert "Here you fill in your hours" in text(chart)
    assert "No work is agreed for today" in text(absence)


def test_home_of_somebody_who_came_twice_shows_the_placement_underway(me, placement):
    earlier = PlacementFactory(
        trainee__user=placement.trainee.user,
        full_time=True,
        starts_on=date(2025, 3, 3),
        ends_on=date(2025, 3, 28),
    )

    page = me.get(HOME)

    assert [row.title for row in page.context["earlier"]] == [earlier.company.name]
    assert me.get(page.context["earlier"][0].url).context["title"] == "Week 4"


def test_week_shared_by_two_placements_leads_to_both(me, placement):
    after = PlacementFactory(
        trainee__user=placement.trainee.user,
        full_time=True,
        starts_on=THURSDAY,
        ends_on=date(2026, 4, 3),
    )

    url = me.get(HOME).context["earlier"][0].url
    page = me.get(url)

    shown = page.context["company"]
    assert f"placement={placement.public_id}" in url or f"placement={after.public_id}" in url
    assert {shown, me.get(WEEK).context["company"]} == {
        placement.company.name,
        after.company.name,
    }


def test_home_on_a_common_day_takes_ten_queries(me, placement, django_assert_max_num_queries):
    me.get(HOME)

    with django_assert_max_num_queries(10):
        me.get(HOME)
