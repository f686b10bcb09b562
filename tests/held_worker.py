"""The Celery application of drills: the real one, which stops at the hook named IMY_HOLD, the
first time or after having been there IMY_HOLD_AFTER times.

Whoever gets there writes the file IMY_HELD and waits for the file IMY_GO.
"""

import itertools
import os
import time
from pathlib import Path

from celery.signals import worker_process_init

from imyportal.celery import app

__all__ = ["app"]


passes = itertools.count()


def hold() -> None:
    if next(passes) < int(os.environ.get("IMY_HOLD_AFTER", "0")):
        return
    Path(os.environ["IMY_HELD"]).touch()
    while not Path(os.environ["IMY_GO"]).exists():
        time.sleep(0.02)


@worker_process_init.connect
def stop_at_hook(**_) -> None:
    from imyportal import work  # its models need Django to be set up

    if os.environ["IMY_HOLD"]:
        work.set_hook(os.environ["IMY_HOLD"], hold)
