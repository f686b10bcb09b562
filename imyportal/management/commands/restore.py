"""`manage.py restore`: bring a backup into an empty database, and look whether all of it is there."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from imyportal import backups, restoring


class Command(BaseCommand):
    help = "Restore a backup. Run as the role that owns the tables; every part is checked first."

    requires_system_checks = ()  # they read every page of the portal first

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", help="its folder, or `newest`")
        parser.add_argument("--set-aside", action="store_true", help="move files in the way away")
        parser.add_argument("--check", action="store_true", help="only check its parts")

    def handle(self, *args: Any, **options: Any) -> None:
        backup = _folder(options["backup"])
        if options["check"]:
            facts = backups.check(backup)
            self.stdout.write(f"{backup}: whole, made at {facts['made_at']}")
            return
        started = time.monotonic()
        found = restoring.restore(backup, set_aside=options["set_aside"])
        for fault in found.faults:
            self.stderr.write(fault)
        if found.faults:
            raise CommandError(f"{backup} is restored, and {len(found.faults)} things are wrong.")
        self.stdout.write(
            f"{backup}: restored in {time.monotonic() - started:.1f} s; "
            f"files checked: {found.files}, audit events: {found.events}"
        )


def _folder(name: str) -> Path:
    folder = Path(settings.BACKUP_DIR)
    if name != "newest":
        return Path(name) if Path(name).exists() else folder / name
    whole = sorted(folder.glob(f"[0-9]*Z/{backups.MANIFEST}"))
    if not whole:
        raise CommandError(f"There is no backup in {folder}.")
    return whole[-1].parent
