"""First days at companies."""

from datetime import timedelta

from django.utils import timezone

from imyportal.enums import Action
from placements.first_day import planning, points
from placements.models import FirstDayPoint
from tests.factories import PlacementFactory
from tests.imyportal.deeds import deed, tutor


def planned(by):
    today = timezone.localdate()
    placement = PlacementFactory(starts_on=today, ends_on=today + timedelta(days=20))
    return planning.plan(placement, timezone.now(), by=by, place="canary-note")


@deed(Action.FIRST_DAY_PLANNED)
def plan_a_first_day(browser):
    planned(by := tutor())
    return by


@deed(Action.FIRST_DAY_BRIEFED)
def tell_the_company_of_a_first_day(browser):
    planning.brief(planned(tutor()), by=(by := tutor()))
    return by


@deed(Action.FIRST_DAY_TICKED)
def tick_a_point(browser):
    point = FirstDayPoint.objects.get_or_create(group=None, code="x", names={"en": "x"})[0]
    points.tick(PlacementFactory(), {point.pk}, by=(by := tutor()))
    return by


@deed(Action.FIRST_DAY_ALONE)
def go_alone(browser):
    row = planned(tutor())
    planning.went_alone(row, by=(by := row.placement.trainee.user))
    return by
