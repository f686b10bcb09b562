"""`manage.py sweep`: do all due work without any broker."""

import signal
import threading
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from celery import current_app
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from imyportal import pulse, work


class Command(BaseCommand):
    help = "Do everything that is due: mail, certificates, reminders."

    requires_system_checks = ()  # they read every page of the portal first

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="go on until stopped")
        parser.add_argument("--every", type=float, default=2.0, help="seconds between two rounds")
        parser.add_argument("--alive", type=Path, metavar="FILE", help="touch it at every round")

    def handle(self, *args: Any, **options: Any) -> None:
        current_app.loader.import_default_modules()
        if not options["loop"]:
            self.stdout.write(f"{work.run_all()} done")
            return
        stop = threading.Event()
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stop.set())
        while not stop.is_set():
            close_old_connections()
            pulse.beat(pulse.SWEEP)
            work.ring("alive")  # the worker that hears it says so
            work.run_all(lambda: pulse.beat(pulse.SWEEP))
            if options["alive"]:
                options["alive"].touch()
            stop.wait(options["every"])
