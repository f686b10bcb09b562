"""What must hold of a set of objectives; and that one in use never changes: triggers see to it."""

from typing import Any

from django.db import migrations

from imyportal.migrating import RunRules

FROZEN = "A set of objectives in use never changes; make a new version."
KEPT = "A placement keeps the version it began with."
NOT_IN_USE = "Only a set in use can be observed."
SEEN = "('in_use', 'replaced')"

CHANGED = (
    f"OLD.state IN {SEEN} AND (NEW.state NOT IN {SEEN} OR NEW.kind <> OLD.kind"
    " OR NEW.version <> OLD.version OR NEW.title <> OLD.title OR NEW.field <> OLD.field"
    " OR COALESCE(NEW.group_id, 0) <> COALESCE(OLD.group_id, 0)"
    " OR COALESCE(NEW.organisation_id, 0) <> COALESCE(OLD.organisation_id, 0))"
)

# table, event, condition on the old and new row, message
RULES = [
    (
        "assessment_objectiveset",
        "UPDATE",
        CHANGED,
        FROZEN,
    ),
    ("assessment_objectiveset", "DELETE", f"OLD.state IN {SEEN}", FROZEN),
    ("assessment_placementset", "UPDATE", "TRUE", KEPT),
]
SET_IN_USE = (
    "EXISTS (SELECT 1 FROM assessment_objectiveset s"
    " WHERE s.id = {row}.set_id AND s.state IN ('in_use', 'replaced'))"
)
SET_OF_OBJECTIVE_IN_USE = (
    "EXISTS (SELECT 1 FROM assessment_objective o JOIN assessment_objectiveset s ON s.id = o.set_id"
    " WHERE o.id = {row}.objective_id AND s.state IN ('in_use', 'replaced'))"
)
PARTS = [("assessment_objective", SET_IN_USE), ("assessment_indicator", SET_OF_OBJECTIVE_IN_USE)]
IS_OF_A_SET_IN_USE = (
    "EXISTS (SELECT 1 FROM assessment_objectiveset s WHERE s.id = NEW.set_id"
    " AND s.kind = NEW.kind AND s.state IN ('in_use', 'replaced'))"
)

PART_FUNCTION = """
CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND {old} OR TG_OP <> 'DELETE' AND {new} THEN
        RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER {table}_frozen BEFORE INSERT OR UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_refuse();
"""
REFUSE_FUNCTION = f"""
CREATE FUNCTION assessment_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation';
END $$;
CREATE FUNCTION assessment_placementset_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT {IS_OF_A_SET_IN_USE} THEN
        RAISE EXCEPTION '{NOT_IN_USE}' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assessment_placementset_begun BEFORE INSERT ON assessment_placementset
FOR EACH ROW EXECUTE FUNCTION assessment_placementset_refuse();
"""


def _postgres(schema_editor: Any) -> None:
    run = schema_editor.execute
    run(REFUSE_FUNCTION, params=None)
    for table, condition in PARTS:
        old, new = condition.format(row="OLD"), condition.format(row="NEW")
        run(PART_FUNCTION.format(table=table, old=old, new=new, message=FROZEN), params=None)
    for table, event, condition, message in RULES:
        run(
            f"CREATE TRIGGER {table}_frozen_{event.lower()} BEFORE {event} ON {table} "
            f"FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION assessment_refuse('{message}')",
            params=None,
        )


def _sqlite(schema_editor: Any) -> None:
    def trigger(table: str, event: str, condition: str, message: str) -> None:
        schema_editor.execute(
            f"CREATE TRIGGER {table}_frozen_{event.lower()} BEFORE {event} ON {table} "
            f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END",
            params=None,
        )

    for table, event, condition, message in RULES:
        trigger(table, event, condition.replace("TRUE", "1"), message)
    for table, condition in PARTS:
        for event, rows in (("INSERT", ["NEW"]), ("UPDATE", ["OLD", "NEW"]), ("DELETE", ["OLD"])):
            trigger(table, event, " OR ".join(condition.format(row=row) for row in rows), FROZEN)
    trigger("assessment_placementset", "INSERT", f"NOT {IS_OF_A_SET_IN_USE}", NOT_IN_USE)


def create(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        _postgres(schema_editor)
    else:
        _sqlite(schema_editor)


def drop(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    tables = ["assessment_objectiveset", "assessment_placementset", *(each for each, _ in PARTS)]
    if schema_editor.connection.vendor != "postgresql":
        for table in tables:
            for event in ("insert", "update", "delete"):
                run(f"DROP TRIGGER IF EXISTS {table}_frozen_{event}", params=None)
        return
    for table, event, _condition, _message in RULES:
        run(f"DROP TRIGGER {table}_frozen_{event.lower()} ON {table}", params=None)
    for table, _condition in PARTS:
        run(f"DROP TRIGGER {table}_frozen ON {table}", params=None)
        run(f"DROP FUNCTION {table}_refuse", params=None)
    run("DROP TRIGGER assessment_placementset_begun ON assessment_placementset", params=None)
    run("DROP FUNCTION assessment_placementset_refuse, assessment_refuse", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0012_badge_levels"),
    ]

    operations = [
        RunRules(create, drop),
    ]
