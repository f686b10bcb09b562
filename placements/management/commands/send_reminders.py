from typing import Any

from django.core.management.base import BaseCommand

from placements.reminders import remind_companies, remind_trainees


class Command(BaseCommand):
    """Safe to run at any time, and twice: each person gets one mail of a kind a week."""

    help = "Remind companies of weeks to sign and trainees of missing hours."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{remind_companies()} companies, {remind_trainees()} trainees")
