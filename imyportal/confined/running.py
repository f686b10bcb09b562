"""Our side: starts a program in its cell and waits for it."""

import logging
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

logger = logging.getLogger(__name__)

CELL = Path(__file__).with_name("cell.py")


@dataclass(frozen=True)
class Bounds:
    """What a program may take; `cell.py` sees to all but the seconds by the clock."""

    seconds: int  # by the clock, for a machine that is busy
    cpu_seconds: int
    memory: int  # bytes
    answer: int  # bytes


def run(program: Path, content: bytes, answer: IO[bytes], bounds: Bounds) -> bool:
    """Whether the program came to an end of its own; `content` is its input, `answer` a file for its output.

    Without Django, and without the portal's secrets in its environment.
    """
    limits = [bounds.cpu_seconds, bounds.memory, bounds.answer]
    command = [sys.executable, "-I", "-B", str(CELL), str(program), *map(str, limits)]
    try:
        ended = subprocess.run(
            command,
            input=content,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={"LC_ALL": "C.UTF-8"},
            timeout=bounds.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        logger.warning("confined %s took more than %d s", program.stem, bounds.seconds)
        return False
    if ended.returncode:
        logger.warning("confined %s ended with %d", program.stem, ended.returncode)
    return ended.returncode == 0
