"""`manage.py issue_certificates --group NAME`: ask for the certificates of everybody who is ready."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessment import certificates
from assessment.readiness import readiness
from trainees.models import Group


class Command(BaseCommand):
    help = "Issue the certificates of a group, in the name of its lead tutor."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--group", required=True, help="the group's name")
        parser.add_argument("--dry-run", action="store_true", help="only say who is ready")

    def handle(self, *args: Any, **options: Any) -> None:
        group = Group.objects.filter(name=options["group"]).select_related("lead_tutor").first()
        if group is None:
            raise CommandError(f"There is no group named {options['group']!r}.")
        rows = readiness(group, group.lead_tutor)
        for row in rows:
            words = "; ".join(each.words for each in row.missing)
            if row.certificate:
                words = f"{row.certificate} ({row.certificate.state.label})"
            self.stdout.write(f"{row.trainee.name}: {words or 'ready'}")
        # Who had one withdrawn is looked at by a person first, on the desk.
        ready = [row.placement for row in rows if row.ready and row.placement and not row.withdrawn]
        if ready and not options["dry_run"]:
            certificates.request(ready, by=group.lead_tutor)
        waiting = sum(bool(row.missing) for row in rows)
        issued = sum(row.certificate is not None for row in rows)
        withdrawn = sum(row.withdrawn is not None for row in rows)
        self.stdout.write(
            f"{len(ready)} issued, {issued} had one, {withdrawn} withdrawn before, {waiting} not ready"
        )
