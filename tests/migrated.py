"""A migrated database takes a quarter of a minute; what came of it is kept for the next run.

The copies lie in `var/tests/`, each under a name made of whatever decides what migrating ends with: a
changed migration finds no copy and makes another. Django migrates what it finds there all the same.
"""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from django.db import connection

from tests.services import ROOT

KEPT = ROOT / "var" / "tests"
WEEK = 7 * 24 * 3600
DECIDE = ["*/migrations/*.py", "*/*.toml", "*/*/*.toml"]
DECIDE += [
    "*/standard/*.py",
    "assessment/requirements.py",
    "imyportal/db.py",
    "requirements-test.txt",
]


def bring_back() -> bool:
    """Put the copy where Django will look for its test database.

    False when there is none: then this process migrates, and all others wait until it has kept it.
    """
    copy = _copy()
    copy.parent.mkdir(parents=True, exist_ok=True)
    if not copy.exists():
        _turn.append(open(f"{copy}.turn", "w"))  # noqa: SIM115
        fcntl.flock(_turn[0], fcntl.LOCK_EX)
        if not copy.exists():
            return False
        _turn.pop().close()
    if connection.vendor == "sqlite":
        _pour(sqlite3.connect(copy), _memory())
    else:
        pour_into(connection.creation._get_test_db_name())
    return True


def pour_into(name: str) -> None:
    """Make the database `name` of the copy, in the PostgreSQL that Django looks at."""
    _run("psql", "-d", "postgres", "-c", f'CREATE DATABASE "{name}"')
    _run("psql", "-d", name, "-f", str(_copy()))


def keep() -> None:
    """Copy the database that was just migrated; copies of last week go."""
    copy = _copy()
    half = copy.with_name(f"{copy.name}.{os.getpid()}")
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        _pour(connection.connection, sqlite3.connect(half))
    else:
        _run("pg_dump", "--no-owner", "-d", connection.settings_dict["NAME"], "-f", str(half))
    for old in copy.parent.iterdir():
        with suppress(FileNotFoundError):  # another process has put its own in place
            if old.stat().st_mtime < time.time() - WEEK:
                old.unlink()
    half.rename(copy)
    _turn.pop().close()


def _copy() -> Path:
    files = sorted({path for pattern in DECIDE for path in ROOT.glob(pattern) if path.is_file()})
    digest = hashlib.sha256()
    for path in files:
        digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return KEPT / f"{digest.hexdigest()[:16]}.{connection.vendor}"


_turn: list[TextIO] = []
_open: list[sqlite3.Connection] = []  # a database in memory lives as long as somebody looks at it


def _memory() -> sqlite3.Connection:
    _open.append(sqlite3.connect(connection.creation._get_test_db_name(), uri=True))
    return _open[0]


def _pour(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    source.backup(target)
    for each in (source, target):
        if each is not connection.connection and each not in _open:
            each.close()


def _run(program: str, *arguments: str) -> None:
    place = connection.settings_dict
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
    command = [str(found[-1]) if found else program, "-h", place["HOST"], "-U", place["USER"]]
    quiet = ["-q", "-v", "ON_ERROR_STOP=1"] if program == "psql" else []
    subprocess.run([*command, *quiet, *arguments], check=True, stdout=subprocess.DEVNULL)
