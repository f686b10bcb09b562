"""`manage.py fetch_mail`: looks into the mailbox for answers now; the sweep does so every minute."""

from typing import Any

from django.core.management.base import BaseCommand

from imyportal import inbound


class Command(BaseCommand):
    help = "Keep what is new in the mailbox IMAP_URL for the worker."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(inbound.fetch()))
