"""The Celery application of drills: the real one, which stops at the hook named IMY_HOLD, the
first time or after having been there IMY_HOLD_AFTER times.

Whoever gets there writes the file IMY_HELD and waits for the file IMY_GO. IMY_CLOCK is the moment
at which the clock of the worker's processes begins; IMY_BEAT_EVERY the seconds between two ticks.
"""

import itertools
import os
import time
from datetime import datetime
from pathlib import Path

import time_machine
from celery.signals import worker_process_init

from imyportal.celery import app

__all__ = ["app"]


passes = itertools.count()
if "IMY_BEAT_EVERY" in os.environ:
    app.conf.beat_schedule = {
        "sweep": {"task": "imyportal.sweep", "schedule": float(os.environ["IMY_BEAT_EVERY"])}
    }


def hold() -> None:
    if next(passes) < int(os.environ.get("IMY_HOLD_AFTER", "0")):
        return
    Path(os.environ["IMY_HELD"]).touch()
    while not Path(os.environ["IMY_GO"]).exists():
        time.sleep(0.02)


@worker_process_init.connect
def stop_at_hook(**_) -> None:
    from imyportal import work  # its models need Django to be set up

    if clock := os.environ.get("IMY_CLOCK"):
        time_machine.travel(datetime.fromisoformat(clock), tick=True).start()
    if os.environ["IMY_HOLD"]:
        work.set_hook(os.environ["IMY_HOLD"], hold)
