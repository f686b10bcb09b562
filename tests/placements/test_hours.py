"""placements/hours.py and sheets.py: filling, declaring and reading the hour chart."""

import threading
import uuid
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from imyportal import weeks, work
from imyportal.models import OutgoingMail
from placements import hours, sheets, signing
from placements.entries import DayEntry
from placements.enums import DayKind, SignedHow, WeekStatus
from placements.models import AgreedDay, HourWeek, WorkDay
from tests.factories import (
    HourWeekFactory,
    PlacementFactory,
    WorkDayFactory,
    filled_week,
)

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 9)
THURSDAY = date(2026, 3, 12)
FREE_DAY = DayEntry(DayKind.OFF)


def worked(starts="08:30", ends="17:30", pause=90):
    return DayEntry(DayKind.WORKED, time.fromisoformat(starts), time.fromisoformat(ends), pause)


def code_of(error):
    return error.value.code


@pytest.fixture
def placement(today):
    """Eight weeks from Monday 2 March 2026, full time; it is Thursday of the second week."""
    today("2026-03-12 17:40")
    return PlacementFactory(full_time=True)


@pytest.fixture
def by(placement):
    return placement.trainee.user


def fill(placement, monday=MONDAY, days=5):
    for day in weeks.days_of(monday)[:days]:
        hours.save_as_agreed(placement, day, by=placement.trainee.user)
    return HourWeek.objects.get(placement=placement, monday=monday)


def sign(week):
    return signing.sign_week(
        week,
        name="Marco Bartolini",
        role="",
        how=SignedHow.LINK,
        button="Firma",
        version=week.version,
    )


# --- A day ------------------------------------------------------------------------------------


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


def test_tell_absence_tells_the_company_once(placement, by):
    for kind in (DayKind.ILL, DayKind.ILL, DayKind.ABSENT):
        row = hours.tell_absence(placement, THURSDAY, kind, by=by)

    assert row.kind == DayKind.ABSENT
    assert row.told_at is not None
    assert [mail.to for mail in OutgoingMail.objects.all()] == [placement.company_tutor.email]


def test_tell_absence_then_worked_forgets_that_it_was_told(placement, by):
    hours.tell_absence(placement, THURSDAY, DayKind.ILL, by=by)

    row = hours.save_day(placement, THURSDAY, worked(), by=by)

    assert row.told_at is None


# --- A week -----------------------------------------------------------------------------------


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


# --- Reading ----------------------------------------------------------------------------------


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


# --- What the database holds -------------------------------------------------------------------


@pytest.mark.parametrize(
    "row",
    [
        {"kind": DayKind.WORKED, "starts_at": None},
        {"kind": DayKind.WORKED, "minutes": 0},
        {"kind": DayKind.WORKED, "minutes": 1441},
        {"kind": DayKind.OFF},
        {"date": MONDAY},
    ],
)
def test_workday_that_cannot_be_is_refused(row):
    week = HourWeekFactory(monday=MONDAY)
    WorkDayFactory(week=week)

    with pytest.raises(IntegrityError), transaction.atomic():
        WorkDayFactory(week=week, **({"date": THURSDAY} | row))


@pytest.mark.parametrize(
    "row",
    [
        {"monday": THURSDAY},
        {"status": WeekStatus.DECLARED},
        {"status": WeekStatus.RETURNED},
    ],
)
def test_hourweek_that_cannot_be_is_refused(row):
    placement = PlacementFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        HourWeekFactory(**({"placement": placement, "monday": MONDAY} | row))


def test_hourweek_twice_is_refused():
    week = HourWeekFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        HourWeekFactory(placement=week.placement, monday=week.monday)


@pytest.mark.parametrize("row", [{"weekday": 7}, {"weekday": 0}, {"break_minutes": 1440}])
def test_agreed_day_that_cannot_be_is_refused(row):
    placement = PlacementFactory(full_time=True)
    fields = {"weekday": 5, "starts_at": time(9), "ends_at": time(13), "break_minutes": 0}

    with pytest.raises(IntegrityError), transaction.atomic():
        AgreedDay.objects.create(placement=placement, **(fields | row))


