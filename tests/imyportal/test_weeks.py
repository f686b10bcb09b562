"""imyportal/weeks.py: Mondays, ISO weeks over year ends, hours."""

from datetime import date, timedelta

import pytest

from imyportal import weeks

EVERY_DAY = [date(1999, 12, 20) + timedelta(days=n) for n in range(366 * 40)]


def test_iso_every_day_of_forty_years_leads_back_to_its_monday():
    assert all(weeks.from_iso(weeks.iso(day)) == weeks.monday_of(day) for day in EVERY_DAY)


def test_days_of_every_week_are_seven_that_share_its_name():
    mondays = weeks.mondays(EVERY_DAY[0], EVERY_DAY[-1])

    for monday in mondays:
        days = weeks.days_of(monday)
        assert (len(days), days[0].weekday(), days[-1].weekday()) == (7, 0, 6)
        assert {weeks.iso(day) for day in days} == {weeks.iso(monday)}


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 3, 11), "2026-W11"),
        (date(2026, 12, 28), "2026-W53"),
        (date(2027, 1, 3), "2026-W53"),  # a Sunday
        (date(2027, 1, 4), "2027-W01"),
        (date(2024, 12, 30), "2025-W01"),
        (date(2024, 2, 29), "2024-W09"),
    ],
)
def test_iso_at_the_turn_of_a_year_takes_the_year_of_the_week(day, name):
    assert weeks.iso(day) == name


@pytest.mark.parametrize(
    "text",
    [
        "2025-W53", "2026-W54", "2026-W00", "2026-W1", "2026W11", "2026-w11", " 2026-W11",
        "2026-W11\n", "0000-W01", "", "२०२६-W११",
    ],
)  # fmt: skip
def test_from_iso_something_else_raises_value_error(text):
    with pytest.raises(ValueError, match=r"ISO week|Invalid week|out of range"):
        weeks.from_iso(text)


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        (date(2026, 3, 2), date(2026, 3, 2), 1),
        (date(2026, 3, 8), date(2026, 3, 9), 2),  # Sunday and Monday
        (date(2026, 12, 21), date(2027, 1, 10), 3),
        (date(2026, 3, 9), date(2026, 3, 8), 0),
        (date(2026, 3, 30), date(2026, 3, 2), 0),
    ],
)
def test_mondays_of_every_week_touched(first, last, count):
    found = weeks.mondays(first, last)

    assert len(found) == count
    assert all(monday.weekday() == 0 for monday in found)


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2026, 12, 30), 1),
        (date(2027, 1, 3), 1),
        (date(2027, 1, 4), 2),
        (date(2026, 12, 27), 0),
    ],
)
def test_number_in_a_stay_that_began_on_a_wednesday(day, number):
    assert weeks.number_in(date(2026, 12, 30), day) == number


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(0, "0:00"), (5, "0:05"), (60, "1:00"), (450, "7:30"), (6000, "100:00"), (-30, "-0:30"),
     (-90, "-1:30")],
)  # fmt: skip
def test_hours_without_unit(minutes, text):
    assert weeks.hours(minutes) == text
