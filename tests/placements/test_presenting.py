"""placements/presenting.py: an hour chart in words."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from placements import presenting, sheets
from placements.entries import DayEntry
from placements.enums import ABSENCES, DayKind, SignedHow, WeekStatus
from placements.models import Correction, HourWeek, WeekSignature, WorkDay
from tests.factories import MONDAY, HourWeekFactory, UserFactory, WorkDayFactory

SECRET = "Migraine"


@pytest.mark.parametrize(
    ("first", "last", "english", "italian"),
    [
        ((2026, 3, 9), (2026, 3, 15), "9–15 March", "9–15 marzo"),
        ((2026, 3, 30), (2026, 4, 5), "30 March–5 April", "30 marzo–5 aprile"),
        ((2026, 12, 28), (2027, 1, 3), "28 December–3 January", "28 dicembre–3 gennaio"),
        ((2026, 3, 2), (2027, 3, 8), "2 March–8 March", "2 marzo–8 marzo"),
    ],
)
def test_period_is_as_short_as_it_stays_clear(first, last, english, italian):
    days = date(*first), date(*last)

    assert presenting.period(*days) == english
    with translation.override("it"):
        assert presenting.period(*days) == italian


@pytest.fixture
def week(db):
    return HourWeekFactory()


def lines(week):
    return sheets.sheet(week.placement, MONDAY, today=date(2026, 3, 20)).days


def not_worked(week, kind, **fields):
    return WorkDay.objects.create(week=week, date=MONDAY, kind=kind, note=SECRET, **fields)


def test_day_text_worked_says_from_when_to_when(week):
    WorkDayFactory(week=week, date=MONDAY, note=SECRET)

    assert presenting.day_text(lines(week)[0]) == "08:30–17:30"


def test_day_text_without_entry_says_so(week):
    assert presenting.day_text(lines(week)[0]) == "No entry"


@pytest.mark.parametrize("kind", ABSENCES)
def test_day_text_absence_never_says_why(week, kind):
    not_worked(week, kind)

    assert presenting.day_text(lines(week)[0]) == "Absent"


@pytest.mark.parametrize("kind", ABSENCES)
def test_day_text_absence_that_was_told_says_when_in_local_time(week, kind):
    told = datetime(2026, 3, 2, 6, 48, tzinfo=ZoneInfo("UTC"))
    not_worked(week, kind, told_at=told)

    assert presenting.day_text(lines(week)[0]) == "Absent, told at 07:48"
    with translation.override("it"):
        assert "07:48" in presenting.day_text(lines(week)[0])


@pytest.mark.parametrize(("kind", "words"), [("off", "Free day"), ("holiday", "Public holiday")])
def test_day_text_other_days_off(week, kind, words):
    not_worked(week, kind)

    assert presenting.day_text(lines(week)[0]) == words


def test_day_text_after_a_correction_says_what_holds_now(week):
    WorkDayFactory(week=week, date=MONDAY)
    HourWeek.objects.update(status=WeekStatus.SIGNED, declared_at=timezone.now())
    WeekSignature.objects.create(
        week=week, name="Marco", how=SignedHow.LINK, minutes=450, version=1, digest="0" * 64
    )
    later = DayEntry(DayKind.WORKED, time(9), time(17, 30), 60)
    Correction.objects.create(
        week=HourWeek.objects.get(), date=MONDAY, old={}, new=later.as_json(), minutes_more=0,
        reason="Came later", by=UserFactory(tutor=True),
    )  # fmt: skip

    assert presenting.day_text(lines(week)[0]) == "09:00–17:30"


def test_rows_are_the_days_that_say_something(week):
    WorkDayFactory(week=week, date=MONDAY)
    WorkDayFactory(week=week, date=date(2026, 3, 7))  # a Saturday

    rows = presenting.rows(sheets.sheet(week.placement, MONDAY, today=date(2026, 3, 20)))

    assert [(row.label, row.hours, row.is_off) for row in rows] == [
        ("Mon 2", "7:30", False),
        ("Tue 3", "–", True),
        ("Wed 4", "–", True),
        ("Thu 5", "–", True),
        ("Fri 6", "–", True),
        ("Sat 7", "7:30", False),
    ]


def test_rows_hold_no_note(week):
    not_worked(week, DayKind.ILL)

    rows = presenting.rows(sheets.sheet(week.placement, MONDAY, today=date(2026, 3, 20)))

    assert SECRET not in str(rows)
    assert "ill" not in str(rows).lower().replace("fill", "")


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (None, "No entry"),
        (DayEntry(DayKind.WORKED, time(8, 30), time(17, 30), 90), "08:30–17:30, 7:30 h"),
        (DayEntry(DayKind.WORKED, time(22), time(6), 30), "22:00–06:00, 7:30 h"),
        (DayEntry(DayKind.ILL, note=SECRET), "Absent"),
        (DayEntry(DayKind.ABSENT, note=SECRET), "Absent"),
        (DayEntry(DayKind.OFF), "Free day"),
        (DayEntry(DayKind.HOLIDAY), "Public holiday"),
    ],
)
def test_entry_text_one_side_of_a_correction(entry, words):
    assert presenting.entry_text(entry.as_json() if entry else {}) == words
