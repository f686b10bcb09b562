"""A released report, its lines and who acknowledged it cannot be changed: triggers see to it."""

from typing import Any

from django.db import migrations

from imyportal.migrating import RunRules

KEPT = "A released report is kept as it is; write a new version."
IS_RELEASED = (
    "EXISTS (SELECT 1 FROM placements_weeklyreport r "
    "WHERE r.id = {row}.report_id AND r.released_at IS NOT NULL)"
)
LINES = {"INSERT": ["NEW"], "UPDATE": ["OLD", "NEW"], "DELETE": ["OLD"]}
# Of the same group and week, and released itself.
OF_ANOTHER = (
    "NEW.supersedes_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM placements_weeklyreport r "
    "WHERE r.id = NEW.supersedes_id AND r.group_id = NEW.group_id AND r.monday = NEW.monday "
    "AND r.released_at IS NOT NULL)"
)
OTHER = "A version follows a released one of the same group and week."

POSTGRES_FUNCTIONS = """
CREATE FUNCTION placements_refuse_released_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND {old} OR TG_OP <> 'DELETE' AND {new} THEN
        RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION placements_refuse_strange_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {other} THEN
        RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
""".format(old=IS_RELEASED.format(row="OLD"), new=IS_RELEASED.format(row="NEW"), other=OF_ANOTHER)


def _rules() -> list[tuple[str, str, str, str, str]]:
    """Table, event, condition, function of PostgreSQL, message."""
    rules = [
        (
            "placements_weeklyreport", event, "OLD.released_at IS NOT NULL",
            "placements_refuse", KEPT,
        )
        for event in ("UPDATE", "DELETE")
    ]  # fmt: skip
    rules += [
        ("placements_reportacknowledgement", event, "", "placements_refuse", KEPT)
        for event in ("UPDATE", "DELETE")
    ]
    rules += [
        (
            "placements_reportline", event, " OR ".join(IS_RELEASED.format(row=row) for row in rows),
            "placements_refuse_released_line", KEPT,
        )
        for event, rows in LINES.items()
    ]  # fmt: skip
    strange = ("placements_weeklyreport", "INSERT", OF_ANOTHER)
    return [*rules, (*strange, "placements_refuse_strange_version", OTHER)]


def create(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    is_postgres = schema_editor.connection.vendor == "postgresql"
    if is_postgres:
        run(POSTGRES_FUNCTIONS, params=None)
    for table, event, condition, function, message in _rules():
        trigger = f"CREATE TRIGGER {table}_locked_{event.lower()} BEFORE {event} ON {table}"
        # PostgreSQL asks no other table in WHEN: there the function does.
        when = f"WHEN ({condition})" if condition and "EXISTS" not in condition else ""
        if is_postgres:
            run(f"{trigger} FOR EACH ROW {when} EXECUTE FUNCTION {function}('{message}')", None)
        else:
            when = f"WHEN {condition}" if condition else ""
            run(f"{trigger} {when} BEGIN SELECT RAISE(ABORT, '{message}'); END", None)


def drop(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    is_postgres = schema_editor.connection.vendor == "postgresql"
    for table, event, *_ in _rules():
        on = f" ON {table}" if is_postgres else ""
        run(f"DROP TRIGGER IF EXISTS {table}_locked_{event.lower()}{on}", None)
    if is_postgres:
        run(
            "DROP FUNCTION placements_refuse_released_line, placements_refuse_strange_version", None
        )


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0009_signed_on_paper"),
    ]
    operations = [RunRules(create, drop)]
