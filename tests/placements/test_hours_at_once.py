"""placements/hours.py: two who write at once."""

import uuid

import pytest

from imyportal.models import OutgoingMail
from placements import hours, sheets
from placements.enums import DayKind, WeekStatus
from placements.models import HourWeek, WorkDay

from .filling import FREE_DAY, MONDAY, THURSDAY, fill, worked

pytestmark = pytest.mark.django_db


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
