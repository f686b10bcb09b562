"""What has been kept as long as its rule says; with --purge, take it away now instead of in the night."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from trainees.privacy import retention


class Command(BaseCommand):
    help = "Show what would go by the retention rules, class by class; --purge takes it away."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--purge", action="store_true", help="take it away now")

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        if options["purge"]:
            run = retention.purge(today)
            self.stdout.write(
                f"gone: {run.total}" if run else "This night's purge was run already."
            )
            return
        for due in retention.dry_run(today):
            since = f", first went home {due.oldest}" if due.oldest else ""
            kind, months = due.rule.kind, due.rule.months
            self.stdout.write(f"{kind} ({months} months): {due.count} rows of {due.people}{since}")
