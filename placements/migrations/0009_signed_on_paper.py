"""Weeks signed by hand: the date on the paper and its scan; further scans that are never taken away."""

from typing import Any

from django.db import migrations

from imyportal.migrating import RunRules

KEPT = "Signatures and corrections are kept as they are."
SCANS, SIGNATURES = "placements_signaturescan", "placements_weeksignature"


def create(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    if schema_editor.connection.vendor == "postgresql":
        run(
            f"CREATE TRIGGER {SCANS}_locked BEFORE UPDATE OR DELETE ON {SCANS} FOR EACH ROW "
            f"EXECUTE FUNCTION placements_refuse('{KEPT}')",
            params=None,
        )
        return
    # SQLite makes a table anew for a constraint, and its triggers are gone with the old one.
    for table in (SCANS, SIGNATURES):
        for event in ("update", "delete"):
            run(
                f"CREATE TRIGGER IF NOT EXISTS {table}_locked_{event} BEFORE {event.upper()} ON "
                f"{table} BEGIN SELECT RAISE(ABORT, '{KEPT}'); END",
                params=None,
            )


def drop(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    if schema_editor.connection.vendor == "postgresql":
        run(f"DROP TRIGGER IF EXISTS {SCANS}_locked ON {SCANS}", params=None)
        return
    for event in ("update", "delete"):
        run(f"DROP TRIGGER IF EXISTS {SCANS}_locked_{event}", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("imyportal", "0001_ground"),
        ("placements", "0006_chart_print"),
    ]

    operations = [
        RunRules(create, drop),
    ]
