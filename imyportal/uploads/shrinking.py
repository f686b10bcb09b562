"""A small picture of a stored one, to be seen beside words; the room that shows it keeps it with its own row."""

import io
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.http import FileResponse, HttpResponse

from imyportal.confined import Bounds, run
from imyportal.enums import FileKind, FileState
from imyportal.models import StoredFile

from .reading import AT_ONCE
from .serving import SAFE_HEADERS, not_now, read

PROGRAM = Path(__file__).with_name("shrinker.py")
BOUNDS = Bounds(seconds=15, cpu_seconds=5, memory=512 * 2**20, answer=2**20)


@dataclass(frozen=True)
class Small:
    """A JPEG, and its sides in pixels."""

    content: bytes
    width: int
    height: int


def shrunk(stored: StoredFile) -> Small | None:
    """A small picture of `stored`, made in a process of its own; None of what is no picture, or takes too long.

    Call it before locking anything. Raises `FileChanged`.
    """
    if stored.kind == FileKind.PDF or stored.state == FileState.REFUSED:
        return None
    with AT_ONCE, tempfile.TemporaryFile() as answer:
        if not run(PROGRAM, read(stored), answer, BOUNDS):
            return None
        answer.seek(0)
        facts = json.loads(answer.readline(200))
        return Small(answer.read(), facts["width"], facts["height"])


def answer_small(stored: StoredFile, content: bytes) -> HttpResponse | FileResponse:
    """The small picture `content` of `stored`, to be shown in a page; who may see it, the caller has asked.

    While the whole one is being checked, or was refused, the answer is as `answer()` gives it.
    """
    if stored.state != FileState.CLEAN:
        return not_now(stored)
    return FileResponse(io.BytesIO(content), content_type="image/jpeg", headers=SAFE_HEADERS)
