"""imyportal/backups.py and restoring.py: whole or not there, checked before anything is touched.

The way through PostgreSQL and the image's own commands is in test_production.py.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import models

from assessment import certificates
from imyportal import backups, restoring
from tests.assessment.ready import ready_placement
from tests.factories import UserFactory
from tests.services import ROOT

pytestmark = pytest.mark.django_db
KEY = "a-key-of-tests"


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    (tmp_path / "media" / "papers").mkdir(parents=True)
    (tmp_path / "media" / "papers" / "a.pdf").write_bytes(b"a paper")
    (tmp_path / "media" / "papers" / ".b.pdf.half").write_bytes(b"half a")
    return tmp_path / "media"


@pytest.fixture
def folder(settings, tmp_path):
    settings.BACKUP_DIR = str(tmp_path / "backups")
    return tmp_path / "backups"


@pytest.fixture
def backup(media, folder, monkeypatch):
    """A backup whose dump is a few bytes: what is checked are the parts."""

    def few_bytes(part):
        with backups._writing(part) as out:
            out.write(b"rows of a database")
        return part

    for name in ("_save_sqlite", "_save_postgres"):
        monkeypatch.setattr(backups, name, few_bytes)
    return lambda keep=14: backups.make(folder, keep=keep)


@pytest.mark.parametrize("key", ["", KEY])
def test_backup_holds_whole_files_and_reads_back(backup, settings, key):
    settings.BACKUP_KEY = key

    made = backup()
    facts = backups.check(made)

    assert facts["files"] == 1
    with (
        backups.reading(made / "files.tar") as source,
        tarfile.open(fileobj=source, mode="r|") as tar,
    ):
        assert [(each.name, tar.extractfile(each).read()) for each in tar] == [
            ("papers/a.pdf", b"a paper")
        ]
    assert (b"a paper" in (made / "files.tar").read_bytes()) is (not key)
    assert {
        oct(each.stat().st_mode & 0o777) for each in made.glob("*.*") if each.suffix != ".json"
    } == {"0o600"}


def cut_off(made):
    database = next(made.glob("database.*"))
    database.write_bytes(database.read_bytes()[:-1])


def change(made):
    files = made / "files.tar"
    content = bytearray(files.read_bytes())
    content[-1] ^= 1
    files.write_bytes(content)


def note_again(made):
    """Changed, and the manifest with it."""
    change(made)
    told = json.loads((made / "manifest.json").read_text())
    told["is"]["parts"]["files.tar"] = backups._measure(made / "files.tar")
    (made / "manifest.json").write_text(json.dumps(told))


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (cut_off, "bytes, not"),
        (change, "files.tar was changed"),
        (note_again, "manifest.json was changed"),
        (lambda made: (made / "files.tar").unlink(), "files.tar is missing"),
        (lambda made: (made / "manifest.json").write_text("{}"), "is no backup"),
        (shutil.rmtree, "is no backup"),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_restore_of_a_backup_that_is_not_what_it_was_is_refused_in_words(
    backup, settings, harm, words
):
    settings.BACKUP_KEY = KEY if harm is note_again else ""
    made = backup()
    harm(made)

    with pytest.raises(backups.Refused, match=words):
        restoring.restore(made)


@pytest.mark.parametrize(
    ("with_key", "without", "words"),
    [(KEY, "", "needs BACKUP_KEY"), ("", KEY, "made without"), (KEY, "another", "is not the key")],
)
def test_restore_with_another_key_is_refused_in_words(backup, settings, with_key, without, words):
    settings.BACKUP_KEY = with_key
    made = backup()
    settings.BACKUP_KEY = without

    with pytest.raises(backups.Refused, match=words):
        backups.check(made)


def test_restore_into_a_database_at_work_is_refused(backup):
    with pytest.raises(backups.Refused, match="not empty"):
        restoring.restore(backup())


def test_backup_that_fails_leaves_nothing_and_keeps_the_others(backup, folder, monkeypatch):
    made = backup()

    def fail(part):
        part.write_bytes(b"half")
        raise backups.Refused("pg_dump: no space left on device")

    monkeypatch.setattr(backups, "_save_files", fail)
    with pytest.raises(CommandError, match="no space left"):
        call_command("backup", keep=1)

    assert list(folder.iterdir()) == [made]


def test_backup_keeps_the_newest_and_leaves_other_things_alone(backup, folder, today):
    today("2026-03-01")
    (folder / "notes").mkdir(parents=True)
    days = ["2026-03-02", "2026-03-03", "2026-03-04"]
    for day in days:
        today(day)
        backup(keep=2)

    kept = sorted(each.name for each in folder.iterdir())
    assert kept == ["2026-03-03T110000Z", "2026-03-04T110000Z", "notes"]


# --- What lies in the rows --------------------------------------------------------------------


def test_every_file_field_of_ours_is_held_against_its_digest():
    fields = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        if model.__module__.split(".")[0] in ("accounts", "trainees", "placements", "assessment")
        or model.__module__.startswith("imyportal")
        for field in model._meta.get_fields()
        if isinstance(field, models.FileField)
    }

    assert fields <= {(label, names[0]) for label, names in restoring.KEPT.items()}


@pytest.mark.parametrize(
    ("harm", "fault"),
    [
        (lambda file: None, []),
        (lambda file: file.write_bytes(b"another paper"), ["is not what was stored."]),
        (lambda file: file.unlink(), ["is missing."]),
    ],
    ids=["whole", "changed", "missing"],
)
def test_look_holds_every_file_against_its_row(media, harm, fault):
    paper = b"%PDF of tests"
    [row] = certificates.request([ready_placement()], by=UserFactory(tutor=True))
    place = f"certificates/{row.number}.pdf"
    (media / "certificates").mkdir()
    (media / place).write_bytes(paper)
    type(row).objects.filter(pk=row.pk).update(
        pdf=place, pdf_digest=hashlib.sha256(paper).hexdigest()
    )
    harm(media / place)

    found = restoring.look()

    assert found.files == 1
    assert [each.split(".pdf ")[1] for each in found.faults] == fault


def test_backup_of_sqlite_comes_back_in_a_new_file(tmp_path):
    """What `make run` serves: other processes, on a file, whatever the tests' own database is."""
    (tmp_path / "media/papers").mkdir(parents=True)
    (tmp_path / "media/papers/a.pdf").write_bytes(b"a paper")

    def manage(database, media, *command):
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=os.environ
            | {
                "DATABASE_URL": f"sqlite:///{tmp_path / database}",
                "MEDIA_ROOT": str(tmp_path / media),
                "BACKUP_DIR": str(tmp_path / "backups"),
                "BACKUP_KEY": KEY,
                "DJANGO_SETTINGS_MODULE": "imyportal.settings",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    manage("old.sqlite3", "media", "migrate", "-v0")
    with closing(sqlite3.connect(tmp_path / "old.sqlite3")) as link, link:
        link.execute("UPDATE auth_group SET name = 'of the old file'")

    manage("old.sqlite3", "media", "backup")
    manage("new.sqlite3", "back", "restore", "newest")

    assert (tmp_path / "back/papers/a.pdf").read_bytes() == b"a paper"
    with closing(sqlite3.connect(tmp_path / "new.sqlite3")) as link:
        assert link.execute("SELECT DISTINCT name FROM auth_group").fetchall() == [
            ("of the old file",)
        ]
