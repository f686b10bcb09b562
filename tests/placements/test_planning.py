"""placements/planning.py: agreeing on a placement, interrupting and cancelling it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from placements import planning
from placements.enums import PlacementStatus, WeekStatus
from placements.models import AgreedDay
from tests.factories import (
    MONDAY,
    GroupFactory,
    HostCompanyFactory,
    PlacementFactory,
    TraineeFactory,
    UserFactory,
    filled_week,
)

pytestmark = pytest.mark.django_db

FRIDAY = MONDAY + timedelta(days=4)
CANCELLED = {"status": PlacementStatus.CANCELLED, "cancelled_at": timezone.now()}


@pytest.fixture
def by():
    return UserFactory(tutor=True)


def proposed(**fields):
    return PlacementFactory(**{"status": PlacementStatus.PROPOSED, "full_time": True} | fields)


def stored(placement):
    placement.refresh_from_db()
    return placement


def refused(code, act, placement):
    """`act()` is refused with `code`, and nothing is stored."""
    before = (placement.status, placement.ends_on, placement.cancel_reason)

    with pytest.raises(ValidationError) as caught:
        act()

    after = stored(placement)
    assert caught.value.error_list[0].code == code
    assert (after.status, after.ends_on, after.cancel_reason) == before


# --- Confirming -------------------------------------------------------------------------------


def test_confirm_proposal_with_a_timetable(by):
    placement = planning.confirm(proposed(), by=by)

    assert stored(placement).status == PlacementStatus.CONFIRMED


def test_confirm_twice_is_the_same(by):
    placement = planning.confirm(proposed(), by=by)

    assert planning.confirm(placement, by=by).status == PlacementStatus.CONFIRMED


def test_confirm_without_timetable_is_refused(by):
    placement = proposed(full_time=False)

    refused("no_timetable", lambda: planning.confirm(placement, by=by), placement)


@pytest.mark.parametrize("fields", [{"status": PlacementStatus.INTERRUPTED}, CANCELLED])
def test_confirm_what_is_closed_is_refused(by, fields):
    placement = proposed(**fields)

    refused("closed", lambda: planning.confirm(placement, by=by), placement)


def test_confirm_sees_what_was_stored_since_the_page_was_opened(by):
    opened = proposed()
    AgreedDay.objects.all().delete()

    refused("no_timetable", lambda: planning.confirm(opened, by=by), opened)


# --- Interrupting -----------------------------------------------------------------------------


def interrupt(placement, by, last_day=FRIDAY, reason=" The company closed. "):
    return planning.interrupt(placement, by=by, last_day=last_day, reason=reason)


def test_interrupt_ends_on_the_last_day_and_keeps_the_reason_and_what_was_signed(by):
    week = filled_week(WeekStatus.SIGNED)

    interrupt(week.placement, by)

    placement = stored(week.placement)
    assert (placement.status, placement.ends_on) == (PlacementStatus.INTERRUPTED, FRIDAY)
    assert placement.cancel_reason == "The company closed."
    assert placement.weeks.get().status == WeekStatus.SIGNED


@pytest.mark.parametrize("days", [0, 53])
def test_interrupt_on_the_first_or_the_last_day_is_taken(by, days):
    placement = PlacementFactory()

    assert (
        interrupt(placement, by, MONDAY + timedelta(days=days)).ends_on == stored(placement).ends_on
    )


@pytest.mark.parametrize("day", [MONDAY - timedelta(days=1), date(2026, 4, 25), date(2027, 3, 2)])
def test_interrupt_on_a_day_outside_is_refused(by, day):
    placement = PlacementFactory()

    refused("outside", lambda: interrupt(placement, by, day), placement)


@pytest.mark.parametrize("reason", ["", " \n\t "])
def test_interrupt_without_a_reason_is_refused(by, reason):
    placement = PlacementFactory()

    refused("reason", lambda: interrupt(placement, by, reason=reason), placement)


def test_interrupt_before_hours_that_were_entered_is_refused(by):
    placement = filled_week().placement

    refused("hours", lambda: interrupt(placement, by, FRIDAY - timedelta(days=1)), placement)


@pytest.mark.parametrize(
    "fields",
    [{"status": PlacementStatus.PROPOSED}, {"status": PlacementStatus.INTERRUPTED}, CANCELLED],
)
def test_interrupt_what_is_not_confirmed_is_refused(by, fields):
    placement = PlacementFactory(**fields)

    refused("closed", lambda: interrupt(placement, by), placement)


def test_interrupt_leaves_the_days_after_it_for_another_company(by):
    placement = PlacementFactory()
    interrupt(placement, by)

    another = proposed(trainee=placement.trainee, starts_on=FRIDAY + timedelta(days=3))

    assert planning.confirm(another, by=by).status == PlacementStatus.CONFIRMED


# --- Cancelling -------------------------------------------------------------------------------


def cancel(placement, by, reason="The company withdrew."):
    return planning.cancel(placement, by=by, reason=reason)


@pytest.mark.parametrize("status", [PlacementStatus.PROPOSED, PlacementStatus.CONFIRMED])
def test_cancel_says_who_when_and_why(by, today, status):
    today("2026-03-02")
    placement = PlacementFactory(status=status)

    cancel(placement, by)

    placement = stored(placement)
    assert placement.status == PlacementStatus.CANCELLED
    assert (placement.cancelled_at, placement.cancelled_by) == (timezone.now(), by)
    assert placement.cancel_reason == "The company withdrew."


def test_cancel_with_hours_nobody_signed_is_taken(by):
    placement = filled_week(WeekStatus.DECLARED).placement

    assert cancel(placement, by).status == PlacementStatus.CANCELLED


def test_cancel_with_a_signed_week_is_refused(by):
    placement = filled_week(WeekStatus.SIGNED).placement

    refused("signed", lambda: cancel(placement, by), placement)


def test_cancel_twice_is_refused(by):
    placement = cancel(PlacementFactory(), by)

    refused("closed", lambda: cancel(placement, by), placement)


@pytest.mark.parametrize("reason", ["", "  "])
def test_cancel_without_a_reason_is_refused(by, reason):
    placement = PlacementFactory()

    refused("reason", lambda: cancel(placement, by, reason), placement)


@pytest.mark.parametrize("act", [interrupt, cancel])
def test_reason_longer_than_it_may_be_is_said_in_words(by, act):
    placement = PlacementFactory()

    with pytest.raises(ValidationError, match="300"):
        act(placement, by, reason="x" * 301)

    assert stored(placement).status == PlacementStatus.CONFIRMED


# --- Doubts -----------------------------------------------------------------------------------


def test_doubts_about_a_placement_like_any_other_are_none():
    assert planning.doubts(proposed()) == []


def test_doubts_minor_where_none_are_taken():
    minor = TraineeFactory(first_name="Lena", last_name="Vogel", birth_date=date(2008, 3, 3))
    company = HostCompanyFactory(name="Officina", minors_allowed=False)
    placement = proposed(trainee=minor, company_tutor__company=company)

    assert planning.doubts(placement) == [
        "Lena Vogel is under 18 and Officina takes trainees from 18 on."
    ]


def test_doubts_who_turns_18_on_the_first_day_is_no_minor():
    grown = TraineeFactory(birth_date=date(2008, 3, 2))
    company = HostCompanyFactory(minors_allowed=False)

    assert planning.doubts(proposed(trainee=grown, company_tutor__company=company)) == []


@pytest.mark.parametrize(
    "stay",
    [
        {"arrives_on": MONDAY + timedelta(days=1)},
        {"leaves_on": MONDAY + timedelta(days=52)},
    ],
)
def test_doubts_placement_beyond_the_group_s_stay(stay):
    placement = proposed(trainee=TraineeFactory(group=GroupFactory(**stay)))

    [doubt] = planning.doubts(placement)

    assert "the placement goes beyond that" in doubt


def test_doubts_company_that_takes_nobody_at_present():
    placement = proposed(
        company_tutor__company=HostCompanyFactory(name="Officina", is_active=False)
    )

    assert planning.doubts(placement) == ["Officina takes no trainees at present."]
