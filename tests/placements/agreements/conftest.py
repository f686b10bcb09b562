"""A placement of a minor whose school, guardian and company sign."""

from datetime import UTC, date, datetime

import pytest

from placements.agreements import drafting
from tests.factories import (
    GuardianFactory,
    PlacementFactory,
    SendingTutorFactory,
)
from tests.placements.agreements.papers import draft


@pytest.fixture
def placement(time_machine, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    time_machine.move_to(datetime(2026, 2, 25, 9, tzinfo=UTC), tick=False)
    school = SendingTutorFactory(user__first_name="Petra", user__last_name="Scholz")
    return PlacementFactory(
        full_time=True,
        trainee__birth_date=date(2009, 5, 4),
        trainee__group__sending_tutor=school,
        trainee__group__organisation=school.organisation,
        trainee__group__project_code="2025-1-DE02-KA121-VET-000301482",
    )


@pytest.fixture
def guardian(placement):
    return GuardianFactory(trainee=placement.trainee, name="Anna H.", email="anna@home.example")


@pytest.fixture
def sent(placement, guardian):
    return drafting.send(draft(placement), by=placement.trainee.responsible)
