"""Making the file of a certificate: print, attach the credential, sign, store, tell."""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from imyportal import files, work

from . import certificate_credential, certificate_pdf, changes, credentials, telling
from .certificate_content import digest
from .models import Certificate, StatusEntry
from .models.certificates import FOLDER, certificate_path

LEFTOVER_AGE = timedelta(days=1)


def make(claim: work.Claim[Certificate]) -> None:
    """Make what was claimed. Raises `LeaseLost`, and what printing and signing raise.

    A signature has other bytes each time, so the file of each lease has a place of its own: the row
    points at the one whose digest it holds, and the others are taken away.
    """
    row = claim.row
    if digest(row.content) != row.content_digest:
        raise ValueError(f"The content of {row.number} is not what was frozen.")
    made = printed(row)
    work.hook("certificates.rendered")
    name = certificate_path(row, "")
    path = _path(name)
    files.write_whole(path, made)
    work.hook("certificates.stored")
    try:
        _finish(claim, name, hashlib.sha256(made).hexdigest())
    except work.LeaseLost:
        path.unlink(missing_ok=True)
        raise
    _take_away_others(path)


def printed(row: Certificate) -> bytes:
    """The file: with the credential while there is a key for it, signed while one is configured."""
    attached = _credential(row) if credentials.can_sign() else None
    made = certificate_pdf.render(row.content, attached, at=row.requested_at)
    if not settings.PDF_SIGNING_KEY:
        return made
    # Takes long to load, and only who signs needs it.
    from imyportal import pdf_signing

    with override(row.language):
        reason = _("Certificate %(number)s") % {"number": row.number}
        return pdf_signing.sign(made, reason=reason, field=_("Signature of the agency"))


def _credential(row: Certificate) -> bytes:
    status = row.status or _status(row)
    return certificate_credential.signed(row.content, status, at=row.requested_at)


@transaction.atomic
def _status(row: Certificate) -> StatusEntry:
    """Its place in the list of what was withdrawn; taken once, also by two workers at once."""
    held = Certificate.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if held.status is None:
        held.status = credentials.new_entry()
        held.save(update_fields=["status"])
        if held.withdrawn_at is not None:
            credentials.withdraw(held.status)
    return held.status


def _finish(claim: work.Claim[Certificate], name: str, file_digest: str) -> None:
    with claim.finish() as certificate:
        if certificate.withdrawn_at is not None:
            raise work.LeaseLost(f"{certificate.number} was withdrawn meanwhile")
        before = certificate.state
        certificate.pdf.name = name
        certificate.pdf_digest = file_digest
        certificate.rendered_at = timezone.now()
        certificate.save(update_fields=["pdf", "pdf_digest", "rendered_at"])
        changes.keep_state(certificate, before, by=None)
        telling.made(certificate)


def remove_leftovers() -> int:
    """Remove files older than a day that no row points at; how many. Looks once a day.

    A worker that was killed left them, of a certificate that was withdrawn before another made it.
    """
    if not cache.add("certificates:leftovers", 1, timeout=int(LEFTOVER_AGE.total_seconds())):
        return 0
    root = Path(settings.MEDIA_ROOT)
    return files.remove_orphans(root, f"{FOLDER}/*", LEFTOVER_AGE, _places_below)


def _places_below(folder: str) -> Iterable[str]:
    return Certificate.objects.filter(pdf__startswith=folder).values_list("pdf", flat=True)


def _path(name: str) -> Path:
    return Path(Certificate._meta.get_field("pdf").storage.path(name))


def _take_away_others(path: Path) -> None:
    """What workers left behind that were killed before they could finish."""
    beginning = path.name.rpartition("-")[0]
    for other in path.parent.glob(f"{beginning}-*.pdf"):
        if other != path:
            with suppress(FileNotFoundError):
                other.unlink()
