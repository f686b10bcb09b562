"""`manage.py check_audit`: is the audit trail what was once written?"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from imyportal import sealing


class Command(BaseCommand):
    help = (
        "Follow the chain of the audit trail. Keep the digest it prints somewhere else and give it "
        "back with --expect: then a cut-off end is found, too."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--expect", default="", metavar="DIGEST", help="met on an earlier day")

    def handle(self, *args: Any, expect: str, **options: Any) -> None:
        found = sealing.check(expect)
        self.stdout.write(f"events: {found.count}\nhead: {found.head}")
        if found.fault:
            raise CommandError(f"The audit trail is broken: {found.fault}.")
