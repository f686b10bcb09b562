"""What `manage.py check` says of settings that only fail when they are used."""

from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error

SHORTEST_KEY = 32  # characters
_HINT = "Set both, or neither: .env.example says what they are."


def pdf_signing(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Whether the key and the certificate that PDF files are signed with are there and belong together."""
    key, certificate = settings.PDF_SIGNING_KEY, settings.PDF_SIGNING_CERTIFICATE
    if not key and not certificate:
        return []
    if not certificate:
        text = (
            "PDF_SIGNING_KEY is set and PDF_SIGNING_CERTIFICATE is not: no certificate can be made."
        )
        return [Error(text, hint=_HINT, id="imyportal.E001")]
    if not key:
        text = "PDF_SIGNING_CERTIFICATE is set and PDF_SIGNING_KEY is not: certificates are not signed."
        return [checks.Warning(text, hint=_HINT, id="imyportal.W001")]
    return _pair(key.encode(), certificate.encode())


def vault_key(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Whether the key that support plans are sealed with is long enough, and a secret of its own."""
    hint = "Write 50 random characters or more: .env.example says what it is for."
    if len(settings.VAULT_KEY) < SHORTEST_KEY:
        return [Error("VAULT_KEY is too short.", hint=hint, id="imyportal.E005")]
    others = (settings.SECRET_KEY, settings.LINK_KEY, settings.CREDENTIAL_KEY)
    if not settings.LOCAL and settings.VAULT_KEY in others:
        text = "VAULT_KEY is the same as another key: who has one has both."
        return [Error(text, hint=hint, id="imyportal.E006")]
    return []


def _pair(key: bytes, certificate: bytes) -> list[CheckMessage]:
    passphrase = settings.PDF_SIGNING_PASSPHRASE
    try:
        private = serialization.load_pem_private_key(
            key, passphrase.encode() if passphrase else None
        )
    except (TypeError, ValueError) as error:
        hint = f"Is PDF_SIGNING_PASSPHRASE the one it was locked with? ({error})"
        return [Error("PDF_SIGNING_KEY cannot be opened.", hint=hint, id="imyportal.E002")]
    try:
        signer = x509.load_pem_x509_certificates(certificate)[0]
    except ValueError as error:
        hint = f"It takes the signer's certificate first, in PEM. ({error})"
        return [Error("PDF_SIGNING_CERTIFICATE cannot be read.", hint=hint, id="imyportal.E003")]
    if signer.public_key() != private.public_key():
        text = "PDF_SIGNING_CERTIFICATE is not of PDF_SIGNING_KEY."
        return [Error(text, hint="The signer's comes first in the file.", id="imyportal.E004")]
    if signer.not_valid_after_utc < datetime.now(UTC):
        text = f"PDF_SIGNING_CERTIFICATE ended on {signer.not_valid_after_utc:%Y-%m-%d}."
        return [
            checks.Warning(text, hint="Readers of new files will see that.", id="imyportal.W002")
        ]
    return []
