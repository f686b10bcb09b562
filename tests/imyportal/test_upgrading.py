"""imyportal/upgrading.py: a change of a table lets the pages pass."""

import os
import threading
import time
from contextlib import closing
from urllib.parse import unquote

import psycopg2
import pytest
from django.core.management import call_command
from django.db import OperationalError, connection

from imyportal import upgrading

READS = 1.5  # seconds the long reader holds the table


@pytest.fixture
def table(transactional_db):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE busy (id int)")
    yield "busy"
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE busy")


def link():
    folder = unquote(os.environ["DATABASE_URL"].split("@")[1].split("/")[0])
    made = psycopg2.connect(host=folder, user="imy", dbname=connection.settings_dict["NAME"])
    made.autocommit = True
    return made


def write_until(stop, waited):
    """A page that writes all the time; how long each write took goes to `waited`."""
    with closing(link()) as page:
        while not stop.is_set():
            started = time.monotonic()
            page.cursor().execute("INSERT INTO busy VALUES (1)")
            waited.append(time.monotonic() - started)
            time.sleep(0.01)


def change():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE busy ADD COLUMN more int")


@pytest.mark.drill
@pytest.mark.parametrize("patient", [True, False])
def test_change_behind_a_long_reader_lets_live_writes_pass(table, patient):
    reader, stop, waited = link(), threading.Event(), []
    reader.autocommit = False
    reader.cursor().execute("SELECT * FROM busy")
    writer = threading.Thread(target=write_until, args=[stop, waited], daemon=True)
    writer.start()
    threading.Timer(READS, reader.rollback).start()

    try:
        tries = upgrading.patiently(change, pause=0.2) if patient else change()
    finally:
        stop.set()
        writer.join(20)
        reader.close()

    # Without patience every write waits as long as the reader reads: so the drill can fail.
    assert (max(waited) < READS * 0.6) is patient
    assert tries is None or tries > 1


def test_change_that_fails_for_another_reason_fails_at_once(transactional_db):
    tries = []

    def fail():
        tries.append(1)
        raise OperationalError("the disk is full")

    with pytest.raises(OperationalError, match="disk"):
        upgrading.patiently(fail)

    assert tries == [1]


@pytest.mark.postgres
def test_grant_leaves_what_is_written_once_and_what_is_not_theirs(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname IN ('imy_app', 'imy_read')")
        if cursor.fetchone()[0] == 0:
            cursor.execute("CREATE ROLE imy_app")
            cursor.execute("CREATE ROLE imy_read")

    assert upgrading.grant()

    assert may("imy_app", "placements_hourweek") == "DELETE INSERT SELECT UPDATE"
    assert may("imy_app", "imyportal_auditevent") == "DELETE INSERT SELECT"  # once it is due
    assert may("imy_app", "django_migrations") == "SELECT"
    assert may("imy_read", "placements_hourweek") == "SELECT"


def may(role, table):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT privilege_type FROM information_schema.table_privileges"
            " WHERE grantee = %s AND table_name = %s",
            [role, table],
        )
        return " ".join(sorted(row[0] for row in cursor))


def test_upgrade_of_a_database_that_is_up_to_date_says_so(transactional_db, capsys):
    call_command("upgrade_database", verbosity=0)

    assert capsys.readouterr().out.startswith("database: up to date, tries: 1, ")
