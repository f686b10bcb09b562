"""`manage.py demo`: a believable agency to walk around in."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from imyportal.demo import (
    absences,
    agency,
    asking,
    badges,
    calls,
    certificates,
    conduct,
    contacts,
    cycle,
    guardians,
    home,
    houses,
    learning,
    limits,
    lines,
    objectives,
    papers,
    privacy,
    publications,
    recognition,
    reports,
    results,
    stay,
    together,
    visits,
    wanted,
    welcome,
)


class Command(BaseCommand):
    help = "Fill an empty database with a believable agency, relative to today."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--logins", action="store_true", help="only print the log-ins again")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo needs DEMO=1 (and DEBUG=1).")
        if not options["logins"] and not User.objects.exists():
            self._build()
        badges.make_keys()
        self._print_logins()

    @transaction.atomic
    def _build(self) -> None:
        today = timezone.localdate()
        placements = agency.build(today)
        stay.build(placements, today)
        cycle.build(placements, today)
        contacts.build(placements, today)
        limits.build(placements, today)
        absences.build(placements, today)
        papers.build(placements, today)
        objectives.build(today)
        learning.build(placements, today)
        together.build(placements, today)
        results.build(placements, today)
        badges.build()
        recognition.build(placements, today)
        publications.build(placements, today)
        certificates.build(today)
        visits.build(today)
        home.build(today)
        guardians.build(placements)
        welcome.build()
        houses.build(today)
        conduct.build()
        wanted.build(placements, today)
        self._build_help(placements, today)
        reports.build(today)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # else the first pages are planned as if nothing were there
        self._drop_old_mail()
        self.stdout.write(f"{len(placements)} trainees in {len(agency.stays(today))} groups.")

    def _build_help(self, placements: Any, today: date) -> None:
        lines.build(placements, today)
        calls.build(placements, today)
        asking.build()
        privacy.build()

    def _drop_old_mail(self) -> None:
        """Mail of an agency that is gone: its links are dead."""
        if folder := getattr(settings, "EMAIL_FILE_PATH", None):
            for old in Path(folder).glob("*.log"):
                old.unlink()

    def _print_logins(self) -> None:
        self.stdout.write(
            f"\nThe demo. Enter as anyone with one button: {settings.SITE_URL}/demo/\n"
            f"Agency tutors sign in with the password {agency.PASSWORD} (no second factor here):"
        )
        for user in User.objects.tutors():
            rights = " (sees everything)" if user.is_superuser else ""
            self.stdout.write(f"  {user.email}{rights}")
        self.stdout.write(
            "Trainees and sending tutors get a code by mail; the mail is at /demo/, too:"
        )
        for email in ("trainee1@dortmund.example", "carmen.vega@sevilla.example"):
            self.stdout.write(f"  {email}")
