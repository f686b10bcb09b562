from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from placements.models import WeeklyReport
from placements.reports import drafting


class Command(BaseCommand):
    """Safe to run at any time, and twice: a group has one draft a week, and nothing decided is lost."""

    help = "Lay the weekly reports that are missing, and refresh all drafts now."

    def handle(self, **options: Any) -> None:
        now = timezone.now()
        laid = drafting.lay(now)
        WeeklyReport.objects.drafts().filter(lease_until=None).update(due_at=now)
        self.stdout.write(f"{laid} laid, {drafting.refresh_due()} refreshed")
