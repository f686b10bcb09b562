"""What somebody agreed to is never changed; its end is added once: triggers see to it."""

from typing import Any

from django.db import migrations

from imyportal.migrating import RunRules

TABLE = "trainees_consent"
KEPT = "A consent is kept as it was given; only its end is added."
FIXED = [
    "trainee_id", "purpose", "giver", "agrees", "name", "how", "text_version", "language",
    "said_on", "at", "user_id", "link_id", "scan_id",
]  # fmt: skip


def create(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    if schema_editor.connection.vendor == "postgresql":
        changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in FIXED)
        run(
            f"CREATE TRIGGER {TABLE}_kept BEFORE UPDATE ON {TABLE} FOR EACH ROW "
            f"WHEN (OLD.withdrawn_at IS NOT NULL OR {changed}) "
            f"EXECUTE FUNCTION imyportal_append_only('{KEPT}')",
            params=None,
        )
        return
    changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in FIXED)
    run(
        f"CREATE TRIGGER {TABLE}_kept BEFORE UPDATE ON {TABLE} "
        f"WHEN OLD.withdrawn_at IS NOT NULL OR {changed} "
        f"BEGIN SELECT RAISE(ABORT, '{KEPT}'); END",
        params=None,
    )


def drop(apps: Any, schema_editor: Any) -> None:
    where = f" ON {TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER {TABLE}_kept{where}", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("imyportal", "0004_audit_is_append_only"),
        ("trainees", "0005_journey_template"),
    ]
    operations = [RunRules(create, drop)]
