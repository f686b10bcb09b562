"""Saving a placement and agreeing on it at once."""

from datetime import timedelta

import pytest
from django.urls import reverse

from placements.enums import PlacementStatus
from placements.models import Placement
from tests.factories import MONDAY, CompanyTutorFactory, TraineeFactory

pytestmark = pytest.mark.django_db

DAY = {"starts_at": "08:30", "ends_at": "17:30", "break_starts_at": "12:30", "break_minutes": 90}


def posted(trainee, days):
    """What the form of a new placement sends."""
    host = CompanyTutorFactory()
    rows = {
        f"timetable-{n}-{name}": value
        for n in range(days)
        for name, value in (DAY | {"weekday": n}).items()
    }
    return {
        "trainee": trainee.pk,
        "company": host.company.pk,
        "company_tutor": host.pk,
        "starts_on": MONDAY,
        "ends_on": MONDAY + timedelta(days=4),
        "timetable-TOTAL_FORMS": days,
        "timetable-INITIAL_FORMS": 0,
        "_confirm": "1",
    } | rows


@pytest.fixture
def trainee(today):
    today("2026-03-01")
    return TraineeFactory()


def test_save_and_confirm_agrees_on_the_placement(client_for, trainee):
    browser = client_for(trainee.responsible)

    browser.post(reverse("admin:placements_placement_add"), posted(trainee, days=5))

    assert Placement.objects.get().status == PlacementStatus.CONFIRMED


def test_save_and_confirm_without_timetable_saves_the_proposal_and_says_why(client_for, trainee):
    browser = client_for(trainee.responsible)

    response = browser.post(
        reverse("admin:placements_placement_add"), posted(trainee, days=0), follow=True
    )

    assert Placement.objects.get().status == PlacementStatus.PROPOSED
    assert "timetable first" in response.content.decode()
