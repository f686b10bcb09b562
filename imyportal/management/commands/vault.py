"""`manage.py vault seal`: seal every text anew, after VAULT_KEY was changed; `check`: whether all of them open."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from imyportal import vault


class Command(BaseCommand):
    help = "Look after the texts that are sealed with VAULT_KEY."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("deed", choices=["seal", "check"])

    def handle(self, *args: Any, **options: Any) -> None:
        if options["deed"] == "seal":
            self.stdout.write(f"{vault.seal_anew()} texts are sealed with VAULT_KEY anew.")
        if faults := vault.faults():
            raise CommandError("\n".join(faults))
        if options["deed"] == "check":
            self.stdout.write("Every sealed text opens.")
