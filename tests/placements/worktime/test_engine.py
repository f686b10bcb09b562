"""placements/worktime/engine.py: each limit by its article, at the limit and a minute beyond."""

from datetime import date, time, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from placements.worktime import engine
from placements.worktime.engine import Shift
from placements.worktime.rules import Person

from . import oracle
from .law import ADULT, CHILD, MONDAY, ROME, RULES, YOUTH, found, shift

TUESDAY, WEDNESDAY, SATURDAY, SUNDAY = (MONDAY + timedelta(days=n) for n in (1, 2, 5, 6))
IT = {"country": "IT"}


def week(hours, pause, days=5, **more):
    return [shift(MONDAY + timedelta(days=n), hours, pause, **more) for n in range(days)]


# --- Exactly at the limit is allowed, one minute more is not ----------------------------------


@pytest.mark.parametrize(
    ("person", "allowed", "too_much", "expected"),
    [
        # 94/33/EC, article 8(2): eight hours a day
        (
            YOUTH,
            [shift(MONDAY, "08:00-17:00", 60)],
            [shift(MONDAY, "08:00-17:01", 60)],
            [("day", MONDAY, 481, "94/33/EC, art. 8(2)")],
        ),
        # … 40 hours a week
        (
            YOUTH,
            week("08:00-16:30", 30),
            [
                *week("08:00-16:30", 30, days=4),
                shift(MONDAY + timedelta(days=4), "08:00-16:31", 30),
            ],
            [
                ("week", MONDAY, 2401, "94/33/EC, art. 8(2)"),
                ("day", MONDAY + timedelta(days=4), 481, "94/33/EC, art. 8(2)"),
            ],
        ),
        # 94/33/EC, article 9: nobody under 18 works after ten, children not after eight
        (
            YOUTH,
            [shift(MONDAY, "18:00-22:00")],
            [shift(MONDAY, "18:00-22:01")],
            [("night", MONDAY, 1, "94/33/EC, art. 9(1)(b)")],
        ),
        (
            CHILD,
            [shift(MONDAY, "16:00-20:00")],
            [shift(MONDAY, "16:00-20:01")],
            [("night", MONDAY, 1, "94/33/EC, art. 9(1)(a)")],
        ),
        # 94/33/EC, article 10(1): twelve hours of rest, fourteen for children
        (
            YOUTH,
            [shift(MONDAY, "16:00-20:00"), shift(TUESDAY, "08:00-12:00")],
            [shift(MONDAY, "16:00-20:00"), shift(TUESDAY, "07:59-12:00")],
            [("rest", TUESDAY, 719, "94/33/EC, art. 10(1)(b)")],
        ),
        (
            CHILD,
            [shift(MONDAY, "14:00-18:00"), shift(TUESDAY, "08:00-12:00")],
            [shift(MONDAY, "14:00-18:00"), shift(TUESDAY, "07:59-12:00")],
            [("rest", TUESDAY, 839, "94/33/EC, art. 10(1)(a)")],
        ),
        # 94/33/EC, article 10(2): two days free
        (
            YOUTH,
            week("08:00-12:00", 0),
            week("08:00-12:00", 0, days=6),
            [("freedays", MONDAY, 1, "94/33/EC, art. 10(2)")],
        ),
        # 94/33/EC, article 12: half an hour when work is longer than four and a half
        (
            YOUTH,
            [shift(MONDAY, "08:00-12:30"), shift(TUESDAY, "08:00-13:01", 30)],
            [shift(MONDAY, "08:00-12:31"), shift(TUESDAY, "08:00-13:00", 29)],
            [
                ("break", MONDAY, 0, "94/33/EC, art. 12"),
                ("break", TUESDAY, 29, "94/33/EC, art. 12"),
            ],
        ),
        # L. 977/1967, article 20: an hour, and no more than four and a half in a row
        (
            YOUTH,
            [shift(MONDAY, "08:00-17:00", 60, break_at=time(12, 30), **IT)],
            [shift(MONDAY, "08:00-16:59", 59, break_at=time(12, 31), **IT)],
            [
                ("break", MONDAY, 59, "L. 977/1967, art. 20"),
                ("stretch", MONDAY, 271, "L. 977/1967, art. 20"),
            ],
        ),
        # 2003/88/EC, article 3: eleven hours of rest
        (
            ADULT,
            [shift(MONDAY, "16:00-21:00"), shift(TUESDAY, "08:00-12:00")],
            [shift(MONDAY, "16:00-21:00"), shift(TUESDAY, "07:59-12:00")],
            [("rest", TUESDAY, 659, "2003/88/EC, art. 3")],
        ),
        # 2003/88/EC, article 4, and in Italy D.Lgs. 66/2003, article 8
        (
            ADULT,
            [shift(MONDAY, "08:00-14:00"), shift(TUESDAY, "08:00-14:02", 1)],
            [shift(MONDAY, "08:00-14:01")],
            [("break", MONDAY, 0, "2003/88/EC, art. 4")],
        ),
        (
            ADULT,
            [shift(MONDAY, "08:00-14:11", 10, **IT)],
            [shift(MONDAY, "08:00-14:11", 9, **IT)],
            [("break", MONDAY, 9, "D.Lgs. 66/2003, art. 8")],
        ),
        # 2003/88/EC, article 6: a single week above 48 hours
        (
            ADULT,
            week("08:00-18:06", 30),
            [
                *week("08:00-18:06", 30, days=4),
                shift(MONDAY + timedelta(days=4), "08:00-18:07", 30),
            ],
            [("week", MONDAY, 2881, "2003/88/EC, art. 6")],
        ),
        # 2003/88/EC, article 8: night shifts of eight hours on average
        (
            ADULT,
            [shift(MONDAY, "22:00-06:30", 30)],
            [shift(MONDAY, "22:00-06:31", 30)],
            [("nights", MONDAY, 481, "2003/88/EC, art. 8(a)")],
        ),
    ],
)
def test_check_at_the_limit_and_a_minute_beyond(person, allowed, too_much, expected):
    assert found(allowed, person) == []
    assert found(too_much, person) == expected


