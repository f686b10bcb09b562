"""placements/hours.py and sheets.py: filling and reading the hour chart."""

import uuid
from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from imyportal import weeks
from placements import hours, sheets, signing
from placements.entries import DayEntry
from placements.enums import DayKind, WeekStatus
from placements.models import HourWeek, WorkDay
from tests.factories import HourWeekFactory, PlacementFactory, WorkDayFactory, filled_week

from .filling import FREE_DAY, MONDAY, THURSDAY, code_of, fill, sign, worked

pytestmark = pytest.mark.django_db


def test_save_as_agreed_stores_the_agreed_hours(placement, by):
    row = hours.save_as_agreed(placement, THURSDAY, by=by)

    assert (row.minutes, row.break_minutes, row.filled_by) == (450, 90, by)
    assert row.week.monday == MONDAY


def test_save_as_agreed_twice_is_one_day(placement, by):
    first = hours.save_as_agreed(placement, THURSDAY, by=by)
    again = hours.save_as_agreed(placement, THURSDAY, by=by)

    assert again == first
    assert again.week.version == first.week.version


def test_save_as_agreed_over_other_hours_is_refused(placement, by):
    hours.save_day(placement, THURSDAY, worked(ends="18:30"), by=by)

    with pytest.raises(ValidationError) as error:
        hours.save_as_agreed(placement, THURSDAY, by=by)

    assert code_of(error) == "changed"
    assert WorkDay.objects.get().minutes == 510


def test_save_as_agreed_on_a_free_weekday_is_refused(placement, by):
    with pytest.raises(ValidationError) as error:
        hours.save_as_agreed(placement, date(2026, 3, 8), by=by)

    assert code_of(error) == "not_agreed"


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2026, 3, 13), "future"),
        (date(2026, 3, 1), "outside"),
        (date(2026, 4, 25), "outside"),
    ],
)
def test_save_day_outside_the_days_that_count_is_refused(placement, by, day, code):
    with pytest.raises(ValidationError) as error:
        hours.save_day(placement, day, worked(), by=by)

    assert code_of(error) == code
    assert not HourWeek.objects.exists()


@pytest.mark.parametrize(
    ("starts", "ends", "pause", "field"),
    [
        ("17:30", "17:30", 0, "ends_at"),
        ("17:30", "10:00", 0, "ends_at"),
        ("06:00", "22:15", 0, "ends_at"),
        ("08:30", "09:30", 60, "break_minutes"),
    ],
)
def test_save_day_with_times_that_make_no_day_names_the_field(
    placement, by, starts, ends, pause, field
):
    with pytest.raises(ValidationError) as error:
        hours.save_day(placement, THURSDAY, worked(starts, ends, pause), by=by)

    assert list(error.value.message_dict) == [field]


def test_save_day_over_midnight_counts_to_the_next_day(placement, by):
    row = hours.save_day(placement, THURSDAY, worked("18:00", "02:00", 30), by=by)

    assert row.minutes == 450


@pytest.mark.parametrize("kind", [DayKind.OFF, DayKind.HOLIDAY, DayKind.ILL, DayKind.ABSENT])
def test_save_day_without_work_has_no_hours(placement, by, kind):
    hours.save_as_agreed(placement, THURSDAY, by=by)

    row = hours.save_day(placement, THURSDAY, DayEntry(kind, time(8), time(9)), by=by)

    assert (row.kind, row.minutes, row.starts_at, row.break_minutes) == (kind, 0, None, 0)


def test_save_day_with_the_same_key_stores_once(placement, by):
    key = uuid.uuid4()
    first = hours.save_day(placement, THURSDAY, worked(), by=by, once=key)
    hours.save_day(placement, THURSDAY, FREE_DAY, by=by)

    again = hours.save_day(placement, THURSDAY, worked(), by=by, once=key)

    assert again == first
    assert WorkDay.objects.get().kind == DayKind.OFF


def test_save_day_changed_since_it_was_seen_is_refused(placement, by):
    seen = sheets.sheet(placement, MONDAY, today=THURSDAY).version
    hours.save_day(placement, THURSDAY, FREE_DAY, by=by)

    with pytest.raises(ValidationError) as error:
        hours.save_day(placement, THURSDAY, worked(), by=by, version=seen)

    assert code_of(error) == "changed"


