"""Backups: the database first, then the files, so that no row of a backup lacks its file.

A backup is a folder: `database.dump` (or `database.sqlite3`), `files.tar`, and `manifest.json` with
the SHA-256 of each part. With `BACKUP_KEY` the parts are encrypted by openssl (AES-256, the key
stretched by PBKDF2), and the manifest is signed with a key made from it: a part that somebody
changed is found before anything is decrypted.
"""

import hashlib
import hmac
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from .models import AuditSeal

MANIFEST, FILES = "manifest.json", "files.tar"
SQLITE, POSTGRES = "database.sqlite3", "database.dump"
FORMAT = 1


class Refused(CommandError):
    """It was not done, and why."""


def make(folder: Path, *, keep: int) -> Path:
    """A new backup below `folder`; of the complete ones the newest `keep` stay.

    It appears under its name only when it is whole. Raises `Refused` when a part fails.
    """
    now = timezone.now()
    final = folder / f"{now:%Y-%m-%dT%H%M%SZ}"
    partial = folder / f".{final.name}.partial"
    partial.mkdir(parents=True, mode=0o700)
    try:
        seal = AuditSeal.objects.order_by("number").last()
        facts = {
            "format": FORMAT,
            "made_at": now.isoformat(timespec="seconds"),
            "encrypted": bool(settings.BACKUP_KEY),
            "migrations": migrations(),
            "audit_head": seal.digest if seal else "",
        }
        if connection.vendor == "sqlite":
            database = _save_sqlite(partial / SQLITE)
        else:
            database = _save_postgres(partial / POSTGRES)
        facts["files"] = _save_files(partial / FILES)
        facts["parts"] = {part.name: _measure(part) for part in (database, partial / FILES)}
        (partial / MANIFEST).write_text(json.dumps({"is": facts, "mac": _mac(facts)}, indent=1))
        partial.rename(final)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    _prune(folder, keep)
    return final


def check(backup: Path) -> dict[str, Any]:
    """The facts of a backup whose parts are what they were; raises `Refused` when they are not."""
    try:
        told = json.loads((backup / MANIFEST).read_text("utf-8"))
        facts: dict[str, Any] = told["is"]
        if facts["format"] != FORMAT:
            raise Refused(f"{backup} has format {facts['format']}; this release reads {FORMAT}.")
        encrypted, mac, parts = facts["encrypted"], told["mac"], facts["parts"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refused(f"{backup} is no backup: {MANIFEST} cannot be read ({error}).") from error
    if encrypted != bool(settings.BACKUP_KEY):
        raise Refused(f"{backup} {'needs' if encrypted else 'was made without'} BACKUP_KEY.")
    if not hmac.compare_digest(mac, _mac(facts)):
        raise Refused(f"{MANIFEST} was changed, or BACKUP_KEY is not the key of this backup.")
    for name, noted in parts.items():
        part = backup / Path(name).name
        if not part.is_file():
            raise Refused(f"{name} is missing.")
        if part.stat().st_size != noted["bytes"]:
            raise Refused(f"{name} has {part.stat().st_size} bytes, not {noted['bytes']}.")
        if _measure(part) != noted:
            raise Refused(f"{name} was changed: its SHA-256 is not the one noted.")
    return facts


def migrations() -> dict[str, str]:
    """The last migration of each app that is in the database."""
    return dict(sorted(MigrationRecorder(connection).applied_migrations()))


def environment() -> dict[str, str]:
    """For openssl and PostgreSQL's programs: secrets do not belong among their arguments."""
    known = connection.settings_dict
    given = {
        "PGHOST": known["HOST"],
        "PGPORT": str(known["PORT"]),
        "PGUSER": known["USER"],
        "PGPASSWORD": known["PASSWORD"],
        "BACKUP_KEY": settings.BACKUP_KEY,
    }
    return os.environ | {name: value for name, value in given.items() if value}


@contextmanager
def reading(part: Path) -> Iterator[IO[bytes]]:
    """A part as it was before it was encrypted."""
    if not settings.BACKUP_KEY:
        with part.open("rb") as file:
            yield file
        return
    with (
        part.open("rb") as file,
        subprocess.Popen(_openssl("-d"), stdin=file, stdout=subprocess.PIPE, env=environment()) as (
            process
        ),
    ):
        plain = cast("IO[bytes]", process.stdout)
        yield plain
        while plain.read(1 << 20):
            pass  # who unpacks an archive stops at its end mark
    if process.returncode:
        raise Refused(f"openssl could not decrypt {part.name}.")


# --- Parts ------------------------------------------------------------------------------------


def _openssl(*options: str) -> list[str]:
    cipher = ["-aes-256-cbc", "-pbkdf2", "-iter", "200000", "-salt", "-pass", "env:BACKUP_KEY"]
    return ["openssl", "enc", *cipher, *options]


@contextmanager
def _writing(part: Path) -> Iterator[IO[bytes]]:
    """A file to write to, mode 0600, encrypted when there is a key."""
    part.touch(mode=0o600)
    if not settings.BACKUP_KEY:
        with part.open("wb") as file:
            yield file
        return
    with (
        part.open("wb") as file,
        subprocess.Popen(_openssl(), stdin=subprocess.PIPE, stdout=file, env=environment()) as (
            process
        ),
    ):
        plain = cast("IO[bytes]", process.stdin)
        yield plain
        plain.close()
    if process.returncode:
        raise Refused("openssl could not encrypt the backup.")


def _save_postgres(part: Path) -> Path:
    command = ["pg_dump", "--format=custom", "--no-owner", "--no-privileges"]
    command.append(f"--dbname={connection.settings_dict['NAME']}")
    with _writing(part) as out:
        made = subprocess.run(
            command, stdout=out, stderr=subprocess.PIPE, env=environment(), check=False
        )
    if made.returncode:
        raise Refused(f"pg_dump: {made.stderr.decode(errors='replace').strip()}")
    return part


def _save_sqlite(part: Path) -> Path:
    copy = part.with_suffix(".copy")
    connection.ensure_connection()
    try:
        with closing(sqlite3.connect(copy)) as target:
            connection.connection.backup(target)
        with copy.open("rb") as file, _writing(part) as out:
            shutil.copyfileobj(file, out)
    finally:
        copy.unlink(missing_ok=True)
    return part


def _save_files(part: Path) -> int:
    """Every file below MEDIA_ROOT but hidden ones, which are only being written; how many."""
    root, count = Path(settings.MEDIA_ROOT), 0
    with _writing(part) as out, tarfile.open(fileobj=out, mode="w|") as tar:
        for file in sorted(root.rglob("*")):
            place = file.relative_to(root)
            hidden = any(part.startswith(".") for part in place.parts)
            if file.is_file() and not file.is_symlink() and not hidden:
                tar.add(file, arcname=place.as_posix(), recursive=False)
                count += 1
    return count


def _measure(part: Path) -> dict[str, Any]:
    with part.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return {"bytes": part.stat().st_size, "sha256": sha256}


def _mac(facts: dict[str, Any]) -> str:
    if not settings.BACKUP_KEY:
        return ""
    text = json.dumps(facts, sort_keys=True)
    return hmac.digest(f"manifest|{settings.BACKUP_KEY}".encode(), text.encode(), "sha256").hex()


def _prune(folder: Path, keep: int) -> None:
    whole = sorted(manifest.parent for manifest in folder.glob(f"[0-9]*Z/{MANIFEST}"))
    for old in whole[: max(len(whole) - keep, 0)]:
        shutil.rmtree(old)