@pytest.mark.parametrize(
    ("person", "limit", "article"),
    [(ADULT, 2100, "2003/88/EC, art. 5"), (YOUTH, 2160, "94/33/EC, art. 10(2)")],
)
def test_weekly_rest_reaches_over_the_border_of_the_week(person, limit, article):
    # Saturday until 20:00; then free until the limit is reached, which is on Monday.
    days = [shift(MONDAY + timedelta(days=n), "16:00-20:00") for n in range(6)]
    minute = 20 * 60 + limit - 2 * 1440

    def ends_at(minute):
        return [*days, Shift(MONDAY + timedelta(weeks=1), time(*divmod(minute, 60)), time(12))]

    assert [row for row in found(ends_at(minute), person) if row[0] == "weekrest"] == []
    assert ("weekrest", MONDAY, limit - 1, article) in found(ends_at(minute - 1), person)


def test_weekly_rest_of_the_week_before_is_not_counted_again():
    monday = MONDAY + timedelta(weeks=1)
    days = [shift(monday + timedelta(days=n), "14:00-18:00") for n in range(8)]
    before = shift(MONDAY, "08:00-12:00")

    rows = found([before, *days], ADULT, last=monday)

    # Free since the Monday before; of that, this week began with 14 hours.
    assert ("weekrest", monday, 20 * 60, "2003/88/EC, art. 5") in rows


def test_weekly_rest_of_the_week_after_is_not_counted_before():
    days = [shift(MONDAY + timedelta(days=n), "14:00-18:00") for n in [*range(8), 13]]

    assert [row[:3] for row in found(days, ADULT) if row[0] == "weekrest"] == [
        ("weekrest", MONDAY, 20 * 60)
    ]


def test_rest_after_a_day_and_a_night_at_work_is_since_the_day_before():
    shifts = [shift(MONDAY, "22:00-20:00"), shift(WEDNESDAY, "06:59-12:00")]

    assert ("rest", WEDNESDAY, 659, "2003/88/EC, art. 3") in found(shifts, ADULT)


