"""`manage.py vault seal`: seal support plans anew, after VAULT_KEY was changed; `check`: whether all of them open."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from trainees.support import plans


class Command(BaseCommand):
    help = "Look after the texts that are sealed with VAULT_KEY."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("deed", choices=["seal", "check"])

    def handle(self, *args: Any, **options: Any) -> None:
        if options["deed"] == "seal":
            self.stdout.write(f"{plans.seal_anew()} texts are sealed with VAULT_KEY anew.")
        elif faults := plans.unreadable():
            raise CommandError("\n".join(faults))
        else:
            self.stdout.write("Every sealed text opens.")
