"""placements/views/day_page.py: a day of a trainee, and «I can't go today»."""

import uuid
from datetime import time

import pytest

from placements import hours
from placements.entries import DayEntry
from placements.enums import DayKind
from placements.models import WorkDay
from tests.factories import AgreedDay, CompanyTutorFactory, PlacementFactory

from .filling import DAY, HOME, THURSDAY, TIMES, WEEK, declare, said, sign, text

pytestmark = pytest.mark.django_db


def test_day_with_other_hours_is_saved(me, placement):
    page = me.post(DAY, TIMES | {"version": 0, "once": uuid.uuid4()}, follow=True)

    assert page.redirect_chain == [(f"{WEEK}?saved=2026-03-12", 302)]
    assert said(page) == ["Saved. 8:30 h on Thursday"]
    assert f'data-sent="{placement.public_id}/2026-03-12"' in page.content.decode()


def test_day_posted_twice_is_one_day_and_succeeds(me):
    data = TIMES | {"version": 0, "once": uuid.uuid4()}

    codes = [me.post(DAY, data).status_code for _tap in range(2)]

    assert codes == [302, 302]
    assert WorkDay.objects.count() == 1


@pytest.mark.parametrize("kind", ["ill", "absent", "off", "holiday"])
def test_day_not_at_work_is_one_button(me, kind):
    me.post(DAY, {"kind": kind, "version": 0})

    assert (WorkDay.objects.get().kind, WorkDay.objects.get().minutes) == (kind, 0)


@pytest.mark.parametrize(
    ("typed", "field", "error"),
    [
        ({"starts_at": ""}, "starts_at", "Enter when you started, like 08:30."),
        ({"ends_at": "late"}, "ends_at", "Enter when you finished, like 17:30."),
        (
            {"ends_at": "07:00"},
            "ends_at",
            "The end must be after the start, 13 hours later at most.",
        ),
        (
            {"ends_at": "09:30"},
            "break_minutes",
            "The break is as long as the working time or longer.",
        ),
        ({"break_minutes": "17"}, "break_minutes", "Choose a break from the list."),
        ({"kind": "sleeping"}, "kind", None),
    ],
)
def test_day_with_a_mistake_says_so_at_the_field_and_keeps_what_was_typed(me, typed, field, error):
    page = me.post(DAY, TIMES | typed)

    form = page.context["form"]
    assert list(form.errors) == [field]
    assert error is None or form.errors[field] == [error]
    assert 'class="error-summary' in page.content.decode()
    assert form["starts_at"].value() == (TIMES | typed)["starts_at"]
    assert not WorkDay.objects.exists()


@pytest.mark.parametrize("typed", ["8:30", "08.30", "830", "08:30:00"])
def test_day_understands_times_as_people_write_them(me, typed):
    me.post(DAY, TIMES | {"starts_at": typed})

    assert WorkDay.objects.get().starts_at == time(8, 30)


def test_day_break_offers_what_was_agreed(me, placement):
    AgreedDay.objects.filter(placement=placement).update(break_minutes=50)

    choices = dict(me.get(DAY).context["form"].fields["break_minutes"].choices)

    assert choices[50] == "0:50 h"
    assert list(choices)[:3] == [0, 15, 30]


def test_day_changed_meanwhile_keeps_what_was_typed_and_shows_what_is_stored(me, placement):
    hours.save_day(placement, THURSDAY, DayEntry(DayKind.OFF), by=placement.trainee.user)

    page = me.post(DAY, TIMES | {"version": 0})

    assert page.status_code == 409
    assert "This day was changed meanwhile." in text(page)
    assert "Saved: Free day" in text(page)
    assert "Save again to put yours in its place, or leave it as it is." in text(page)
    assert 'value="18:30"' in page.content.decode()
    assert WorkDay.objects.get().kind == DayKind.OFF


def test_day_changed_meanwhile_saved_again_is_stored(me, placement):
    hours.save_day(placement, THURSDAY, DayEntry(DayKind.OFF), by=placement.trainee.user)
    form = me.post(DAY, TIMES | {"version": 0, "once": uuid.uuid4()}).context["form"]

    me.post(DAY, {name: form[name].value() for name in form.fields})

    assert WorkDay.objects.get().minutes == 510


def test_day_of_a_sent_week_keeps_what_was_typed_and_brings_it_back(me, placement, today):
    today("2026-03-13 17:40")
    declare(placement)

    refused = me.post(DAY, TIMES)
    action, typed = refused.context["take_back"], refused.context["typed"]
    page = me.post(action.url, {"day": "2026-03-12", **dict(typed)}, follow=True)

    assert refused.status_code == 409
    assert "This week is with the company. Take it back to change it." in text(refused)
    assert "What you typed 8:30 h, 08:30–18:30, break 1:30 h" in text(refused)
    assert page.context["form"]["ends_at"].value() == "18:30"
    assert WorkDay.objects.get(date=THURSDAY).minutes == 450


def test_day_of_a_signed_week_is_only_read(me, placement, today):
    today("2026-03-13 17:40")
    sign(declare(placement))

    shown, refused = me.get(DAY), me.post(DAY, TIMES)

    assert not shown.context["may_write"]
    assert "Signed by Marco Bartolini" in text(shown)
    assert refused.status_code == 409


def test_day_to_come_says_when_it_opens_and_takes_nothing(me):
    url = "/me/hours/2026-03-13/"

    shown, refused = me.get(url), me.post(url, TIMES)

    assert "Opens tomorrow" in text(shown)
    assert "This day has not come yet." in text(refused)
    assert not WorkDay.objects.exists()


def test_day_on_a_free_weekday_can_be_entered_and_taken_away(me, placement):
    url = "/me/hours/2026-03-07/"

    me.post(url, TIMES, follow=True)
    entered = WorkDay.objects.get().minutes
    page = me.post(url, {"remove": "1"}, follow=True)

    assert entered == 510
    assert said(page) == ["Saturday is free again."]
    assert not WorkDay.objects.exists()


def test_day_shows_names_as_text(client_for, today):
    today("2026-03-12")
    placement = PlacementFactory(
        full_time=True,
        company_tutor=CompanyTutorFactory(first_name="<b>Marco", company__name="<script>x"),
    )
    me = client_for(placement.trainee.user)

    pages = [me.get(url).content.decode() for url in (HOME, WEEK, DAY, f"{DAY}?from=%22%3E<i>")]

    assert not [
        page for page in pages if "<script>x" in page or "<b>Marco" in page or '"><i>' in page
    ]
