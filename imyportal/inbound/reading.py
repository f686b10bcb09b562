"""Our side of the parser: starts it, waits for it, and knows what it found."""

import json
import logging
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from imyportal.confined import Bounds, run

logger = logging.getLogger(__name__)

PROGRAM = Path(__file__).with_name("parser.py")
BOUNDS = Bounds(seconds=30, cpu_seconds=10, memory=512 * 2**20, answer=20 * 2**20)
LONGEST_LINE = 2**20


@dataclass(frozen=True)
class Mail:
    """What a mail says; `trouble` is why there is no text: "damaged", "encrypted" or "work"."""

    sender: str  # in lower case; empty when it is not written as one address
    recipients: list[str]
    automatic: str  # the header by which a program shows that it wrote it
    is_notice: bool
    text: str
    was_longer: bool
    files: list[tuple[str, bytes]]
    left_out: list[str]
    trouble: str


def read(raw: bytes) -> Mail:
    """Read `raw` in a process of its own. A mail that ends it still says who wrote to whom."""
    with tempfile.TemporaryFile() as answer:
        ended = run(PROGRAM, raw, answer, BOUNDS)
        answer.seek(0)
        head: dict[str, Any] = _line(answer) or {}
        found: dict[str, Any] = (_line(answer) if ended else None) or {"trouble": "work"}
        files = [(each["name"], answer.read(each["size"])) for each in found.get("files", [])]
    if trouble := found.get("trouble", ""):
        logger.info("mail unread trouble=%s", trouble)
    return Mail(
        sender=head.get("sender", ""),
        recipients=head.get("recipients", []),
        automatic=head.get("automatic", ""),
        is_notice=head.get("is_notice", False),
        text=found.get("text", ""),
        was_longer=found.get("was_longer", False),
        files=files,
        left_out=found.get("left_out", []),
        trouble=trouble,
    )


def _line(answer: IO[bytes]) -> dict[str, Any] | None:
    line = answer.readline(LONGEST_LINE)
    return json.loads(line) if line.endswith(b"\n") else None
