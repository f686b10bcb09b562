"""`manage.py receive_mail < message`: what a mail server hands over from the address for answers."""

import os
import shutil
import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError

from imyportal import inbound


class Command(BaseCommand):
    help = "Keep one message, an answer or a notice, for the worker."

    requires_system_checks = ()  # they read every page of the portal first

    def handle(self, *args: Any, **options: Any) -> None:
        raw = sys.stdin.buffer.read(inbound.LARGEST + 2**20)
        with open(os.devnull, "wb") as nowhere:  # who writes must not find the pipe closed
            shutil.copyfileobj(sys.stdin.buffer, nowhere)
        try:
            is_new = inbound.take_in(raw)
        except DatabaseError as error:
            self.stderr.write(f"later: {error}")
            sys.exit(os.EX_TEMPFAIL)  # the mail server keeps the message and tries again
        self.stdout.write("kept" if is_new else "known")
