"""A group whose list comes in, and a minor with a guardian."""

from datetime import UTC, date, datetime

import pytest

from accounts import links
from accounts.enums import Purpose
from tests.factories import GroupFactory, GuardianFactory, TraineeFactory


@pytest.fixture
def group(time_machine):
    time_machine.move_to(datetime(2026, 3, 1, 12, tzinfo=UTC))
    return GroupFactory(organisation__language="de")


@pytest.fixture
def lena(today):
    """Seventeen, and 18 on 4 May; her mother is on file with an address."""
    today("2026-03-19")
    trainee = TraineeFactory(birth_date=date(2008, 5, 4))
    GuardianFactory(trainee=trainee, name="Anna Hoffmann", email="anna@home.example")
    return trainee


@pytest.fixture
def link(lena):
    return links.create(Purpose.GUARDIAN, lena.guardians.get())
