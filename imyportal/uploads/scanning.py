"""Looking for viruses with clamd, when `CLAMD_SOCKET` names one. Nobody opens a file before that."""

import logging
import socket
import struct
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import transaction

from imyportal import mail, work
from imyportal.enums import FileState
from imyportal.models import StoredFile

from .serving import read

logger = logging.getLogger(__name__)

CHUNK_BYTES = 64 * 1024
SECONDS = 60.0
MOST_ANSWER_BYTES = 4096


class ScanFailed(Exception):
    """The scanner did not say whether the file is clean; the file stays closed."""


# Asked with the file; gives back people with `email` and `language`.
_concerned: list[Callable[[StoredFile], Iterable[Any]]] = []


def tell_too(people: Callable[[StoredFile], Iterable[Any]]) -> None:
    """When a file is refused, mail also those `people` gives for it; the uploader has one anyway."""
    _concerned.append(people)


def scan_due() -> int:
    """Scan every file that waits; how many were finished.

    While the scanner is away they stay closed and are tried again, later and later up to an hour.
    """
    return work.do_all(StoredFile.objects.due, _scan) if settings.CLAMD_SOCKET else 0


def _scan(claim: work.Claim[StoredFile]) -> None:
    found = ask_clamd(settings.CLAMD_SOCKET, read(claim.row))
    with claim.finish() as stored:
        stored.state = FileState.REFUSED if found else FileState.CLEAN
        stored.refused_because = found[:200]
        stored.save(update_fields=["state", "refused_because"])
        if found:
            logger.warning("upload refused=virus row=%s found=%s", stored.pk, found)
            # Should we die before it, the reaper does it.
            transaction.on_commit(lambda: stored.path.unlink(missing_ok=True))
            _tell(stored)


def _tell(stored: StoredFile) -> None:
    people: list[Any] = [stored.uploaded_by]
    for concerned in _concerned:
        people += concerned(stored)
    for email, person in {person.email: person for person in people}.items():
        mail.queue(
            "imyportal/file_refused",
            to=email,
            language=person.language,
            about=stored,
            key=f"file_refused:{stored.pk}:{person.pk}",
        )


def ask_clamd(address: str, content: bytes) -> str:
    """What clamd found in `content`; empty when it is clean.

    `address` is the path of a socket or `host:port`. Protocol: clamd(8), INSTREAM. Raises `OSError`
    or `ScanFailed` when there is no clear answer.
    """
    with _connect(address) as connection:
        connection.sendall(b"zINSTREAM\0")
        for at in range(0, len(content), CHUNK_BYTES):
            chunk = content[at : at + CHUNK_BYTES]
            connection.sendall(struct.pack("!L", len(chunk)) + chunk)
        connection.sendall(struct.pack("!L", 0))
        said = b""
        while not said.endswith(b"\0") and len(said) < MOST_ANSWER_BYTES:
            if not (more := connection.recv(MOST_ANSWER_BYTES)):
                break
            said += more
    text = said.rstrip(b"\0\n").decode(errors="replace").removeprefix("stream: ")
    if said.endswith(b"\0") and text == "OK":
        return ""
    if said.endswith(b"\0") and text.endswith(" FOUND"):
        return text.removesuffix(" FOUND")
    raise ScanFailed(text[:200] or "no answer")


def _connect(address: str) -> socket.socket:
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(SECONDS)
        try:
            connection.connect(address)
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)
