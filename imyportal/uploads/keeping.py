"""Taking files in: read, written anew, laid down under a random name, and only then a row."""

import hashlib
import logging
import uuid
from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imyportal import audit, files, ratelimit, work
from imyportal.enums import Action, FileKind, FileState
from imyportal.models import StoredFile

from . import reading, serving
from .naming import clean_name
from .reading import Cleaned

logger = logging.getLogger(__name__)

MB = 2**20
MAX_BYTES = 5 * MB
MAX_FILES = 5  # in one form
FILES_A_DAY = 200  # by one person
BYTES_A_DAY = 200 * MB
TRIES, TRIES_SECONDS = 60, 600
FOLDER = "uploads"
ORPHAN_AGE = timedelta(hours=24)
REAP_EVERY_SECONDS = 3600


def take_in(uploaded: UploadedFile, *, by: Any) -> StoredFile:
    """Keep one file that the person `by` handed in.

    Raises `ValidationError`, whose words say what to do and whose code says why. Call it before
    locking anything: reading a file may take half a minute. When the caller's transaction fails, the
    file goes too.
    """
    return take_in_all([uploaded], by=by)[0]


def take_in_all(uploaded: Sequence[UploadedFile], *, by: Any) -> list[StoredFile]:
    """Keep all of them or none. Raises `ValidationError`, a message for each that cannot be kept."""
    if len(uploaded) > MAX_FILES:
        raise too_many()
    _check_quota(by, uploaded)
    try:
        cleaned = _read_all(uploaded, by)
        with transaction.atomic():
            kept = [
                _keep(content, each.name or "", by)
                for content, each in zip(cleaned, uploaded, strict=True)
            ]
            audit.note_each(Action.FILE_ADDED, by=by, rows=kept)
            return kept
    except OSError as error:  # the disk is full, or no process can be started
        logger.exception("uploads cannot be kept")
        raise ValidationError(
            _(
                "The file cannot be kept just now. Choose it again in an hour, or write to %(agency)s."
            ),
            code="no_room",
            params={"agency": settings.AGENCY["email"]},
        ) from error


def _read_all(uploaded: Sequence[UploadedFile], by: Any) -> list[Cleaned]:
    cleaned, errors = [], []
    for each in uploaded:
        try:
            cleaned.append(_read(each, by))
        except ValidationError as error:
            errors.append(_named(error, each) if len(uploaded) > 1 else error)
    if errors:
        raise ValidationError(errors) if len(errors) > 1 else errors[0]
    return cleaned


def check_size(uploaded: UploadedFile) -> None:
    """Raises `ValidationError` when it is empty or larger than 5 MB."""
    if not uploaded.size:
        raise ValidationError(
            _("This file is empty. Look whether it opens, and choose it again."), code="empty"
        )
    if uploaded.size > MAX_BYTES:
        raise ValidationError(
            _(
                "This file has %(size)s MB; at most %(most)d MB can be kept. Scan it in grey or "
                "with fewer dots an inch, and choose the smaller file."
            ),
            code="too_big",
            params={"size": _in_mb(uploaded.size), "most": MAX_BYTES // MB},
        )


def too_many() -> ValidationError:
    """More files than one form takes."""
    return ValidationError(
        ngettext(
            "At most %(most)d file can be added at once. Choose again.",
            "At most %(most)d files can be added at once. Choose again, the others afterwards.",
            MAX_FILES,
        ),
        code="too_many",
        params={"most": MAX_FILES},
    )


def _in_mb(size: int) -> str:
    """With one place, and never the limit itself for a file just beyond it."""
    return str(localize(max(round(size / MB, 1), 5.1)))


def _check_quota(by: Any, uploaded: Sequence[UploadedFile]) -> None:
    """Two forms sent at the very same moment may go beyond it by one form."""
    since = timezone.now() - timedelta(days=1)
    had = StoredFile.objects.filter(uploaded_by=by, uploaded_at__gt=since).aggregate(
        files=Count("pk"), bytes=Sum("size", default=0)
    )
    new_bytes = sum(each.size or 0 for each in uploaded)
    if had["files"] + len(uploaded) > FILES_A_DAY or had["bytes"] + new_bytes > BYTES_A_DAY:
        raise ValidationError(
            _(
                "In one day a person can add %(files)d files, together %(megabytes)d MB. Add the "
                "others tomorrow, or ask your tutor."
            ),
            code="quota",
            params={"files": FILES_A_DAY, "megabytes": BYTES_A_DAY // MB},
        )


def _read(uploaded: UploadedFile, by: Any) -> Cleaned:
    check_size(uploaded)
    if not ratelimit.hit(f"uploads:{by.pk}", limit=TRIES, seconds=TRIES_SECONDS):
        raise ValidationError(
            _("Too many files in a short time. Choose the file again in ten minutes."),
            code="too_fast",
        )
    uploaded.seek(0)
    return reading.clean(uploaded.read())


def _named(error: ValidationError, uploaded: UploadedFile) -> ValidationError:
    # Translators: name of a file, and what is wrong with it
    text = _("%(name)s: %(error)s")
    name = " ".join((uploaded.name or "").split())[:60]
    return ValidationError(text, code=error.code, params={"name": name, "error": error.messages[0]})


def _keep(cleaned: Cleaned, name: str, by: Any) -> StoredFile:
    """Bytes first, then the row: a crash between them leaves a file that the reaper takes away."""
    now = timezone.now()
    row = StoredFile(
        place=f"{FOLDER}/{now:%Y/%m}/{uuid.uuid4().hex}.{cleaned.kind.value}",
        kind=cleaned.kind,
        name=clean_name(name, cleaned.kind),
        size=len(cleaned.content),
        sha256=hashlib.sha256(cleaned.content).hexdigest(),
        pages=cleaned.pages,
        width=cleaned.width,
        height=cleaned.height,
        uploaded_by=by,
        uploaded_at=now,
    )
    if not settings.CLAMD_SOCKET:
        row.state, row.done_at = FileState.CLEAN, now
    files.write_whole(row.path, cleaned.content)
    work.hook("uploads.written")
    row.save(force_insert=True)
    work.ring("scan_uploads")
    return row


def copy(stored: StoredFile) -> StoredFile | None:
    """The same once more, for another row to point at; None of what was refused. Raises `FileChanged`."""
    if stored.state == FileState.REFUSED:
        return None
    content = serving.read(stored)
    facts = {name: getattr(stored, name) for name in ("pages", "width", "height")}
    cleaned = Cleaned(content=content, kind=FileKind(stored.kind), **facts)
    return _keep(cleaned, stored.name, stored.uploaded_by)


# --- Files without a row ----------------------------------------------------------------------


def _places_below(folder: str) -> Iterable[str]:
    kept = StoredFile.objects.kept().filter(place__startswith=folder)
    return kept.values_list("place", flat=True)


def reap() -> int:
    """Remove files older than a day that no row points at; how many. Looks once an hour."""
    if not cache.add("uploads:reaped", 1, timeout=REAP_EVERY_SECONDS):
        return 0
    removed = files.remove_orphans(
        Path(settings.MEDIA_ROOT), f"{FOLDER}/*/*", ORPHAN_AGE, _places_below
    )
    if removed:
        logger.info("uploads removed=%d without a row", removed)
    return removed
