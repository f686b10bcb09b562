"""Fixtures of the hour chart."""

import pytest

from tests.factories import PlacementFactory


@pytest.fixture
def placement(today):
    """Eight weeks from Monday 2 March 2026, full time; it is Thursday of the second week."""
    today("2026-03-12 17:40")
    return PlacementFactory(full_time=True, company_tutor__last_name="Bartolini")


@pytest.fixture
def me(placement, client_for):
    return client_for(placement.trainee.user)


@pytest.fixture
def by(placement):
    return placement.trainee.user
