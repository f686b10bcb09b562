"""Pytest plugin: which test comes when, and in which of the processes of one run."""

import gc

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests.services import commits

TAKE_LONG = ("drill", "browser", "long")
# What these share is dear, so one process has them all.
TOGETHER = {"tests/imyportal/test_assets.py", "tests/imyportal/test_demo_doors.py"}


def pytest_collection_modifyitems(items):
    items.sort(key=_turn)


def _turn(item) -> tuple[bool, bool]:
    """Those that commit come last, or SQLite is empty for the others; what takes long begins first."""
    return commits(item), not any(item.get_closest_marker(name) for name in TAKE_LONG)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_finish():
    """Thousands of tests and models that stay are not searched for rubbish again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)


class OneByOne(LoadScopeScheduling):
    """Hands out the files of `TOGETHER` whole, then single tests in their order."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if file in TOGETHER else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return OneByOne(config, log)