def test_save_day_after_another_day_was_changed_is_stored(placement, by):
    seen = sheets.sheet(placement, MONDAY, today=THURSDAY).version
    hours.save_day(placement, MONDAY, FREE_DAY, by=by)

    row = hours.save_day(placement, THURSDAY, worked(), by=by, version=seen)

    assert row.minutes == 450


def test_save_day_of_a_sent_week_is_refused(placement, by):
    week = filled_week(
        WeekStatus.DECLARED,
        trainee=placement.trainee,
        starts_on=date(2025, 3, 3),
        ends_on=date(2025, 3, 28),
    )

    with pytest.raises(ValidationError) as error:
        hours.save_day(week.placement, date(2025, 3, 3), FREE_DAY, by=by)

    assert code_of(error) == "locked"


def test_clear_day_takes_the_entry_away_and_twice_is_once(placement, by):
    hours.save_day(placement, date(2026, 3, 7), worked(), by=by)

    hours.clear_day(placement, date(2026, 3, 7), by=by)
    hours.clear_day(placement, date(2026, 3, 7), by=by)

    assert not WorkDay.objects.exists()


def test_save_day_replayed_after_the_day_was_cleared_stores_nothing(today):
    today("2026-03-04")
    placement = PlacementFactory(full_time=True)
    trainee, once = placement.trainee.user, uuid.uuid4()
    hours.save_as_agreed(placement, date(2026, 3, 3), by=trainee, once=once)
    hours.clear_day(placement, date(2026, 3, 3), by=trainee)

    with pytest.raises(ValidationError) as refused:
        hours.save_as_agreed(placement, date(2026, 3, 3), by=trainee, once=once)

    assert refused.value.code == "changed"
    assert not WorkDay.objects.exists()


def test_save_day_with_times_swapped_is_refused(placement):
    with pytest.raises(ValidationError) as refused:
        hours.save_day(placement, MONDAY, worked("18:00", "09:00", 0), by=placement.trainee.user)

    assert "ends_at" in refused.value.message_dict


def test_save_day_over_midnight_is_a_shift(placement):
    row = hours.save_day(placement, MONDAY, worked("17:00", "01:00", 30), by=placement.trainee.user)

    assert row.minutes == 7 * 60 + 30


def test_chart_shows_one_week_the_unsent_and_all(placement, by, today):
    today("2026-03-20")
    week = fill(placement, date(2026, 3, 2))
    sign(hours.declare_week(placement, week.monday, by=by, version=week.version))
    fill(placement, MONDAY, days=2)

    chart = sheets.chart(placement, date(2026, 3, 16), today=date(2026, 3, 20))

    assert chart.shown.monday == date(2026, 3, 16)
    assert [sheet.monday for sheet in chart.unsent] == [MONDAY]
    assert [(line.number, line.status, line.minutes) for line in chart.weeks] == [
        (3, WeekStatus.OPEN, 0),
        (2, WeekStatus.OPEN, 900),
        (1, WeekStatus.SIGNED, 2250),
    ]
    assert (chart.signed_minutes, chart.last_signed.signed_by) == (2250, "Marco Bartolini")


def test_chart_counts_corrections(placement, by, today):
    today("2026-03-13")
    week = fill(placement)
    declared = hours.declare_week(placement, MONDAY, by=by, version=week.version)
    sign(declared)
    signing.correct(declared, MONDAY, FREE_DAY, by=by, reason="Public holiday in Pistoia")

    chart = sheets.chart(placement, MONDAY, today=THURSDAY)

    assert chart.shown.minutes == chart.signed_minutes == 4 * 450
    assert chart.shown.days[0].now.kind == DayKind.OFF


@pytest.mark.parametrize("rows", [1, 3])
def test_chart_query_count_does_not_grow(placement, django_assert_num_queries, rows, today):
    today("2026-04-20")
    for monday in weeks.mondays(placement.starts_on, placement.ends_on)[:rows]:
        fill(placement, monday, days=rows)

    with django_assert_num_queries(3):
        chart = sheets.chart(placement, placement.starts_on, today=date(2026, 4, 20))

    assert len(chart.unsent) == len(chart.weeks) - 1 == 7


def test_visible_to_is_only_the_own_trainee(placement, by):
    own = WorkDayFactory(week=HourWeekFactory(placement=placement, monday=MONDAY))
    WorkDayFactory(week=filled_week(), date=date(2026, 3, 14))

    assert list(WorkDay.objects.visible_to(by)) == [own]
    assert list(HourWeek.objects.visible_to(by)) == [own.week]
