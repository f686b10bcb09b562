"""Hours at a glance: the arithmetic, what is read for it, and who is said to lag behind."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from imyportal import weeks
from placements import glances, sheets, signing
from placements.entries import DayEntry
from placements.enums import DayKind, SignedHow, WeekStatus
from placements.glance import Glance, Tally, measure
from placements.models import HourWeek, Placement, WeekSignature
from tests.factories import MONDAY, HourWeekFactory, PlacementFactory, WorkDayFactory, filled_week

FRIDAY_OF_8 = MONDAY + timedelta(weeks=8, days=-3)
FULL_TIME = dict.fromkeys(range(5), 450)

dates = st.dates(date(2026, 1, 1), date(2027, 12, 31))
timetables = st.dictionaries(st.integers(0, 6), st.integers(1, 780), max_size=7)
tallies = st.lists(
    st.builds(
        Tally,
        weekday=st.integers(0, 6),
        kind=st.sampled_from(DayKind.values),
        status=st.sampled_from(WeekStatus.values),
        days=st.integers(1, 9),
        minutes=st.integers(0, 5000),
        is_settled=st.booleans(),
    ),
    max_size=12,
)


def of(found, timetable=None, last=FRIDAY_OF_8, percent=90):
    return measure(MONDAY, last, timetable or FULL_TIME, found, below_percent=percent)


def worked(days, minutes=450, **fields):
    """The first `days` working days, alike."""
    fields = {"kind": DayKind.WORKED, "status": WeekStatus.SIGNED} | fields
    return [Tally(n % 5, days=1, minutes=minutes, **fields) for n in range(days)]


def absent(days, kind=DayKind.ILL):
    return worked(days, minutes=0, kind=kind)


# --- The arithmetic ---------------------------------------------------------------------------


@given(dates, st.integers(0, 200), timetables, tallies, st.integers(0, 100))
def test_glance_of_anything_holds_together(first, length, timetable, found, percent):
    last = first + timedelta(days=length)

    glance = measure(first, last, timetable, found, below_percent=percent)

    assert glance.worked == sum(each.minutes for each in found)
    assert glance.forecast >= glance.worked >= glance.kept >= 0
    assert glance.attendance is None or 0 <= glance.attendance <= 100
    assert glance.percent is None or 0 <= glance.percent <= 100
    assert glance.promised <= sum(timetable.get(t.weekday, 0) * t.days for t in found)
    assert not (glance.is_below and glance.kept >= glance.promised)


@given(dates, st.integers(0, 400))
def test_weekday_counts_are_those_of_the_calendar(first, length):
    days = [first + timedelta(days=n) for n in range(length + 1)]

    counts = {n: weeks.how_many(n, first, days[-1]) for n in range(7)}

    assert counts == {n: sum(day.weekday() == n for day in days) for n in range(7)}


def test_agreed_hours_go_from_the_first_day_to_the_last():
    monday_to_thursday = of([], last=MONDAY + timedelta(days=10))
    over_the_clock_change = of([], last=date(2026, 3, 29))  # summer time begins that night

    assert (monday_to_thursday.agreed, over_the_clock_change.agreed) == (9 * 450, 20 * 450)


@given(
    dates,
    timetables,
    tallies,
    st.builds(
        Tally, st.integers(0, 6), st.just("worked"), st.just("open"), st.integers(1, 9), st.just(0)
    ),
    st.integers(0, 3000),
)
def test_forecast_never_falls_when_hours_are_added(first, timetable, found, more, above):
    """Days worked as agreed or longer, and more hours on days that are entered."""
    last = first + timedelta(days=90)
    as_agreed = replace(more, minutes=more.days * timetable.get(more.weekday, 0))

    forecasts = [
        measure(first, last, timetable, [*found, *added], below_percent=90).forecast
        for added in ([], [as_agreed], [replace(as_agreed, minutes=as_agreed.minutes + above)])
    ]

    assert forecasts == sorted(forecasts)


def test_forecast_before_three_weeks_counts_the_days_that_lack_as_worked():
    glance = of(worked(6, minutes=225))

    assert glance.forecast == 6 * 225 + 34 * 450 * 4 // 5


def test_forecast_of_who_works_more_than_agreed_adds_what_is_agreed():
    assert of(worked(20, minutes=500)).forecast == 20 * 500 + 20 * 450


def test_forecast_from_three_weeks_on_goes_on_at_the_own_rate():
    glance = of(worked(15, minutes=225))

    assert glance.forecast == 15 * 225 + 25 * 225


def test_forecast_after_the_last_day_is_what_was_worked():
    last = MONDAY + timedelta(days=4)

    assert of(worked(5, minutes=400), last=last).forecast == 2000


def test_holidays_and_free_days_count_for_neither_side_of_the_attendance():
    glance = of(
        [
            *worked(18),
            *absent(1),
            *absent(1, DayKind.ABSENT),
            *absent(2, DayKind.OFF),
            *absent(3, DayKind.HOLIDAY),
            Tally(5, DayKind.WORKED, WeekStatus.SIGNED, 4, 900),  # Saturdays nobody agreed on
        ]
    )

    assert (glance.attendance, glance.days_off, glance.agreed) == (90, 5, 40 * 450)


def test_absence_that_is_announced_is_not_missed_before_its_day():
    ahead = [replace(each, is_settled=False) for each in absent(3)]

    assert of([*worked(9), *absent(1), *ahead]).attendance == 90


def test_attendance_of_100_percent_means_every_day():
    assert Glance(days_worked=199, days_missed=1).attendance == 99
    assert Glance().attendance is None


@pytest.mark.parametrize(
    ("found", "is_below"),
    [
        (worked(9, minutes=400), False),  # not two weeks yet
        (worked(10, minutes=404), True),
        (worked(10, minutes=405), False),  # 90 percent
        (worked(10, minutes=404, is_settled=False), False),
        (worked(9) + absent(1), False),
        (worked(8) + absent(2), True),
        (worked(8) + absent(2, DayKind.OFF), True),
        (worked(8) + absent(2, DayKind.HOLIDAY), False),
    ],
)
def test_below_is_said_from_two_weeks_on_under_ninety_percent(found, is_below):
    assert of(found).is_below is is_below


# --- What is read -----------------------------------------------------------------------------


def chart(placement, count, minutes=450):
    """`count` whole signed weeks of days of `minutes`, from 08:30 with a break of 90."""
    ends = time(10 + minutes // 60, minutes % 60)
    for monday in weeks.mondays(placement.starts_on, placement.ends_on)[:count]:
        week = HourWeekFactory(placement=placement, monday=monday)
        for day in weeks.days_of(monday)[:5]:
            WorkDayFactory(week=week, date=day, ends_at=ends, minutes=minutes)
        sign(week)
    return placement


def sign(week):
    WeekSignature.objects.create(
        week=week,
        name="Marco Bartolini",
        role="Tutor",
        how=SignedHow.LINK,
        button="Firma",
        minutes=0,
        version=1,
        digest="0" * 64,
    )
    HourWeek.objects.filter(pk=week.pk).update(
        status=WeekStatus.SIGNED, declared_at="2026-03-13T12:00Z"
    )


def from_chart(placement, today):
    return sheets.chart(placement, placement.starts_on, today=today).glance


@pytest.fixture
def corrected(db, today):
    """Two weeks of 6:00 h a day; two days became a holiday, a Saturday was added, a day is open."""
    today("2026-03-20")
    placement = chart(PlacementFactory(full_time=True), 2, minutes=360)
    week = placement.weeks.get(monday=MONDAY)
    by = placement.trainee.user
    holiday = DayEntry(DayKind.HOLIDAY)
    signing.correct(week, MONDAY, holiday, by=by, reason="Santo patrono")
    signing.correct(week, MONDAY, DayEntry(DayKind.ILL), by=by, reason="Ill after all")
    signing.correct(week, MONDAY, holiday, by=by, reason="No, a holiday")
    saturday = DayEntry(DayKind.WORKED, time(8), time(12))
    signing.correct(week, MONDAY + timedelta(days=5), saturday, by=by, reason="Fair")
    third = HourWeekFactory(placement=placement, monday=MONDAY + timedelta(weeks=2))
    WorkDayFactory(week=third, date=MONDAY + timedelta(days=18))  # today
    return placement


def test_glance_counts_corrections_and_leaves_today_unsettled(corrected):
    today = date(2026, 3, 20)

    glance = glances.of([corrected], today=today)[corrected.pk]

    assert glance == from_chart(corrected, today)
    assert (glance.signed, glance.open) == (9 * 360 + 240, 450)
    assert (glance.promised, glance.kept) == (9 * 450, 9 * 360 + 240)
    assert (glance.days_worked, glance.days_off, glance.is_below) == (10, 1, True)


def test_database_says_the_same_of_who_is_below(corrected, settings):
    today = date(2026, 3, 20)
    behind = chart(PlacementFactory(full_time=True), 3, minutes=300)
    chart(PlacementFactory(full_time=True), 3)
    chart(PlacementFactory(full_time=True), 1, minutes=100)
    placements = Placement.objects.all()

    for percent in (0, 60, 85, 86, 90, 100):
        settings.BELOW_AGREED_PERCENT = percent
        measured = glances.of(placements, today=today)
        said = {row["at"]: row["short"] for row in glances.below(placements, today=today)}

        assert said == {
            pk: glance.promised - glance.kept for pk, glance in measured.items() if glance.is_below
        }
    assert said.keys() == {corrected.pk, behind.pk}


@pytest.mark.parametrize("rows", [1, 3])
def test_glance_query_count_does_not_grow(db, django_assert_num_queries, rows):
    for _ in range(rows):
        chart(PlacementFactory(full_time=True), rows)
    placements = list(Placement.objects.all())

    with django_assert_num_queries(3):
        found = glances.of(placements, today=MONDAY)
    with django_assert_num_queries(1):
        list(glances.below(Placement.objects.all(), today=MONDAY))

    assert len(found) == rows


# --- What is shown ----------------------------------------------------------------------------


@pytest.fixture
def behind(db, today):
    today("2026-03-19")
    return chart(PlacementFactory(full_time=True), 2, minutes=300)


def test_trainee_reads_the_whole_placement_on_home_and_hours(behind, client_for):
    me = client_for(behind.trainee.user)

    home, hours = (me.get(reverse(f"placements:{name}")).text for name in ("home", "hours"))

    for page in (home, hours):
        assert "50:00" in page
        assert "of 300:00 h" in page
        assert "By 24 April you will reach about 225 h." in page
    assert "50:00 h signed" in hours
    assert "You worked 10 of 10 days (100 %)." in hours


def test_board_names_who_is_below_with_one_button(behind, client_for):
    page = client_for(behind.trainee.group.lead_tutor).get(reverse("admin:index")).text

    assert "25:00 h below the agreed hours" in page
    assert reverse("admin:placements_placement_change", args=[behind.pk]) in page


def test_list_of_placements_keeps_those_below(behind, client_for):
    fine = PlacementFactory(full_time=True, trainee__group=behind.trainee.group)
    browser = client_for(behind.trainee.group.lead_tutor)
    url = reverse("admin:placements_placement_changelist")

    rows = {
        name: browser.get(url, query).text
        for name, query in (("all", {}), ("below", {"hours": "below"}))
    }

    assert fine.trainee.last_name in rows["all"]
    assert fine.trainee.last_name not in rows["below"]
    assert "50:00 of 300:00 h" in rows["below"]


def test_group_page_counts_only_trainees_the_tutor_sees(
    behind, client_for, django_assert_max_num_queries
):
    tutor = behind.trainee.group.lead_tutor
    browser = client_for(tutor)
    url = reverse("admin:trainees_group_hours", args=[behind.trainee.group_id])
    browser.get(url)
    counts = []

    for _ in range(2):
        chart(PlacementFactory(full_time=True, trainee__group=behind.trainee.group), 1)
        with django_assert_max_num_queries(12) as captured:
            page = browser.get(url).text
        counts.append(len(captured))

    assert counts[0] == counts[1]
    assert "66 % of the agreed hours so far" in page
    assert filled_week().placement.trainee.last_name not in browser.get(url).text
