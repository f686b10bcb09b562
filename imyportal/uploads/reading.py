"""Our side of the parser: starts it, waits for it, and says in words what it refused."""

import json
import logging
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from imyportal.confined import Bounds, run
from imyportal.enums import FileKind

from .parser import MAX_PAGES, MAX_PIXELS, MAX_RESULT_BYTES

logger = logging.getLogger(__name__)

PROGRAM = Path(__file__).with_name("parser.py")
BOUNDS = Bounds(seconds=30, cpu_seconds=10, memory=512 * 2**20, answer=MAX_RESULT_BYTES + 4096)
# Each may take half a gigabyte; who comes while all are at work waits.
AT_ONCE = threading.BoundedSemaphore(2)

WORDS = {
    "kind": _(
        "This is no PDF, JPEG or PNG, whatever its name says. Save it as a PDF or take a photo "
        "of it, and choose that."
    ),
    "damaged": _("This file is damaged. Save or scan it again and choose the new file."),
    "work": _(
        "This file takes too much work to read. Print it to a new PDF or scan it, and choose that."
    ),
    "busy": _("Many files are being read just now. Choose the file again in a minute."),
    "pixels": _(
        "This picture has more than %(megapixels)d million pixels. Make it smaller and choose it "
        "again."
    ),
    "pages": _(
        "This PDF has more than %(pages)d pages. Choose one with only the pages that are needed."
    ),
    "encrypted": _("This PDF is locked with a password. Save it without one and choose it again."),
    "script": _("This PDF holds a script. Print it to a new PDF and choose that."),
    "action": _(
        "This PDF starts programs or sends data by itself. Print it to a new PDF and choose that."
    ),
    "file": _(
        "There are other files inside this PDF. Print it to a new PDF and add the others one by one."
    ),
    "xfa": _(
        "This PDF is a form of a kind that not every program shows (XFA). Print it to a new PDF "
        "and choose that."
    ),
    "media": _(
        "This PDF holds film, sound or a moving picture. Print it to a new PDF and choose that."
    ),
    "elsewhere": _(
        "This PDF fetches parts of itself from other files. Print it to a new PDF and choose that."
    ),
}
NUMBERS = {"megapixels": MAX_PIXELS // 1_000_000, "pages": MAX_PAGES}


@dataclass(frozen=True)
class Cleaned:
    """A file as it was written anew."""

    kind: FileKind
    content: bytes
    pages: int | None = None
    width: int | None = None
    height: int | None = None


def clean(content: bytes) -> Cleaned:
    """Read `content` in a process of its own. Raises `ValidationError` that says what to do."""
    if not AT_ONCE.acquire(timeout=BOUNDS.seconds):
        raise _refusal("busy")
    try:
        with tempfile.TemporaryFile() as answer:
            return _cleaned(run(PROGRAM, content, answer, BOUNDS), answer)
    finally:
        AT_ONCE.release()


def _cleaned(ended: bool, answer: IO[bytes]) -> Cleaned:
    answer.seek(0)
    facts = json.loads(answer.readline(4096)) if ended else {"refused": "work"}
    if "refused" in facts:
        logger.info("upload refused=%s %s", facts["refused"], facts.get("error", ""))
        raise _refusal(facts["refused"])
    kind = FileKind(facts.pop("kind"))
    return Cleaned(kind=kind, content=answer.read(MAX_RESULT_BYTES), **facts)


def _refusal(code: str) -> ValidationError:
    return ValidationError(WORDS[code], code=code, params=NUMBERS)
