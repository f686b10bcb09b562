"""manage.py build_assets: fonts and stylesheet from the installed packages."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from imyportal import assets


class Command(BaseCommand):
    help = (
        "Make the fonts and the stylesheet from the installed packages; what is up to date stays."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="make everything anew")

    def handle(self, *args: Any, **options: Any) -> None:
        written = assets.build(Path(settings.BUILD_DIR, "build"), force=options["force"])
        self.stdout.write(
            f"{len(written)} made: {', '.join(written)}" if written else "All up to date."
        )