# --- Averages ---------------------------------------------------------------------------------


def weeks_of(minutes_a_day, count):
    return [
        Shift(MONDAY + timedelta(weeks=w, days=d), time(8), time(*divmod(510 + minutes, 60)), 30)
        for w, minutes in zip(range(count), minutes_a_day, strict=True)
        for d in range(5)
    ]


def test_average_is_that_of_the_weeks_worked_in():
    # 50 hours, nothing for a week (neutral), 46 and 46:05: the average is 48 first, then below.
    shifts = weeks_of([600, 600, 552, 553], 4)
    shifts = [each for each in shifts if (each.date - MONDAY).days // 7 != 1]

    rows = found(shifts, ADULT, last=MONDAY + timedelta(weeks=3))

    assert [row for row in rows if row[0] == "average"] == []


def test_average_above_48_hours_is_told_from_the_second_week_on():
    rows = found(weeks_of([600, 600, 240], 3), ADULT, last=MONDAY + timedelta(weeks=2))

    assert [row[:3] for row in rows if row[0] == "average"] == [
        ("average", MONDAY + timedelta(weeks=1), 3000)
    ]


# --- Midnight and the nights when the clocks change -------------------------------------------


@pytest.mark.parametrize(
    ("evening", "minutes"),
    [
        (date(2026, 3, 21), 480),
        (date(2026, 3, 28), 420),  # forward: 02:00 is 03:00
        (date(2026, 10, 24), 540),  # back: 03:00 is 02:00 again
    ],
)
def test_night_shift_counts_real_hours(evening, minutes):
    rows = engine.check(
        [shift(evening, "22:00-06:00")],
        first=evening,
        last=evening,
        person=YOUTH,
        rules=RULES,
        zone=ROME,
    )

    assert {str(row.kind): row.measured for row in rows} == {
        "night": minutes,
        "break": 0,
        "sunday": minutes - 120,
    } | ({"day": minutes} if minutes > 480 else {})


@pytest.mark.parametrize(("sunday", "rest"), [(date(2026, 3, 29), 630), (date(2026, 10, 25), 750)])
def test_rest_in_the_night_the_clocks_change_is_real_time(sunday, rest):
    saturday = sunday - timedelta(days=1)
    shifts = [shift(saturday, "15:00-19:30"), shift(sunday, "07:00-11:00")]

    rows = found(shifts, YOUTH if rest > 660 else ADULT, first=saturday)

    expected = [] if rest > 720 else [("rest", sunday, rest, "2003/88/EC, art. 3")]
    assert [row for row in rows if row[0] == "rest"] == expected


def test_shift_over_midnight_ends_where_the_next_day_rests_from():
    rows = found([shift(SUNDAY, "20:00-00:30"), shift(SUNDAY + timedelta(days=1), "11:29-12:00")],
                 ADULT, last=SUNDAY + timedelta(days=1))  # fmt: skip

    assert rows == [("rest", SUNDAY + timedelta(days=1), 659, "2003/88/EC, art. 3")]


def test_free_days_and_sunday_go_by_the_calendar():
    rows = found([*week("18:00-21:00", 0), shift(SATURDAY, "21:00-00:01")], YOUTH)

    assert [row[:3] for row in rows if row[0] in ("freedays", "sunday")] == [
        ("freedays", MONDAY, 0),
        ("sunday", SUNDAY, 1),
    ]


# --- Age on the very day ----------------------------------------------------------------------


def test_who_turns_18_on_wednesday_is_an_adult_from_wednesday_on():
    person = Person(WEDNESDAY.replace(year=2008))

    rows = found(week("08:00-17:30", 60), person)

    assert [row[:2] for row in rows] == [("day", MONDAY), ("day", TUESDAY)]


def test_week_of_the_birthday_counts_for_a_minor_up_to_the_day_before():
    person = Person(WEDNESDAY.replace(year=2008))
    long = [shift(MONDAY, "00:00-23:00", 60), shift(TUESDAY, "00:00-19:00", 60)]

    totals = {row[2] for row in found(long, person) if row[0] == "week"}

    assert totals == set()  # 40 hours until Tuesday
    more = [*long[:1], shift(TUESDAY, "00:00-19:01", 60), shift(WEDNESDAY, "08:00-12:00")]
    assert [row[1:3] for row in found(more, person) if row[0] == "week"] == [(MONDAY, 2401)]


@pytest.mark.parametrize(
    ("day", "is_minor"), [(date(2026, 2, 28), True), (date(2026, 3, 1), False)]
)
def test_who_is_born_on_29_february_is_18_on_1_march(day, is_minor):
    rows = found([shift(day, "08:00-16:31", 30)], Person(date(2008, 2, 29)), first=day)

    assert [row[0] for row in rows if row[0] == "day"] == ["day"] * is_minor


# --- Whose law --------------------------------------------------------------------------------


def test_country_goes_before_the_union_kind_by_kind():
    shifts = [shift(MONDAY, "08:00-17:00", 30, **IT), shift(TUESDAY, "04:59-06:00", **IT)]

    assert [row[::3] for row in found(shifts, YOUTH)] == [
        ("day", "L. 977/1967, art. 18"),
        ("break", "L. 977/1967, art. 20"),
        ("rest", "94/33/EC, art. 10(1)(b)"),
        ("night", "L. 977/1967, art. 15"),
    ]


def test_who_still_goes_to_school_is_a_child_in_law():
    pupil = Person(YOUTH.birth_date, at_school=True)

    rows = found([shift(MONDAY, "08:00-16:01", 60, **IT)], pupil)

    assert rows == [("day", MONDAY, 421, "L. 977/1967, art. 18")]


def test_a_law_does_not_hold_before_it_is_in_force():
    day = date(1996, 6, 17)

    rows = found([shift(day, "08:00-20:00")], Person(date(1980, 1, 1)), first=day)

    assert rows == []


# --- Several companies ------------------------------------------------------------------------


def test_several_companies_count_together():
    shifts = [shift(MONDAY, "08:00-12:30", key=1), shift(MONDAY, "14:00-17:31", key=2)]

    rows = engine.check(shifts, first=MONDAY, last=MONDAY, person=YOUTH, rules=RULES, zone=ROME)

    assert [(str(row.kind), row.measured, row.keys) for row in rows] == [
        ("day", 481, frozenset({1, 2}))
    ]


# --- Against the oracle -----------------------------------------------------------------------

quarter = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))
shift_strategy = st.builds(
    Shift,
    date=st.integers(-3, 17).map(lambda n: date(2026, 3, 23) + timedelta(days=n)),
    starts_at=quarter,
    ends_at=quarter,
    break_minutes=st.sampled_from([0, 10, 30, 60, 120]),
)
born = st.one_of(
    st.sampled_from([date(2000, 1, 1), date(2009, 1, 1), date(2012, 1, 1)]),
    st.integers(0, 13).map(lambda n: date(2008, 3, 24) + timedelta(days=n)),
)


@settings(max_examples=40)
@given(
    st.lists(shift_strategy, max_size=10, unique_by=lambda each: (each.date, each.starts_at)),
    born,
    st.booleans(),
)
@example([shift(date(2026, 3, 28), "22:00-06:00", 30)], date(2009, 1, 1), False)
def test_engine_says_what_minutes_say(shifts, birth_date, moved):
    if moved:  # to the night the clocks go back
        shifts = [
            Shift(s.date + timedelta(days=210), s.starts_at, s.ends_at, s.break_minutes)
            for s in shifts
        ]
    shifts = [each for each in shifts if any(oracle._minutes(each, ROME))]
    first = date(2026, 10, 19) if moved else date(2026, 3, 23)
    asked = {"first": first, "last": first + timedelta(days=13), "person": Person(birth_date)}

    rows = engine.check(shifts, rules=RULES, zone=ROME, **asked)

    expected = oracle.check(shifts, rules=RULES, zone=ROME, **asked)
    assert {(row.kind, row.date, row.measured) for row in rows} == expected
