"""Files that are either whole or not there."""

import os
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` to `path`, mode 0600: a crash or a full disk leaves the old file or none.

    The same path may be written again, also by two processes at once: the last one stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def remove_orphans(
    root: Path, pattern: str, age: timedelta, kept: Callable[[str], Iterable[str]]
) -> int:
    """Remove the files older than `age` in the folders `pattern` below `root` that no row has; how many.

    `kept` says which do, as places below `root` that begin with what it is given. It is asked after the
    folder was looked at, so that what is being written meanwhile stays.
    """
    latest, removed = time.time() - age.total_seconds(), 0
    for folder in root.glob(pattern):
        old = {
            path.relative_to(root).as_posix(): path
            for path in folder.iterdir()
            if path.stat().st_mtime < latest
        }
        for place in old.keys() - set(kept(f"{folder.relative_to(root).as_posix()}/")):
            old[place].unlink(missing_ok=True)
            removed += 1
    return removed
