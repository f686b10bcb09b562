"""imyportal/opening/: when the office is open, and what a minute of work is."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from imyportal import opening
from imyportal.models import AuditEvent, Closure, Office, OpeningSpan
from imyportal.opening import clock, wording
from tests.factories import UserFactory

ROME = ZoneInfo("Europe/Rome")
MINUTE = timedelta(minutes=1)
# Nights of changed clocks, local and national holidays, a turn of the year.
STARTS = ["2026-03-27", "2026-10-23", "2026-07-24", "2026-12-23", "2026-03-31", "2027-04-24"]


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ROME)


def week(spans=None, closures=()):
    spans = spans or {day: [(time(9, 30), time(17))] for day in range(5)}
    apart = {day: clock.apart(times) for day, times in spans.items()}
    return clock.Hours(apart, tuple(closures), "IT", "PT", ROME)


def counted(hours, closed, start, end):
    """The same question, asked of every minute by the clock on the wall."""
    found, moment = 0, start
    while moment < end:
        here = moment.astimezone(ROME)
        times = hours.spans.get(here.weekday(), ())
        is_in = any(opens <= here.time() < closes for opens, closes in times)
        found += is_in and here.date() not in closed
        moment += MINUTE
    return found


times = st.integers(6, 46).map(lambda half: time(half // 2, half % 2 * 30))
span = st.tuples(times, times).filter(lambda both: both[0] < both[1])
spans = st.dictionaries(st.integers(0, 6), st.lists(span, min_size=1, max_size=3), min_size=1)


@settings(max_examples=25)
@given(
    spans=spans,
    first=st.sampled_from(STARTS),
    begins=st.integers(0, 2 * 24 * 60),
    lasts=st.integers(0, 5 * 24 * 60),
    minutes=st.integers(0, 900),
)
def test_working_minutes_are_those_of_a_count_minute_by_minute(
    spans, first, begins, lasts, minutes
):
    day = date.fromisoformat(first)
    shut = clock.Closed(day + timedelta(days=3), day + timedelta(days=3), "Move")
    hours = week(spans, [shut])
    holidays = {"2026-07-25", "2026-12-25", "2026-12-26", "2027-01-01", "2027-01-06"}
    holidays |= {"2026-04-05", "2026-04-06", "2026-11-01", "2027-04-25", "2027-05-01"}
    closed = {shut.first} | {date.fromisoformat(each) for each in holidays}
    start = datetime.combine(day, time(), tzinfo=ROME).astimezone(UTC) + begins * MINUTE
    end = start + lasts * MINUTE

    due = hours.due(start, minutes)

    assert hours.worked(start, end) == counted(hours, closed, start, end)
    assert hours.worked(start, due) == minutes
    if due - start < timedelta(days=8):
        assert counted(hours, closed, start, due.astimezone(UTC)) == minutes
        assert minutes == 0 or hours.is_open(due - MINUTE)


@pytest.mark.parametrize(
    ("asked", "minutes", "due"),
    [
        ("2026-03-13 16:50", 60, "2026-03-16 10:20"),
        ("2026-03-27 16:50", 60, "2026-03-30 10:20"),  # clocks go forward in between
        ("2026-07-24 16:50", 60, "2026-07-27 10:20"),  # and Saint James on the Saturday
        ("2026-12-24 16:30", 60, "2026-12-28 10:00"),
        ("2026-04-03 16:30", 45, "2026-04-07 09:45"),  # Easter Monday
        ("2026-03-12 16:00", 60, "2026-03-12 17:00"),
        ("2026-03-14 12:00", 0, "2026-03-16 09:30"),
    ],
)
def test_due_counts_working_minutes_over_weekends_and_holidays(asked, minutes, due):
    assert week().due(at(asked), minutes) == at(due)


def test_office_closed_for_years_opens_again():
    closed = clock.Closed(date(2026, 1, 1), date(9999, 12, 31), "Sold")
    hours = week(closures=[closed])

    assert hours.opens_next(at("2026-03-12 10:00")).year == 2028
    assert hours.office_day_after(date(2026, 3, 12), 1).year == 2028


def test_names_of_holidays_are_in_the_readers_language():
    day, hours = date(2028, 7, 25), week()

    with translation.override("it"):
        assert hours.closed_for(day) == "San Jacopo"
    with translation.override("pl"):
        assert hours.closed_for(day) == "Saint James's Day"


@pytest.mark.django_db
def test_hours_are_read_once_within_remembered(django_assert_num_queries):
    OpeningSpan.objects.create(weekday=5, opens_at=time(9), closes_at=time(12))
    OpeningSpan.objects.create(weekday=5, opens_at=time(11), closes_at=time(13))
    Closure.objects.create(first_day=date(2026, 3, 12), last_day=date(2026, 3, 13), reason="Move")

    with django_assert_num_queries(1), opening.remembered():
        assert not opening.is_open(at("2026-03-12 10:00"))
        assert opening.opens_next(at("2026-03-12 10:00")) == at("2026-03-14 09:00")
        assert opening.due(at("2026-03-13 10:00"), 300) == at("2026-03-16 10:30")
        said = wording.week(opening.hours())

    assert said == ["Monday to Friday, 9:30–17:00", "Saturday, 9:00–13:00"]


@pytest.mark.django_db
def test_hours_read_last_serve_until_they_are_changed(django_assert_num_queries):
    day = date(2026, 3, 12)
    opening.hours()

    with django_assert_num_queries(0):
        before = opening.hours().closed_for(day)
    Closure.objects.create(first_day=day, last_day=day, reason="Move")
    during = opening.hours().closed_for(day)
    Closure.objects.all().delete()

    assert (before, during, opening.hours().closed_for(day)) == (None, "Move", None)


@pytest.mark.django_db
def test_agency_without_rows_keeps_the_standard_hours():
    Office.objects.all().delete()

    found = opening.hours()

    assert wording.week(found) == ["Monday to Friday, 9:30–17:00"]
    assert found.closed_for(date(2028, 7, 25))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "broken",
    [
        lambda: Office(pk=2),
        lambda: OpeningSpan(weekday=7, opens_at=time(9), closes_at=time(10)),
        lambda: OpeningSpan(weekday=1, opens_at=time(9), closes_at=time(9)),
        lambda: Closure(first_day=date(2026, 3, 2), last_day=date(2026, 3, 1), reason="x"),
        lambda: Closure(first_day=date(2026, 3, 2), last_day=date(2026, 3, 2), reason=""),
    ],
)
def test_impossible_hours_are_refused_by_the_database(broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        broken().save(force_insert=True)
    with pytest.raises(ValidationError):
        broken().full_clean()


@pytest.fixture
def coordinator():
    coordinator = UserFactory(tutor=True)
    coordinator.groups.add(Group.objects.get(name="Coordinators"))
    return coordinator


def posted(**changes):
    rows = [("0", "9:30", "17:00"), ("0", changes.pop("second", "17:00"), "18:00")]
    found = {"country": "it", "subdivision": "PT", "spans-INITIAL_FORMS": "0"}
    found |= {"spans-TOTAL_FORMS": str(len(rows))}
    for number, (day, opens, closes) in enumerate(rows):
        found |= {
            f"spans-{number}-weekday": day,
            f"spans-{number}-opens_at": opens,
            f"spans-{number}-closes_at": closes,
            f"spans-{number}-office": "1",
        }
    return found | changes


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"country": "xx"}, "No holidays are known for this country."),
        ({"subdivision": "ZZ"}, "This part of the country is not known."),
        ({"second": "16:59"}, "Two opening times of one day overlap."),
        ({"spans-TOTAL_FORMS": "0"}, "Enter the hours of at least one day."),
    ],
)
def test_coordinator_is_told_what_is_wrong_with_the_hours(client_for, coordinator, changes, words):
    OpeningSpan.objects.all().delete()

    page = client_for(coordinator).post("/admin/imyportal/office/1/change/", posted(**changes))

    assert page.status_code == 200
    assert words in page.content.decode()
    assert not OpeningSpan.objects.exists()


@pytest.mark.django_db
def test_coordinator_sets_hours_and_a_tutor_only_reads_them(client_for, coordinator):
    OpeningSpan.objects.all().delete()
    tutor = client_for(UserFactory(tutor=True))

    client_for(coordinator).post("/admin/imyportal/office/1/change/", posted())

    assert wording.week(opening.hours()) == ["Monday, 9:30–18:00"]
    assert AuditEvent.objects.get(action="office.changed").details["hours"] == "Monday, 9:30–18:00"
    assert tutor.post("/admin/imyportal/office/1/change/", posted()).status_code == 403
