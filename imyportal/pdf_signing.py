"""Signing PDF files as the agency: PAdES baseline B-B (ETSI EN 319 142-1), when a key is configured.

The signature is invisible and made so that the file stays PDF/A-3a and PDF/UA-1. It says that nothing was
changed since; who signed is as certain as the certificate is: `make_signing_key` makes one for trying.
"""

import functools
import io
from datetime import UTC, datetime, timedelta
from typing import Any

from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

FIELD = "Agency"
TRIAL_DAYS = 365


def sign(content: bytes, *, reason: str, field: str) -> bytes:
    """`content` with the agency's signature; other bytes each time.

    `reason` and `field` are what readers of the file show and screen readers say.
    """
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    # Writing the metadata anew would lose what it says of PDF/A and PDF/UA.
    writer._update_meta = lambda: None  # type: ignore[method-assign]
    details = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=settings.AGENCY["name"],
        location=settings.AGENCY["city"],
        reason=reason,
    )
    # Outside the page and printable: what PDF/A and PDF/UA both allow of a signature that is not seen.
    placed = InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)
    spec = SigFieldSpec(FIELD, readable_field_name=field, invis_sig_settings=placed)
    signer = _signer()
    pdf_signer = PdfSigner(details, signer, new_field_spec=spec)
    signed = pdf_signer.sign_pdf(writer, bytes_reserved=_room(signer))
    made: bytes = signed.getbuffer().tobytes()
    return made


class _Signer(SimpleSigner):
    """Encodes what is signed once per process: of two of our files it differs in the digest alone."""

    _around: list[bytes] | None = None

    async def signed_attrs(
        self, data_digest: bytes, *args: Any, **options: Any
    ) -> cms.CMSAttributes:
        if self._around is None:
            first = (await super().signed_attrs(data_digest, *args, **options)).dump()
            self._around = first.split(data_digest)
        # Members of a set stand by their first bytes, which say what they are: never by the digest.
        return cms.CMSAttributes.load(data_digest.join(self._around))


def _room(signer: SimpleSigner) -> int:
    """Hexadecimal digits the signature may take; said, it is not signed once more to find out."""
    return 2 * (4096 + sum(len(each.dump()) for each in signer.cert_registry))


@functools.cache
def _signer() -> SimpleSigner:
    """Key and certificates, read once per process."""
    certificates = list(load_certs_from_pemder_data(settings.PDF_SIGNING_CERTIFICATE.encode()))
    if not certificates:
        raise ImproperlyConfigured("PDF_SIGNING_CERTIFICATE holds no certificate.")
    passphrase = settings.PDF_SIGNING_PASSPHRASE
    key = load_private_key_from_pemder_data(
        settings.PDF_SIGNING_KEY.encode(), passphrase.encode() if passphrase else None
    )
    chain = SimpleCertificateStore()
    chain.register_multiple(certificates)
    return _Signer(certificates[0], key, chain)


def make_trial_pair(name: str, passphrase: str = "") -> tuple[bytes, bytes]:
    """A P-256 key and a certificate signed by itself, both PEM: for trying, nobody outside trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        **dict.fromkeys(
            [
                "key_encipherment",
                "data_encipherment",
                "key_agreement",
                "key_cert_sign",
                "crl_sign",
                "encipher_only",
                "decipher_only",
            ],
            False,
        ),
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=TRIAL_DAYS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    lock: serialization.KeySerializationEncryption = (
        serialization.BestAvailableEncryption(passphrase.encode())
        if passphrase
        else serialization.NoEncryption()
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, lock)
    return private, certificate.public_bytes(pem)
