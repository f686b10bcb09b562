"""When the next level comes."""

from datetime import date, timedelta

import pytest

from assessment.badges import ahead
from tests.assessment import issuing
from tests.factories import MONDAY, PlacementFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("signed", "today", "level", "on"),
    [
        (0, date(2026, 3, 2), "one-month", date(2026, 3, 29)),  # four weeks, from the beginning
        (3, date(2026, 3, 24), "one-month", date(2026, 3, 29)),
        (3, date(2026, 4, 9), "one-month", date(2026, 4, 9)),  # late: now, never in the past
        (4, date(2026, 3, 30), "two-months", date(2026, 4, 26)),
        (8, date(2026, 4, 27), "three-months", None),  # the stay is too short
    ],
)
def test_next_level_comes_with_the_end_of_its_last_week(signed, today, level, on):
    issuing.keys_in_use()
    placement = PlacementFactory(ends_on=MONDAY + timedelta(weeks=8, days=-3))
    issuing.sign_weeks(placement, signed)

    found = ahead.next_level(placement.trainee, has=signed, today=today)

    assert (found.level.code, found.signed, found.on) == (level, signed, on)


def test_nothing_comes_after_the_highest_level():
    issuing.keys_in_use()

    assert ahead.next_level(PlacementFactory().trainee, has=12, today=MONDAY) is None
