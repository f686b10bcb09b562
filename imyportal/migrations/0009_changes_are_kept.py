"""Changes are written once, as audit events are: triggers refuse to change or delete them."""

from typing import Any

from django.db import migrations

from imyportal.migrating import RunRules

TABLE = "imyportal_change"
KEPT = "Changes are kept as they were written."


def create(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    if schema_editor.connection.vendor != "postgresql":
        for event in ("UPDATE", "DELETE"):
            run(
                f"CREATE TRIGGER {TABLE}_kept_{event.lower()} BEFORE {event} ON {TABLE} "
                f"BEGIN SELECT RAISE(ABORT, '{KEPT}'); END",
                params=None,
            )
        return
    for name, events in (("kept", "UPDATE OR DELETE"), ("kept_whole", "TRUNCATE")):
        each = "STATEMENT" if events == "TRUNCATE" else "ROW"
        run(
            f"CREATE TRIGGER {TABLE}_{name} BEFORE {events} ON {TABLE} "
            f"FOR EACH {each} EXECUTE FUNCTION imyportal_append_only('{KEPT}')",
            params=None,
        )


def drop(apps: Any, schema_editor: Any) -> None:
    on_postgres = schema_editor.connection.vendor == "postgresql"
    names = ("kept", "kept_whole") if on_postgres else ("kept_update", "kept_delete")
    for name in names:
        where = f" ON {TABLE}" if on_postgres else ""
        schema_editor.execute(f"DROP TRIGGER {TABLE}_{name}{where}", params=None)


class Migration(migrations.Migration):
    # Of a database from before the models were written down anew.
    replaces = [
        ("imyportal", "0010_trail_is_who_did_what"),
        ("imyportal", "0011_pulse_and_bounces"),
    ]
    dependencies = [
        ("imyportal", "0004_audit_is_append_only"),
    ]
    operations = [RunRules(create, drop)]
