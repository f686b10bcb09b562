"""Changing the tables of a database that is at work, and who may do what to them.

A change that waits for a lock makes everybody else wait behind it. So it waits for a moment only,
lets the others pass, and tries again.
"""

import logging
import time
from collections.abc import Callable

from django.db import OperationalError, connection, transaction

logger = logging.getLogger(__name__)

LOCK_WAIT = "300ms"  # so long a page may have to wait behind a change
TRIES = 100
PAUSE = 1.0  # seconds between two tries
_LOCK_NOT_AVAILABLE = "55P03"
_ONE_AT_A_TIME = 0x494D5955  # of PostgreSQL's advisory locks

APP, READ = "imy_app", "imy_read"  # made by deploy/database/roles.sh
# Written once, by triggers too: imy_app adds rows and never changes them. It may delete what these triggers
# let go, which ask how old a row is, the retention rules and legal holds.
NEVER_CHANGED = (
    "imyportal_auditevent",
    "imyportal_auditseal",
    "imyportal_change",
    "assessment_signedresult",
    "placements_reportacknowledgement",
    "placements_contactnote",
    "placements_incidentnotice",
    "placements_incidentpaper",
    "placements_incidentstep",
    "placements_incidentstepdone",
    "trainees_breach",
    "trainees_breachmeasure",
    "trainees_breachnotice",
    "trainees_breachreply",
)
ONLY_READ = ("django_migrations",)


def patiently(change: Callable[[], None], *, pause: float = PAUSE) -> int:
    """Run `change`; when it did not get its locks in 300 ms, again after a pause. How many tries.

    `change` must leave nothing behind when it fails, as a migration does, or go on from there.
    Raises `OperationalError` after a hundred tries, or at once when the reason was another.
    """
    if connection.vendor != "postgresql":
        change()
        return 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_ONE_AT_A_TIME])
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LOCK_WAIT])
    try:
        return _until_done(change, pause)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', '0', false)")
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_ONE_AT_A_TIME])


def _until_done(change: Callable[[], None], pause: float) -> int:
    for number in range(1, TRIES + 1):
        try:
            change()
        except OperationalError as error:
            if getattr(error.__cause__, "pgcode", "") != _LOCK_NOT_AVAILABLE or number == TRIES:
                raise
            logger.warning("a table is busy, try %d of %d follows", number + 1, TRIES)
            time.sleep(pause)
        else:
            break
    return number


@transaction.atomic
def grant() -> bool:
    """Give the roles of pages and backups what they need of every table, and no more.

    False where these roles do not exist: on SQLite, or with one role for everything.
    """
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname IN (%s, %s)", [APP, READ])
        if cursor.fetchone()[0] < 2:
            return False
        tables = connection.introspection.table_names(cursor)
        cursor.execute(
            f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {APP}, {READ};"
            f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {APP}, {READ};"
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP};"
            f"GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {READ};"
        )
        for table in sorted({*tables} - {*ONLY_READ}):
            rights = "INSERT, DELETE" if table in NEVER_CHANGED else "INSERT, UPDATE, DELETE"
            cursor.execute(f"GRANT {rights} ON {connection.ops.quote_name(table)} TO {APP}")
    return True
