"""Bringing a backup back, and looking whether everything that belongs to it is there."""

import hashlib
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from . import backups, sealing, upgrading, vault
from .backups import Refused
from .enums import FileState

# Every file of ours: the model, its field with the place below MEDIA_ROOT, its SHA-256 in hex, and
# the rows whose file is not there because it is not wanted.
KEPT = {
    "assessment.Certificate": ("pdf", "pdf_digest", Q(pdf="")),
    "imyportal.StoredFile": ("place", "sha256", Q(state=FileState.REFUSED)),
}


@dataclass
class Found:
    """What a look at database and files found; all is well when there are no faults."""

    files: int = 0
    events: int = 0
    faults: list[str] = field(default_factory=list)


def restore(backup: Path, *, set_aside: bool = False) -> Found:
    """Bring `backup` into an empty database and an empty MEDIA_ROOT, then look at all of it.

    With `set_aside` files that are in the way are moved into a hidden folder beside the new ones.
    Raises `Refused` before anything is touched when a part is not what it was or something is in
    the way. The database is loaded whole or not at all.
    """
    facts = backups.check(backup)
    root = Path(settings.MEDIA_ROOT)
    if connection.introspection.table_names():
        raise Refused("The database is not empty. Restore into a new one.")
    in_the_way = [each for each in root.glob("*") if not each.name.startswith(".")]
    if in_the_way and not set_aside:
        raise Refused(f"{root} is not empty. With --set-aside what lies there is moved away.")
    wanted = backups.SQLITE if connection.vendor == "sqlite" else backups.POSTGRES
    if wanted not in facts["parts"]:
        raise Refused(f"{backup} is of another kind of database: it has no {wanted}.")
    (_load_sqlite if connection.vendor == "sqlite" else _load_postgres)(backup / wanted)
    _set_aside(root, in_the_way)
    with (
        backups.reading(backup / backups.FILES) as source,
        tarfile.open(fileobj=source, mode="r|") as tar,
    ):
        tar.extractall(root, filter="data")  # nothing gets out of `root`
    upgrading.grant()
    found = look(facts["audit_head"], datetime.fromisoformat(facts["made_at"]))
    if backups.migrations() != facts["migrations"]:
        found.faults.append("The migrations in the database are not those of the backup.")
    return found


def _set_aside(root: Path, files: list[Path]) -> None:
    root.mkdir(parents=True, exist_ok=True)
    if files:
        lost = root / f".before-{timezone.now():%Y-%m-%dT%H%M%SZ}"
        lost.mkdir(mode=0o700)
        for each in files:
            each.rename(lost / each.name)


def look(audit_head: str = "", now: datetime | None = None) -> Found:
    """Hold files against the SHA-256 in their rows, the audit trail against its chain; open what is sealed.

    `audit_head` is a digest the chain must come by; `now` is the moment the rows are of.
    """
    found = Found()
    for label, (place, sha256, none) in KEPT.items():
        rows = apps.get_model(label)._base_manager.exclude(none).order_by("pk")
        _look_at_files(found, label, rows.values_list("pk", place, sha256))
    verdict = sealing.check(audit_head, now)
    found.events = verdict.count
    if verdict.fault:
        found.faults.append(f"The audit trail is broken: {verdict.fault}.")
    found.faults += vault.faults()
    if connection.vendor == "sqlite":
        found.faults += _sqlite_faults()
    return found


def _look_at_files(found: Found, label: str, rows: QuerySet[Any, tuple[int, str, str]]) -> None:
    root = Path(settings.MEDIA_ROOT)
    for pk, where, digest in rows.iterator():
        found.files += 1
        try:
            with (root / where).open("rb") as file:
                is_same = hashlib.file_digest(file, "sha256").hexdigest() == digest
        except OSError:
            found.faults.append(f"{label} {pk}: the file {where} is missing.")
        else:
            if not is_same:
                found.faults.append(f"{label} {pk}: the file {where} is not what was stored.")


def _load_postgres(part: Path) -> None:
    command = ["pg_restore", "--no-owner", "--no-privileges", "--single-transaction"]
    command += ["--exit-on-error", f"--dbname={connection.settings_dict['NAME']}"]
    connection.close()
    with backups.reading(part) as source:
        loaded = subprocess.run(
            command,
            stdin=source,
            stderr=subprocess.PIPE,
            env=backups.environment(),
            check=False,
        )
    if loaded.returncode:
        raise Refused(f"pg_restore: {loaded.stderr.decode(errors='replace').strip()}")


def _load_sqlite(part: Path) -> None:
    connection.ensure_connection()
    with tempfile.NamedTemporaryFile(dir=Path(connection.settings_dict["NAME"]).parent) as copy:
        with backups.reading(part) as source:
            while block := source.read(1 << 20):
                copy.write(block)
        copy.flush()
        with closing(sqlite3.connect(copy.name)) as saved:
            saved.backup(connection.connection)


def _sqlite_faults() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        whole = [row[0] for row in cursor.fetchall() if row[0] != "ok"]
        cursor.execute("PRAGMA foreign_key_check")
        return whole + [f"{row[0]} {row[1]}: what it belongs to is gone." for row in cursor]
