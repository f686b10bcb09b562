"""What was signed, by which key and at which place of a list, stays as it is: triggers see to it.

A place that was withdrawn stays withdrawn.
"""

from typing import Any

from django.db import migrations

from imyportal.migrating import RunRules

KEPT = "What was signed is kept as it is."
SIGNED = "award_id, level_id, issued_at, weeks, credential_id, document, digest, jwt, status_id, key_id, jwt_key_id"
GIVEN_BACK = "WHEN (OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS NULL)"
# table, name of the trigger, columns, condition
RULES = [
    ("assessment_badgeissue", "kept", SIGNED, ""),
    ("assessment_badgeaward", "kept", "trainee_id, code, subject", ""),
    ("assessment_issuerkey", "kept", "controller, name, kind, public, valid_from", ""),
    ("assessment_statusentry", "kept", "status_list_id, place", ""),
    ("assessment_statusentry", "withdrawn", "withdrawn_at", GIVEN_BACK),
]


def create(apps: Any, schema_editor: Any) -> None:
    on_postgres = schema_editor.connection.vendor == "postgresql"
    for table, name, columns, condition in RULES:
        deed = (
            f"FOR EACH ROW {condition} EXECUTE FUNCTION placements_refuse('{KEPT}')"
            if on_postgres
            else f"{condition} BEGIN SELECT RAISE(ABORT, '{KEPT}'); END"
        )
        text = f"CREATE TRIGGER {table}_{name} BEFORE UPDATE OF {columns} ON {table} {deed}"
        schema_editor.execute(text, params=None)


def drop(apps: Any, schema_editor: Any) -> None:
    on_postgres = schema_editor.connection.vendor == "postgresql"
    for table, name, _columns, _condition in RULES:
        where = f" ON {table}" if on_postgres else ""
        schema_editor.execute(f"DROP TRIGGER {table}_{name}{where}", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0015_sets_are_frozen"),
        ("placements", "0002_signed_weeks_are_locked"),
    ]
    operations = [RunRules(create, drop)]
