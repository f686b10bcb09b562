from types import SimpleNamespace

import pytest

from tests.cast import ONE, OTHER, TODAY, side
from tests.factories import UserFactory


@pytest.fixture
def both(db, today):
    """Two sides that have nothing to do with each other, on a Thursday in their third week."""
    today(TODAY)
    return SimpleNamespace(one=side(ONE), other=side(OTHER))


@pytest.fixture
def desk(both, client_for):
    """The desk of the tutor of one side."""
    return client_for(both.one.tutor)


@pytest.fixture
def thursday(today):
    """The day of `thursday.py`, at nine."""
    today("2026-03-12 09:00")


@pytest.fixture
def tutor():
    return UserFactory(tutor=True, first_name="Giulia")