# --- Two at once ------------------------------------------------------------------------------


@pytest.fixture
def at_once():
    """`at_once(first, second)`: `second` starts while `first` holds the week; both outcomes."""
    held, go_on = threading.Event(), threading.Event()
    outcomes = {}

    def stand():
        if threading.current_thread().name == "first":
            held.set()
            go_on.wait(10)

    def run(name, act):
        try:
            outcomes[name] = act()
        except ValidationError as error:
            outcomes[name] = error.code
        finally:
            connection.close()

    def both(first, second):
        work.set_hook("hours.week_locked", stand)
        threads = [
            threading.Thread(target=run, args=("first", first), name="first"),
            threading.Thread(target=run, args=("second", second), name="second"),
        ]
        threads[0].start()
        assert held.wait(10)
        threads[1].start()
        threads[1].join(0.3)
        assert threads[1].is_alive()  # it waits for the lock
        go_on.set()
        for thread in threads:
            thread.join(20)
        return outcomes["first"], outcomes["second"]

    yield both
    work.set_hook("hours.week_locked", None)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_save_day_on_two_devices_keeps_one_and_tells_the_other(placement, by, at_once):
    seen = sheets.sheet(placement, MONDAY, today=THURSDAY).version

    first, second = at_once(
        lambda: hours.save_day(placement, THURSDAY, worked(), by=by, version=seen),
        lambda: hours.save_day(placement, THURSDAY, worked(ends="19:00"), by=by, version=seen),
    )

    assert (first.minutes, second) == (450, "changed")
    assert WorkDay.objects.get().minutes == 450


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_days_of_one_week_at_once_are_both_stored(placement, by, at_once):
    first, second = at_once(
        lambda: hours.save_as_agreed(placement, MONDAY, by=by),
        lambda: hours.save_as_agreed(placement, THURSDAY, by=by),
    )

    assert first.week_id == second.week_id
    assert HourWeek.objects.get().days.count() == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_double_tap_stores_one_day_and_both_succeed(placement, by, at_once):
    key = uuid.uuid4()

    first, second = at_once(
        lambda: hours.save_as_agreed(placement, THURSDAY, by=by, once=key),
        lambda: hours.save_as_agreed(placement, THURSDAY, by=by, once=key),
    )

    assert first == second == WorkDay.objects.get()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_declare_while_a_day_is_saved_sees_the_change(placement, by, at_once, today):
    today("2026-03-13")
    version = fill(placement).version

    first, second = at_once(
        lambda: hours.save_day(placement, THURSDAY, FREE_DAY, by=by),
        lambda: hours.declare_week(placement, MONDAY, by=by, version=version),
    )

    assert (first.kind, second) == (DayKind.OFF, "changed")
    assert HourWeek.objects.get().status == WeekStatus.OPEN


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_save_while_the_week_is_declared_is_refused(placement, by, at_once, today):
    today("2026-03-13")
    version = fill(placement).version

    first, second = at_once(
        lambda: hours.declare_week(placement, MONDAY, by=by, version=version),
        lambda: hours.save_day(placement, THURSDAY, FREE_DAY, by=by),
    )

    assert (first.status, second) == (WeekStatus.DECLARED, "locked")
    assert WorkDay.objects.get(date=THURSDAY).minutes == 450


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_declare_twice_at_once_sends_one_mail(placement, by, at_once, today):
    today("2026-03-13")
    version, key = fill(placement).version, uuid.uuid4()

    first, second = at_once(
        lambda: hours.declare_week(placement, MONDAY, by=by, version=version, once=key),
        lambda: hours.declare_week(placement, MONDAY, by=by, version=version, once=key),
    )

    assert first == second
    assert OutgoingMail.objects.count() == 1


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
