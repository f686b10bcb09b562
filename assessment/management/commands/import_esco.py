import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.enums import Language
from assessment.esco import importing


class Command(BaseCommand):
    help = "Bring in a skills file of ESCO, like skills_it.csv. Run again, it changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--language", help="Two letters; else as the name of the file ends.")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        language = options["language"] or "".join(re.findall(r"_([a-z]{2})\.csv$", path.name))
        if language not in Language.values:
            raise CommandError(
                "Say --language with two letters of a language the portal knows, like it."
            )
        try:
            with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
                found = importing.bring_in(file, language=language)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}") from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        for line in found.troubles:
            self.stderr.write(line)
        self.stdout.write(
            f"{found.new} new, {found.changed} changed, {found.same} as before, "
            f"{found.left_out} left out, {found.bad} not readable."
        )
