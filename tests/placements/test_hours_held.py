"""What the database holds of hours, whoever asks."""

from datetime import time

import pytest
from django.db import IntegrityError, transaction

from placements.enums import DayKind, WeekStatus
from placements.models import AgreedDay
from tests.factories import HourWeekFactory, PlacementFactory, WorkDayFactory

from .filling import MONDAY, THURSDAY

pytestmark = pytest.mark.django_db


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
