"""A person under 18 who works, and the tutor who looks back on it."""

import pytest

from tests.factories import PlacementFactory, UserFactory
from tests.placements.worktime.minors import MINOR


@pytest.fixture
def after_the_weeks(today):
    today("2026-03-27")


@pytest.fixture
def by():
    return UserFactory(tutor=True)


@pytest.fixture
def placement(by):
    return PlacementFactory(full_time=True, trainee__birth_date=MINOR, trainee__tutor=by)
