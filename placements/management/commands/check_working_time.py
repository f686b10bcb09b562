from typing import Any

from django.core.management.base import BaseCommand

from placements.worktime import keeping


class Command(BaseCommand):
    """Safe to run at any time, and twice: findings come from the hours."""

    help = "Judge all hours anew by the working-time limits."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{keeping.recheck_all()} people looked at.")
