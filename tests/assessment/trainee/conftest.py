"""The trainee who looks at their own pages."""

from datetime import timedelta

import pytest
import time_machine

from tests.assessment.observing import noon
from tests.factories import MONDAY, PlacementFactory

THURSDAY = noon(MONDAY + timedelta(days=3))


@pytest.fixture
def placement(client):
    placement = PlacementFactory(company_tutor__first_name="Marco")
    client.force_login(placement.trainee.user)
    return placement


@pytest.fixture
def on_thursday():
    with time_machine.travel(THURSDAY, tick=False):
        yield
