"""Results that were signed off stay as they were written: triggers see to it.

Of a sign-off only what is asked of the trainee may change: the remark, and the talk they may wish for.
"""

from typing import Any

from django.db import migrations

from imyportal.migrating import RunRules

KEPT = "Results that were signed off are kept as they are; sign off anew."
SIGNED = "placement_id, moment, signed_at, signed_by_id, supersedes_id, reason"
# table, name of the trigger, event
RULES = [
    ("assessment_signoff", "locked_update", f"UPDATE OF {SIGNED}"),
    ("assessment_signoff", "locked_delete", "DELETE"),
    ("assessment_signedresult", "locked_update", "UPDATE"),
    ("assessment_signedresult", "locked_delete", "DELETE"),
]
# One follows another of the same placement and moment.
OF_ANOTHER = (
    "NEW.supersedes_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM assessment_signoff s "
    "WHERE s.id = NEW.supersedes_id AND s.placement_id = NEW.placement_id AND s.moment = NEW.moment)"
)
OTHER = "A sign-off replaces one of the same placement and moment."

POSTGRES_FUNCTION = f"""
CREATE FUNCTION assessment_check_sign_off() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {OF_ANOTHER} THEN
        RAISE EXCEPTION '{OTHER}' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""


def create(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    on_postgres = schema_editor.connection.vendor == "postgresql"
    for table, name, event in RULES:
        deed = (
            f"FOR EACH ROW EXECUTE FUNCTION placements_refuse('{KEPT}')"
            if on_postgres
            else f"BEGIN SELECT RAISE(ABORT, '{KEPT}'); END"
        )
        run(f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} {deed}", params=None)
    if on_postgres:
        run(POSTGRES_FUNCTION, params=None)
    deed = (
        "FOR EACH ROW EXECUTE FUNCTION assessment_check_sign_off()"
        if on_postgres
        else f"WHEN {OF_ANOTHER} BEGIN SELECT RAISE(ABORT, '{OTHER}'); END"
    )
    run(
        f"CREATE TRIGGER assessment_signoff_follows BEFORE INSERT ON assessment_signoff {deed}",
        params=None,
    )


def drop(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    on_postgres = schema_editor.connection.vendor == "postgresql"
    names = [(table, f"{table}_{name}") for table, name, _event in RULES]
    for table, name in [*names, ("assessment_signoff", "assessment_signoff_follows")]:
        run(f"DROP TRIGGER {name}" + (f" ON {table}" if on_postgres else ""), params=None)
    if on_postgres:
        run("DROP FUNCTION assessment_check_sign_off", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0005_standard_requirements"),
        ("placements", "0002_signed_weeks_are_locked"),
    ]
    operations = [RunRules(create, drop)]
