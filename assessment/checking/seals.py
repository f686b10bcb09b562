"""The certificate that our PDF files are signed with now, for telling our signature from others'."""

import functools

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from django.conf import settings


def ours() -> str:
    """SHA-256, in hex; empty when no file is signed."""
    text = settings.PDF_SIGNING_CERTIFICATE
    return _fingerprint(text) if text else ""


@functools.cache
def _fingerprint(text: str) -> str:
    """Of the first certificate in a PEM file: the signer's, before those above it."""
    return x509.load_pem_x509_certificate(text.encode()).fingerprint(hashes.SHA256()).hex()
