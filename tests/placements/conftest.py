"""Fixtures of the hour chart."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from imyportal import work
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


@pytest.fixture
def at_once():
    """`at_once(first, second)`: `second` starts while `first` holds the week; both outcomes.

    With `at` it stands at another hook."""
    held, go_on = threading.Event(), threading.Event()
    outcomes, hooks = {}, []

    def stand():
        if threading.current_thread().name == "first":
            held.set()
            go_on.wait(10)

    def run(name, act):
        try:
            outcomes[name] = act()
        except ValidationError as error:
            outcomes[name] = error.code
        finally:
            connection.close()

    def both(first, second, at="hours.week_locked"):
        hooks.append(at)
        work.set_hook(at, stand)
        threads = [
            threading.Thread(target=run, args=("first", first), name="first"),
            threading.Thread(target=run, args=("second", second), name="second"),
        ]
        threads[0].start()
        assert held.wait(10)
        threads[1].start()
        threads[1].join(0.3)
        assert threads[1].is_alive()  # it waits for the lock
        go_on.set()
        for thread in threads:
            thread.join(20)
        return outcomes["first"], outcomes["second"]

    yield both
    for each in hooks:
        work.set_hook(each, None)
