"""The credential inside the PDF, and the signature around it; looked at with programs of others."""

import hashlib
import io
import json
import shutil
import subprocess
from pathlib import Path

import page
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.core.management import CommandError, call_command
from django.utils import timezone
from pypdf import PdfReader

from assessment import certificate_credential, certificates, credentials
from assessment.credentials import keys
from assessment.models import Certificate
from imyportal import pdf_signing, work
from placements.models import Placement

from .certificates import content
from .ready import ready_group

pytestmark = pytest.mark.django_db


def made():
    group = ready_group(1)
    certificates.request(Placement.objects.all(), by=group.lead_tutor)
    assert certificates.render_due() == 1
    return Certificate.objects.get()


def attached(certificate):
    pdf = PdfReader(certificate.pdf.path)
    files = {name: parts[0] for name, parts in pdf.attachments.items()}
    return json.loads(files.pop(certificate_credential.FILE_NAME)), files


@pytest.fixture
def signing_key(settings, tmp_path):
    """The pair the command makes is the one that is configured."""
    pdf_signing._signer.cache_clear()
    call_command("make_signing_key", str(tmp_path), verbosity=0, stdout=io.StringIO())
    settings.PDF_SIGNING_KEY = (tmp_path / "pdf-signing-key.pem").read_text()
    settings.PDF_SIGNING_CERTIFICATE = (tmp_path / "pdf-signing-certificate.pem").read_text()
    yield tmp_path / "pdf-signing-certificate.pem"
    pdf_signing._signer.cache_clear()


def test_file_holds_the_credential_of_the_certificate_and_is_valid():
    keys.make()

    certificate = made()

    document, others = attached(certificate)
    found = credentials.check(document)
    subject = document["credentialSubject"]
    assert others == {}
    assert found.is_valid, found
    assert subject["achievement"]["achievementType"] == "CertificateOfCompletion"
    assert [each["value"] for each in subject["result"]] == ["80"] * 5 + ["37.50"]
    assert subject["licenseNumber"] == certificate.number
    for profile in ("3a", "ua1"):
        report = page.validate_pdf_bytes(Path(certificate.pdf.path).read_bytes(), profile=profile)
        assert [each.message for each in report.failures] == []


def test_credential_of_the_same_certificate_is_the_same():
    keys.make()
    status, at = credentials.new_entry(), timezone.now()

    first, second = (certificate_credential.signed(content(), status, at=at) for _each in "ab")

    assert first == second


def test_withdrawing_marks_the_credential():
    keys.make()
    certificate = made()

    certificates.withdraw(certificate, by=certificate.requested_by, reason="Wrong name")

    certificate.refresh_from_db()
    assert certificate.status.withdrawn_at is not None


def test_file_without_keys_is_made_all_the_same():
    certificate = made()

    assert PdfReader(certificate.pdf.path).attachments == {}
    assert certificate.status is None


@pytest.mark.parametrize("program", ["pdfsig", "openssl", "qpdf"])
def test_signature_is_what_other_programs_accept(signing_key, tmp_path, program):
    if not shutil.which(program):
        pytest.fail(f"{program} is not installed: `bin/setup test` installs it.")
    certificate = made()
    file = Path(certificate.pdf.path)

    if program == "pdfsig":
        answer = subprocess.run(["pdfsig", file], capture_output=True, text=True, check=False)
        assert "Signature is Valid" in answer.stdout
        assert "ETSI.CAdES.detached" in answer.stdout
        assert "Total document signed" in answer.stdout
    elif program == "openssl":
        _check_with_openssl(file, signing_key, tmp_path)
    else:
        subprocess.run(["qpdf", "--check", file], check=True, capture_output=True)


def _check_with_openssl(file, trusted, folder):
    field = PdfReader(file).get_fields()[pdf_signing.FIELD]["/V"]
    whole, (start, length, after, rest) = file.read_bytes(), field["/ByteRange"]
    (folder / "data").write_bytes(whole[start : start + length] + whole[after : after + rest])
    (folder / "signature").write_bytes(bytes(field["/Contents"]))
    command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-purpose", "any"]
    command += ["-in", "signature", "-content", "data", "-CAfile", trusted, "-out", "out"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)

    (folder / "data").write_bytes(b"%PDF" + whole[start + 4 : start + length][::-1])
    with pytest.raises(subprocess.CalledProcessError):
        subprocess.run(command, cwd=folder, check=True, capture_output=True)


def test_signed_file_with_credential_is_valid_for_archives_and_screen_readers(signing_key):
    keys.make()

    certificate = made()

    content = Path(certificate.pdf.path).read_bytes()
    assert hashlib.sha256(content).hexdigest() == certificate.pdf_digest
    assert credentials.check(attached(certificate)[0]).is_valid
    for profile in ("3a", "ua1"):
        assert [e.message for e in page.validate_pdf_bytes(content, profile=profile).failures] == []


def test_signing_key_command_makes_a_locked_p256_pair_and_overwrites_nothing(settings, tmp_path):
    settings.PDF_SIGNING_PASSPHRASE = "odd lantern"
    say = io.StringIO()

    call_command("make_signing_key", str(tmp_path), stdout=say)

    key = tmp_path / "pdf-signing-key.pem"
    certificate = x509.load_pem_x509_certificate(
        (tmp_path / "pdf-signing-certificate.pem").read_bytes()
    )
    private = load_pem_private_key(key.read_bytes(), b"odd lantern")
    assert private.curve.name == "secp256r1"
    assert private.public_key() == certificate.public_key()
    assert key.stat().st_mode & 0o777 == 0o600
    assert f"PDF_SIGNING_KEY_FILE={key}" in say.getvalue()
    with pytest.raises(CommandError, match="already"):
        call_command("make_signing_key", str(tmp_path), stdout=say)


def test_two_workers_with_the_same_row_leave_the_file_the_row_speaks_of(signing_key):
    """The first is too slow: its lease passes on while its file lies there already."""
    group = ready_group(1)
    certificates.request(Placement.objects.all(), by=group.lead_tutor)

    def another_takes_over():
        work.set_hook("certificates.stored", None)
        Certificate.objects.update(lease_until=timezone.now())
        assert certificates.render_due() == 1

    work.set_hook("certificates.stored", another_takes_over)
    try:
        assert certificates.render_due() == 0
    finally:
        work.set_hook("certificates.stored", None)

    file = Path(Certificate.objects.get().pdf.path)
    assert hashlib.sha256(file.read_bytes()).hexdigest() == Certificate.objects.get().pdf_digest
    assert list(file.parent.glob(f"{file.name.rpartition('-')[0]}-*")) == [file]
