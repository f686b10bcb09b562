"""Audit events and their seals are written once: triggers refuse to change or delete them."""

from typing import Any

from django.db import migrations

from imyportal.migrating import RunRules

TABLES = ["imyportal_auditevent", "imyportal_auditseal"]
KEPT = "The audit trail is kept as it was written."

# An empty table may be emptied: there is nothing to lose.
POSTGRES_FUNCTION = """
CREATE FUNCTION imyportal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE filled boolean := TRUE;
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I.%I)', TG_TABLE_SCHEMA, TG_TABLE_NAME)
            INTO filled;
    END IF;
    IF filled THEN
        RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
"""


def _postgres(run: Any) -> None:
    run(POSTGRES_FUNCTION, params=None)
    for table in TABLES:
        run(
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION imyportal_append_only('{KEPT}')",
            params=None,
        )
        run(
            f"CREATE TRIGGER {table}_kept_whole BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION imyportal_append_only('{KEPT}')",
            params=None,
        )


def _sqlite(run: Any) -> None:
    for table in TABLES:
        for event in ("UPDATE", "DELETE"):
            run(
                f"CREATE TRIGGER {table}_kept_{event.lower()} BEFORE {event} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{KEPT}'); END",
                params=None,
            )


def create(apps: Any, schema_editor: Any) -> None:
    is_postgres = schema_editor.connection.vendor == "postgresql"
    (_postgres if is_postgres else _sqlite)(schema_editor.execute)


def drop(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    for table in TABLES:
        if schema_editor.connection.vendor == "postgresql":
            run(f"DROP TRIGGER {table}_kept ON {table}", params=None)
            run(f"DROP TRIGGER {table}_kept_whole ON {table}", params=None)
        else:
            run(f"DROP TRIGGER {table}_kept_update", params=None)
            run(f"DROP TRIGGER {table}_kept_delete", params=None)
    if schema_editor.connection.vendor == "postgresql":
        run("DROP FUNCTION imyportal_append_only", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("imyportal", "0002_cache_table"),
    ]
    operations = [RunRules(create, drop)]
