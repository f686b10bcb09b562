"""placements/hours.py: a week is declared complete, or taken back."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from imyportal import weeks
from imyportal.models import OutgoingMail
from placements import hours, sheets
from placements.enums import DayKind, WeekStatus
from placements.models import AgreedDay
from tests.factories import PlacementFactory

from .filling import FREE_DAY, MONDAY, THURSDAY, code_of, fill, sign, worked

pytestmark = pytest.mark.django_db


def test_declare_week_with_missing_days_names_them(placement, by, today):
    week = fill(placement, days=4)
    today("2026-03-14")

    with pytest.raises(ValidationError, match="Friday is missing"):
        hours.declare_week(placement, MONDAY, by=by, version=week.version)


def test_declare_week_without_any_entry_is_refused(placement, by):
    AgreedDay.objects.all().delete()

    with pytest.raises(ValidationError) as error:
        hours.declare_week(placement, MONDAY, by=by, version=1)

    assert code_of(error) == "missing"


def test_declare_week_sends_it_once(placement, by, today):
    today("2026-03-13")
    week = fill(placement)

    for _attempt in range(2):
        declared = hours.declare_week(placement, MONDAY, by=by, version=week.version)

    assert declared.status == WeekStatus.DECLARED
    assert declared.declared_by == by
    assert [mail.template for mail in OutgoingMail.objects.all()] == ["placements/week_sent"]


def test_declare_week_changed_since_it_was_seen_is_refused(placement, by, today):
    today("2026-03-13")
    week = fill(placement)
    hours.save_day(placement, THURSDAY, FREE_DAY, by=by)

    with pytest.raises(ValidationError) as error:
        hours.declare_week(placement, MONDAY, by=by, version=week.version)

    assert code_of(error) == "changed"


def test_take_back_opens_the_week_and_twice_is_once(placement, by, today):
    today("2026-03-13")
    week = fill(placement)
    declared = hours.declare_week(placement, MONDAY, by=by, version=week.version)

    hours.take_back(declared, by=by)
    again = hours.take_back(declared, by=by)

    assert again.status == WeekStatus.OPEN
    assert hours.save_day(placement, THURSDAY, FREE_DAY, by=by).kind == DayKind.OFF


def test_take_back_of_a_signed_week_is_refused(placement, by, today):
    today("2026-03-13")
    week = fill(placement)
    declared = hours.declare_week(placement, MONDAY, by=by, version=week.version)
    sign(declared)

    with pytest.raises(ValidationError) as error:
        hours.take_back(declared, by=by)

    assert code_of(error) == "locked"


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "monday", "expected"),
    [
        # a start in the middle of a week: Wednesday to Friday
        (date(2026, 3, 4), date(2026, 4, 24), date(2026, 3, 2), 3 * 450),
        # an end in the middle of a week
        (date(2026, 2, 2), date(2026, 3, 3), date(2026, 3, 2), 2 * 450),
        # the clocks go forward on Sunday 29 March, back on Sunday 25 October
        (date(2026, 3, 2), date(2026, 4, 24), date(2026, 3, 23), 5 * 450),
        (date(2026, 10, 5), date(2026, 11, 27), date(2026, 10, 19), 5 * 450),
        # ISO week 53 runs into the next year
        (date(2026, 12, 7), date(2027, 1, 29), date(2026, 12, 28), 5 * 450),
    ],
)
def test_week_of_any_kind_is_filled_and_sent(today, starts_on, ends_on, monday, expected):
    placement = PlacementFactory(full_time=True, starts_on=starts_on, ends_on=ends_on)
    by = placement.trainee.user
    sunday = monday + timedelta(days=6)
    today(f"{sunday} 23:30")
    for day in weeks.days_of(monday)[:5]:
        if placement.holds(day):
            hours.save_as_agreed(placement, day, by=by)

    found = sheets.sheet(placement, monday, today=sunday)
    hours.declare_week(placement, monday, by=by, version=found.version)

    assert (found.minutes, found.agreed_minutes, found.missing) == (expected, expected, [])
    assert weeks.from_iso(found.iso) == monday


def test_night_shift_over_the_change_of_clocks_counts_what_the_clock_shows(today):
    placement = PlacementFactory(full_time=True)
    today("2026-03-29 12:00")

    row = hours.save_day(
        placement, date(2026, 3, 28), worked("22:00", "06:00", 0), by=placement.trainee.user
    )

    assert row.minutes == 8 * 60
