"""When an absence was said, and that an accident is deadly, stays as it is: triggers see to it."""

from typing import Any

from django.db import migrations

from imyportal.migrating import RunRules

# name, table, condition, message
RULES = [
    (
        "absence_said",
        "placements_absence",
        "OLD.said_at IS NOT NULL AND (NEW.said_at IS NULL OR NEW.said_at <> OLD.said_at)",
        "When an absence was said is kept as it is.",
    ),
    (
        "incident_deadly",
        "placements_incident",
        "COALESCE(NEW.is_deadly, false) <> COALESCE(OLD.is_deadly, false)",
        "Incidents and what was written about them are kept as they are.",
    ),
]


def create(apps: Any, schema_editor: Any) -> None:
    is_postgres = schema_editor.connection.vendor == "postgresql"
    for name, table, condition, message in RULES:
        head = f"CREATE TRIGGER placements_{name}_kept BEFORE UPDATE ON {table}"
        deed = f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        if is_postgres:
            deed = f"EXECUTE FUNCTION placements_refuse('{message}')"
        each = "FOR EACH ROW " if is_postgres else ""
        schema_editor.execute(f"{head} {each}WHEN ({condition}) {deed}", None)


def drop(apps: Any, schema_editor: Any) -> None:
    is_postgres = schema_editor.connection.vendor == "postgresql"
    for name, table, *_rest in RULES:
        on = f" ON {table}" if is_postgres else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS placements_{name}_kept{on}", None)


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0022_visits_are_kept"),
    ]
    operations = [RunRules(create, drop)]
