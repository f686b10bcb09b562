"""Handing files out: always as a download, never while they are being checked."""

import hashlib
import io

from django.http import FileResponse, HttpResponse
from django.template.loader import render_to_string

from imyportal.enums import FileKind, FileState
from imyportal.models import StoredFile

from .naming import clean_name

SAFE_HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class FileChanged(Exception):
    """The bytes on the disk are gone or are not what was stored."""


def answer(stored: StoredFile, *, filename: str | None = None) -> HttpResponse | FileResponse:
    """The file as a download, named `filename` or as its owner called it.

    The caller has found the row it belongs to by `visible_to`. While the file is being checked the
    answer is a page with 409; one that was refused is gone (410). Raises `FileChanged` when the bytes
    are not those that were stored.
    """
    if stored.state != FileState.CLEAN:
        return not_now(stored)
    kind = FileKind(stored.kind)
    response = FileResponse(
        io.BytesIO(read(stored)),
        as_attachment=True,
        filename=clean_name(filename or stored.name, kind),
        content_type=kind.content_type,
    )
    for name, value in SAFE_HEADERS.items():
        response[name] = value
    return response


def read(stored: StoredFile) -> bytes:
    """Its bytes, compared with the digest. Raises `FileChanged`."""
    try:
        content = stored.path.read_bytes()
    except FileNotFoundError as error:
        raise FileChanged(f"file {stored.pk} is gone from {stored.place}") from error
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise FileChanged(f"file {stored.pk} at {stored.place} is not what was stored")
    return content


def not_now(stored: StoredFile) -> HttpResponse:
    """A page for a file that nobody may open: it is being checked (409), or was refused (410)."""
    is_gone = stored.state == FileState.REFUSED
    page = render_to_string("uploads/not_now.html", {"is_gone": is_gone})
    return HttpResponse(page, status=410 if is_gone else 409)
