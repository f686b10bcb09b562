from difflib import get_close_matches
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from trainees.importing import bring_in, plan_import
from trainees.lists.report import lines
from trainees.models import Group


class Command(BaseCommand):
    """Fails only when nothing could be read; faulty rows are reported and left out."""

    help = "Bring a sending school's list (CSV or XLSX) into a group."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--group", required=True, help="the group's name")
        parser.add_argument("--dry-run", action="store_true", help="show it, write nothing")

    def handle(self, *, file: Path, group: str, dry_run: bool, **options: Any) -> None:
        found = _group(group)
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        try:
            plan = (plan_import if dry_run else bring_in)(found, content, file.name)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        for line in lines(plan):
            self.stdout.write(line)


def _group(name: str) -> Group:
    exact = Group.objects.filter(name=name).first()
    if found := exact or Group.objects.filter(name__iexact=name).first():
        return found
    names = list(Group.objects.values_list("name", flat=True))
    near = get_close_matches(name, names, n=5, cutoff=0.4)
    hint = f" Did you mean: {', '.join(near)}?" if near else ""
    raise CommandError(f"There is no group “{name}”.{hint}")
