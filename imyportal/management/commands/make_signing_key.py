"""`manage.py make_signing_key FOLDER`: a key and a certificate signed by itself, for trying."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from imyportal import files, pdf_signing


class Command(BaseCommand):
    help = "Make a key pair to sign PDF files with while trying; buy one for real use."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="where the two files go")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"].resolve()
        key, certificate = folder / "pdf-signing-key.pem", folder / "pdf-signing-certificate.pem"
        if there := [each.name for each in (key, certificate) if each.exists()]:
            raise CommandError(f"{' and '.join(there)} lies in {folder} already.")
        private, public = pdf_signing.make_trial_pair(
            f"{settings.AGENCY['name']} (trial)", settings.PDF_SIGNING_PASSPHRASE
        )
        files.write_whole(key, private)
        files.write_whole(certificate, public)
        self.stdout.write(f"PDF_SIGNING_KEY_FILE={key}")
        self.stdout.write(f"PDF_SIGNING_CERTIFICATE_FILE={certificate}")
