"""What is written about house rules is never changed, and nobody skips a rung unseen: triggers see to it."""

from typing import Any

from django.db import migrations

from imyportal.migrating import RunRules

KEPT = "What was written about house rules is kept as it is."
LADDER = "This measure does not stand on the rung where the trainee stood."
TABLES = (
    "trainees_breach", "trainees_breachmeasure", "trainees_breachreply", "trainees_breachnotice",
)  # fmt: skip
WRONG = (
    "NEW.after <> (SELECT COALESCE(MAX(m.rung), 0) FROM trainees_breachmeasure m "
    "JOIN trainees_breach b ON b.id = m.breach_id WHERE b.trainee_id = "
    "(SELECT trainee_id FROM trainees_breach WHERE id = NEW.breach_id))"
)

POSTGRES_FUNCTION = f"""
CREATE FUNCTION trainees_refuse_wrong_rung() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {WRONG} THEN
        RAISE EXCEPTION '{LADDER}' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""


def create(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    is_postgres = schema_editor.connection.vendor == "postgresql"
    for table in TABLES:
        for event in ("UPDATE", "DELETE"):
            head = f"CREATE TRIGGER {table}_kept_{event.lower()} BEFORE {event} ON {table}"
            if is_postgres:
                run(f"{head} FOR EACH ROW EXECUTE FUNCTION imyportal_append_only('{KEPT}')", None)
            else:
                run(f"{head} BEGIN SELECT RAISE(ABORT, '{KEPT}'); END", None)
    head = "CREATE TRIGGER trainees_breachmeasure_ladder BEFORE INSERT ON trainees_breachmeasure"
    if is_postgres:
        run(POSTGRES_FUNCTION, None)
        run(f"{head} FOR EACH ROW EXECUTE FUNCTION trainees_refuse_wrong_rung()", None)
    else:
        run(f"{head} WHEN {WRONG} BEGIN SELECT RAISE(ABORT, '{LADDER}'); END", None)


def drop(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    is_postgres = schema_editor.connection.vendor == "postgresql"
    names = [(table, f"{table}_kept_{event}") for table in TABLES for event in ("update", "delete")]
    for table, name in [*names, ("trainees_breachmeasure", "trainees_breachmeasure_ladder")]:
        run(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if is_postgres else ""), None)
    if is_postgres:
        run("DROP FUNCTION trainees_refuse_wrong_rung", None)


class Migration(migrations.Migration):
    dependencies = [
        ("imyportal", "0004_audit_is_append_only"),
        ("trainees", "0017_welcome_topics"),
    ]
    operations = [RunRules(create, drop)]
