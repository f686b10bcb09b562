"""`manage.py upgrade_database`: bring the tables to this release while the portal is at work."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from imyportal import upgrading


class Command(BaseCommand):
    help = (
        "Migrate without making pages wait: a busy table is tried again. Then say anew what the "
        "roles of pages and backups may do. Run as the role that owns the tables."
    )

    requires_system_checks = ()  # they read every page of the portal first

    def handle(self, *args: Any, **options: Any) -> None:
        def migrate() -> None:
            call_command("migrate", interactive=False, verbosity=options["verbosity"])

        tries = upgrading.patiently(migrate)
        granted = upgrading.grant()
        roles = "roles set" if granted else "one role for everything"
        self.stdout.write(f"database: up to date, tries: {tries}, {roles}")
