from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from placements.importing import bring_in, plan_import
from trainees.lists.report import lines


class Command(BaseCommand):
    """Fails only when nothing could be read; faulty rows are reported and left out."""

    help = "Bring in a list of companies (CSV or XLSX), with their tutors."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="show it, write nothing")

    def handle(self, *, file: Path, dry_run: bool, **options: Any) -> None:
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        try:
            plan = (plan_import if dry_run else bring_in)(content, file.name)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        for line in lines(plan):
            self.stdout.write(line)
