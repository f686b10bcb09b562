"""Our side of the program that looks into a file: starts it, waits for it, reads its line."""

import json
import logging
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from imyportal.confined import Bounds, run

logger = logging.getLogger(__name__)

PROGRAM = Path(__file__).with_name("program.py")
BOUNDS = Bounds(seconds=10, cpu_seconds=1, memory=384 * 2**20, answer=2**20)
WAIT_SECONDS = 5
# Strangers have places of their own, so that they never keep a trainee from handing in a file.
AT_ONCE = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class Facts:
    """What a file is, by its content, and what in it may be ours."""

    kind: str = ""  # pdf, png, svg, json, token, unsealed; empty when it was refused
    refused: str = ""
    codes: tuple[str, ...] = ()  # without dashes; may be anything that looks like one
    credentials: tuple[str, ...] = ()  # JSON or compact tokens
    # Signatures in a PDF that hold, whosoever's: SHA-256 of the certificate, whether it covers all
    seals: tuple[tuple[str, bool], ...] = ()
    # Why a PDF could not be read to its end; `credential`: there is a place for one, and it holds none
    trouble: str = ""
    picture: str = ""  # the sketch of a PNG, packed, Base64


def look(content: bytes) -> Facts:
    """Facts of a file that anybody may have sent."""
    if not AT_ONCE.acquire(timeout=WAIT_SECONDS):
        return Facts(refused="busy")
    try:
        with tempfile.TemporaryFile() as answer:
            if not run(PROGRAM, content, answer, BOUNDS):
                return Facts(refused="work")
            answer.seek(0)
            return _facts(answer.read(BOUNDS.answer))
    except OSError:  # no process can be started, or the disk is full
        logger.exception("files cannot be checked")
        return Facts(refused="busy")
    finally:
        AT_ONCE.release()


def _facts(line: bytes) -> Facts:
    found: dict[str, Any] = json.loads(line)
    for name in ("codes", "credentials"):
        found[name] = tuple(found.get(name, ()))
    found["seals"] = tuple((str(who), bool(whole)) for who, whole in found.get("seals", ()))
    return Facts(**found)
