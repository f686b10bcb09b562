"""Which level a stay has earned: weeks with a signed working day, whatever happened between them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessment.badges import earning
from assessment.models import BadgeAward, BadgeLevel
from imyportal import today as board
from placements.enums import DayKind, PlacementStatus, WeekStatus
from placements.models import Correction, HourWeek
from tests.assessment.issuing import keys_in_use, sign_weeks, unsigned
from tests.factories import MONDAY, HourWeekFactory, PlacementFactory, UserFactory, WorkDayFactory

WEEK = timedelta(weeks=1)


@pytest.fixture(autouse=True)
def _spring(today):
    today("2026-06-30")


@pytest.fixture
def placement(db):
    keys_in_use()
    return PlacementFactory(ends_on=MONDAY + 13 * WEEK)


def due():
    """Months of the level that is due, by the trainee's key."""
    return {trainee.pk: level.months for trainee, _stay, level in earning.due()}


@pytest.mark.parametrize(
    ("weeks", "months"),
    [(0, None), (3, None), (4, 1), (7, 1), (8, 2), (11, 2), (12, 3), (40, 3)],
)
def test_level_is_the_highest_whose_weeks_are_reached(weeks, months):
    levels = [BadgeLevel(months=number, weeks=4 * number) for number in (3, 1, 2)]

    level = earning.level_for(weeks, levels)

    assert (level and level.months) == months


@pytest.mark.parametrize(
    ("days", "weeks"),
    [
        ([], 0),
        ([MONDAY, MONDAY + timedelta(days=6)], 1),  # Monday and Sunday
        ([MONDAY + timedelta(days=6), MONDAY + timedelta(days=7)], 2),  # Sunday and Monday
        ([date(2026, 12, 31), date(2027, 1, 1)], 1),
        ([MONDAY, MONDAY + 5 * WEEK], 2),  # the gap between counts nothing
    ],
)
def test_weeks_are_iso_weeks_and_count_once(days, weeks):
    assert earning.placement_weeks(days) == weeks


@pytest.mark.parametrize(("weeks", "months"), [(3, None), (4, 1), (7, 1), (8, 2), (11, 2), (12, 3)])
def test_signed_weeks_earn_a_level(placement, weeks, months):
    sign_weeks(placement, weeks)

    assert due() == ({placement.trainee_id: months} if months else {})


def test_thresholds_are_data(placement):
    sign_weeks(placement, 3)
    BadgeLevel.objects.filter(months=1).update(weeks=3)

    assert due() == {placement.trainee_id: 1}


def test_interruption_extension_and_change_of_company_lose_no_week(placement):
    placement.ends_on = MONDAY + 2 * WEEK + timedelta(days=2)  # left on a Wednesday
    placement.status = PlacementStatus.INTERRUPTED
    placement.save()
    sign_weeks(placement, 3)
    other = PlacementFactory(
        trainee=placement.trainee,
        starts_on=placement.ends_on + timedelta(days=1),  # Thursday of the same week
        ends_on=MONDAY + 4 * WEEK,
    )
    sign_weeks(other, 1)

    assert due() == {}
    other.ends_on = MONDAY + 6 * WEEK
    other.save()
    sign_weeks(other, 1, first=3)
    assert due() == {placement.trainee_id: 1}


def test_weeks_that_are_not_signed_not_worked_or_cancelled_do_not_count(placement):
    sign_weeks(placement, 3)
    for number, (status, kind) in enumerate(
        [(WeekStatus.SIGNED, DayKind.ILL), (WeekStatus.DECLARED, DayKind.WORKED)], start=3
    ):
        week = HourWeekFactory(placement=placement, monday=MONDAY + number * WEEK)
        nothing = {"starts_at": None, "ends_at": None, "minutes": 0, "break_minutes": 0}
        times = {} if kind == DayKind.WORKED else nothing
        WorkDayFactory(week=week, kind=kind, **times)
        HourWeek.objects.filter(pk=week.pk).update(status=status, declared_at="2026-06-01T12:00Z")
    cancelled = PlacementFactory(
        trainee=placement.trainee,
        starts_on=placement.ends_on + WEEK,
        ends_on=placement.ends_on + 2 * WEEK,
    )
    sign_weeks(cancelled, 1)
    cancelled.status, cancelled.cancelled_at = PlacementStatus.CANCELLED, "2026-06-02T12:00Z"
    cancelled.save()

    assert due() == {}


@pytest.mark.parametrize(("kind", "months"), [("worked", {1}), ("ill", set())])
def test_days_count_as_they_were_corrected(placement, kind, months):
    sign_weeks(placement, 4)
    by = UserFactory(tutor=True)
    for new in (DayKind.ABSENT, kind):
        Correction.objects.create(
            week=placement.weeks.last(),
            date=placement.weeks.last().monday,
            old={"kind": "off"},
            new={"kind": new},
            minutes_more=0,
            reason="Looked at the sheet again",
            by=by,
        )

    assert set(due().values()) == months


def test_board_asks_to_look_when_a_correction_takes_a_week_of_the_level(placement, today):
    sign_weeks(placement, 4)
    badge = unsigned(placement.trainee)
    week, tutor = placement.weeks.last(), placement.trainee.responsible

    def correct(kind):
        fields = {"old": {"kind": "off"}, "new": {"kind": kind}, "reason": "Looked again"}
        by, at = UserFactory(tutor=True), timezone.now()
        Correction.objects.create(
            week=week, date=week.monday, by=by, at=at, minutes_more=0, **fields
        )

    def told():
        found = board.signals(tutor, timezone.now()).get(placement.trainee_id, [])
        return [(each.key, each.text, each.url) for each in found if each.icon == "star"]

    assert told() == []
    correct("ill")
    assert told() == [
        (
            f"badge:{badge.pk}:3",
            "Badge for 4 weeks, and 3 weeks are signed now",
            reverse("admin:assessment_badgeaward_change", args=[badge.pk]),
        )
    ]
    correct("worked")
    assert told() == []
    correct("ill")
    today("2026-07-31")
    assert told() == []


def test_who_has_the_level_or_lost_the_badge_is_not_due(placement):
    sign_weeks(placement, 7)
    badge = unsigned(placement.trainee)

    at_seven = due()
    sign_weeks(placement, 1, first=7)
    at_eight = due()
    BadgeAward.objects.filter(pk=badge.pk).update(
        withdrawn_at="2026-06-01T12:00Z", withdraw_reason="Somebody else's weeks"
    )

    assert (at_seven, at_eight) == ({}, {placement.trainee_id: 2})
    assert due() == {}


@pytest.mark.parametrize("rows", [1, 3])
def test_looking_who_is_due_takes_five_queries(db, rows, django_assert_num_queries):
    keys_in_use()
    for _each in range(rows):
        sign_weeks(PlacementFactory(), 4)

    with django_assert_num_queries(5):
        assert len(due()) == rows
