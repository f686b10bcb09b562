"""placements/views/week_page.py: a trainee's week."""

from datetime import date

import pytest

from imyportal.models import OutgoingMail
from placements import hours, signing
from placements.entries import DayEntry
from placements.enums import DayKind
from tests.factories import PlacementFactory

from .filling import HOURS, MONDAY, TUESDAY, WEEK, declare, fill, ill, said, sign, text

pytestmark = pytest.mark.django_db


def test_week_shows_days_as_they_are(me, placement, today):
    by = placement.trainee.user
    today("2026-03-11 07:48")
    hours.save_as_agreed(placement, MONDAY, by=by)
    hours.save_day(placement, TUESDAY, DayEntry(DayKind.HOLIDAY), by=by)
    ill(placement, date(2026, 3, 11))
    today("2026-03-12")

    page = me.get(HOURS)

    rows = [
        (row.dow, row.strong, row.text, row.hours) if row else None for row in page.context["rows"]
    ]
    assert rows == [
        ("Mon", "", "08:30–17:30", "7:30"),
        ("Tue", "Public holiday", "", "–"),
        ("Wed", "Ill", "You told the company at 07:48", "–"),
        None,
        ("Fri", "", "Opens tomorrow", ""),
        ("Sat–Sun", "", "Free", ""),
    ]
    assert "7:30 of 37:30 h" in text(page)


def test_week_with_missing_days_names_them_and_has_no_send_button(me):
    page = me.get(WEEK)

    assert page.context["send"] is None
    assert (
        "Monday, Tuesday, Wednesday, Thursday and Friday are still open. "
        "On Friday you can send the week to Marco Bartolini to sign."
    ) in text(page)


def test_week_other_opens_the_form_of_today(me):
    assert '<details class="more" open>' in me.get(f"{WEEK}?other=1").content.decode()
    assert '<details class="more">' in me.get(WEEK).content.decode()


def test_week_that_began_in_its_middle_shows_only_its_days(client_for, today):
    today("2026-03-06")
    placement = PlacementFactory(full_time=True, starts_on=date(2026, 3, 4))

    page = client_for(placement.trainee.user).get(HOURS)

    assert [row.dow if row else "today" for row in page.context["rows"]] == [
        "Wed",
        "Thu",
        "today",
        "Sat–Sun",
    ]
    assert page.context["previous"] is None


@pytest.mark.parametrize(("moment", "title"), [("2026-02-20", "Week 1"), ("2026-06-01", "Week 8")])
def test_hours_outside_the_placement_show_its_nearest_week(me, today, moment, title):
    today(moment)

    assert me.get(HOURS).context["title"] == title


def test_week_send_gives_it_to_the_company(me, placement, today):
    today("2026-03-13 17:40")
    fill(placement)
    action = me.get(WEEK).context["send"]

    page = me.post(action.url, {"version": action.version, "once": action.once}, follow=True)

    assert said(page) == ["Sent. Week 2 is with Marco Bartolini."]
    assert page.context["tag"].label == "With company"
    assert OutgoingMail.objects.filter(template="placements/week_sent").count() == 1


def test_week_send_tapped_twice_sends_once_and_succeeds(me, placement, today):
    today("2026-03-13 17:40")
    fill(placement)
    action = me.get(WEEK).context["send"]
    data = {"version": action.version, "once": action.once}

    pages = [me.post(action.url, data, follow=True) for _tap in range(2)]

    assert [said(page) for page in pages] == [["Sent. Week 2 is with Marco Bartolini."]] * 2
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize("data", [{}, {"version": "x"}, {"version": "1"}])
def test_week_send_of_another_version_is_not_sent(me, placement, today, data):
    today("2026-03-13 17:40")
    fill(placement)

    page = me.post(f"{WEEK}send/", data, follow=True)

    assert page.context["tag"].label == "Ready to send"
    assert not OutgoingMail.objects.exists()


def test_week_take_back_opens_it_again(me, placement, today):
    today("2026-03-13 17:40")
    declare(placement)
    action = me.get(WEEK).context["take_back"]

    page = me.post(action.url, follow=True)

    assert page.context["tag"].label == "Ready to send"


def test_week_take_back_of_a_signed_week_says_so(me, placement, today):
    today("2026-03-13 17:40")
    sign(declare(placement))

    page = me.post(f"{WEEK}take-back/", follow=True)

    assert said(page) == ["This week is signed. If something is wrong, ask for a correction."]
    assert page.context["tag"].label == "Signed"


def test_week_signed_is_only_read_and_shows_who_and_what_was_corrected(me, placement, today):
    today("2026-03-16 10:12")
    week = declare(placement)
    sign(week)
    tutor = placement.trainee.group.lead_tutor
    signing.correct(week, TUESDAY, DayEntry(DayKind.ILL), by=tutor, reason="Doctor's note")

    page = me.get(WEEK)

    assert "Signed by Marco Bartolini" in text(page)
    assert "Owner Monday 16 March at 10:12, by mailed link. 37:30 h signed; 30:00 h after" in text(
        page
    )
    assert "7:30 h, 08:30–17:30, break 1:30 h → Ill “Doctor's note”" in text(page)
    assert page.context["total"] == "30:00"
    assert not [row for row in page.context["rows"] if row.url]
