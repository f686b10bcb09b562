"""`manage.py receive_bounce < message`: what a mail server hands over from the address for notices."""

import os
import shutil
import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError

from imyportal import bounces


class Command(BaseCommand):
    help = "Read one message and note which mail did not arrive."

    requires_system_checks = ()  # they read every page of the portal first

    def handle(self, *args: Any, **options: Any) -> None:
        raw = sys.stdin.buffer.read(bounces.LARGEST)
        with open(os.devnull, "wb") as nowhere:  # who writes must not find the pipe closed
            shutil.copyfileobj(sys.stdin.buffer, nowhere)
        try:
            outcome = bounces.take_in(raw)
        except DatabaseError as error:
            self.stderr.write(f"later: {error}")
            sys.exit(os.EX_TEMPFAIL)  # the mail server keeps the message and tries again
        self.stdout.write(outcome.value)
