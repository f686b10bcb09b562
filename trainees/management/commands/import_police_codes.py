"""`manage.py import_police_codes`: the police's tables of states, municipalities and documents."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from trainees.enums import PoliceCodeKind
from trainees.houses import codes


class Command(BaseCommand):
    help = (
        "Bring in a table of the police (Alloggiati Web, «Tabelle»): stati.csv, comuni.csv, documenti.csv."
        " Guest files need all three; run it again when the police has a newer one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("table", choices=PoliceCodeKind.values)
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
            count = codes.bring_in(PoliceCodeKind(options["table"]), content)
        except (OSError, ValueError) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        self.stdout.write(f"{count} lines of {options['file'].name} are in.")
