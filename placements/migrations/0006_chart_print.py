"""Hour charts on paper: what a code says is never changed; a trigger sees to it."""

from typing import Any

from django.db import migrations

from imyportal.migrating import RunRules


TABLE = "placements_chartprint"
KEPT = "What was printed is kept as it is."


def create(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    if schema_editor.connection.vendor == "postgresql":
        run(
            f"CREATE TRIGGER {TABLE}_locked BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW "
            f"EXECUTE FUNCTION placements_refuse('{KEPT}')",
            params=None,
        )
        return
    for event in ("update", "delete"):
        run(
            f"CREATE TRIGGER {TABLE}_locked_{event} BEFORE {event.upper()} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{KEPT}'); END",
            params=None,
        )


def drop(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    if schema_editor.connection.vendor == "postgresql":
        run(f"DROP TRIGGER IF EXISTS {TABLE}_locked ON {TABLE}", params=None)
        return
    for event in ("update", "delete"):
        run(f"DROP TRIGGER IF EXISTS {TABLE}_locked_{event}", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_ground"),
        ("placements", "0005_working_time_limits"),
    ]

    operations = [
        RunRules(create, drop),
    ]
