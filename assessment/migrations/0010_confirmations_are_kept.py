"""What a company said of a certificate cannot be changed or taken away: triggers see to it."""

from typing import Any

from django.db import migrations

from imyportal.migrating import RunRules

TABLE = "assessment_companyconfirmation"
KEPT = "Confirmations are kept as they are."


def create(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    if schema_editor.connection.vendor == "postgresql":
        run(
            f"CREATE TRIGGER {TABLE}_kept BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW "
            f"EXECUTE FUNCTION placements_refuse('{KEPT}')",
            params=None,
        )
        return
    for event in ("UPDATE", "DELETE"):
        run(
            f"CREATE TRIGGER {TABLE}_kept_{event.lower()} BEFORE {event} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{KEPT}'); END",
            params=None,
        )


def drop(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    if schema_editor.connection.vendor == "postgresql":
        run(f"DROP TRIGGER IF EXISTS {TABLE}_kept ON {TABLE}", params=None)
        return
    for event in ("update", "delete"):
        run(f"DROP TRIGGER IF EXISTS {TABLE}_kept_{event}", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0007_sign_offs_are_locked"),
        ("placements", "0002_signed_weeks_are_locked"),
    ]
    operations = [RunRules(create, drop)]
