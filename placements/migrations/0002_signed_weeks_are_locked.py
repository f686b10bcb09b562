"""Signed weeks, their days, signatures and corrections cannot be changed: triggers see to it."""

from typing import Any

from django.db import migrations

from imyportal.migrating import RunRules

LOCKED = "A signed week is locked; write a correction."
KEPT = "Signatures and corrections are kept as they are."

# table, when, condition on the old and new row, message
RULES = [
    (
        "placements_hourweek",
        "UPDATE OR DELETE",
        "OLD.status = 'signed'",
        LOCKED,
    ),
    ("placements_weeksignature", "UPDATE OR DELETE", "TRUE", KEPT),
    ("placements_correction", "UPDATE OR DELETE", "TRUE", KEPT),
]
DAY_IS_LOCKED = "EXISTS (SELECT 1 FROM placements_hourweek w WHERE w.id = {row}.week_id AND w.status = 'signed')"

POSTGRES_FUNCTION = """
CREATE FUNCTION placements_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation';
END $$;
CREATE FUNCTION placements_refuse_signed_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND {old} OR TG_OP <> 'DELETE' AND {new} THEN
        RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
""".format(old=DAY_IS_LOCKED.format(row="OLD"), new=DAY_IS_LOCKED.format(row="NEW"))


def _postgres(schema_editor: Any) -> None:
    run = schema_editor.execute
    run(POSTGRES_FUNCTION, params=None)
    for table, when, condition, message in RULES:
        run(
            f"CREATE TRIGGER {table}_locked BEFORE {when} ON {table} FOR EACH ROW "
            f"WHEN ({condition}) EXECUTE FUNCTION placements_refuse('{message}')",
            params=None,
        )
    run(
        "CREATE TRIGGER placements_workday_locked BEFORE INSERT OR UPDATE OR DELETE "
        f"ON placements_workday FOR EACH ROW EXECUTE FUNCTION placements_refuse_signed_day('{LOCKED}')",
        params=None,
    )


def _sqlite(schema_editor: Any) -> None:
    def trigger(table: str, event: str, condition: str, message: str) -> None:
        schema_editor.execute(
            f"CREATE TRIGGER {table}_locked_{event.lower()} BEFORE {event} ON {table} "
            f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END",
            params=None,
        )

    for table, when, condition, message in RULES:
        for event in when.split(" OR "):
            trigger(table, event, condition.replace("TRUE", "1"), message)
    for event, rows in (("INSERT", ["NEW"]), ("UPDATE", ["OLD", "NEW"]), ("DELETE", ["OLD"])):
        condition = " OR ".join(DAY_IS_LOCKED.format(row=row) for row in rows)
        trigger("placements_workday", event, condition, LOCKED)


def create(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        _postgres(schema_editor)
    else:
        _sqlite(schema_editor)


def drop(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    tables = [table for table, *_ in RULES] + ["placements_workday"]
    if schema_editor.connection.vendor == "postgresql":
        for table in tables:
            run(f"DROP TRIGGER IF EXISTS {table}_locked ON {table}", params=None)
        run("DROP FUNCTION placements_refuse, placements_refuse_signed_day", params=None)
    else:
        for table in tables:
            for event in ("insert", "update", "delete"):
                run(f"DROP TRIGGER IF EXISTS {table}_locked_{event}", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0001_ground"),
    ]
    operations = [RunRules(create, drop)]
