"""`manage.py backup`: database and files into a folder of their own, with a digest of each part."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from imyportal import backups


class Command(BaseCommand):
    help = "Back up the database, then the files. Prints the folder of the backup."

    requires_system_checks = ()  # they read every page of the portal first

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--keep", type=int, default=settings.BACKUP_KEEP, help="how many stay")

    def handle(self, *args: Any, keep: int, **options: Any) -> None:
        if keep < 1:
            raise CommandError("--keep must be 1 or more: a backup that is thrown away is none.")
        started = time.monotonic()
        backup = backups.make(Path(settings.BACKUP_DIR), keep=keep)
        parts = backups.check(backup)["parts"].values()
        size = sum(part["bytes"] for part in parts) / 1e6
        self.stdout.write(f"{backup}: {size:.1f} MB in {time.monotonic() - started:.1f} s")
