"""A visit keeps to one school, and is locked once it took place or was cancelled: triggers see to it."""

from typing import Any

from django.db import migrations

from imyportal.migrating import RunRules

LOCKED = "A visit that took place or was cancelled is kept as it is."
SCHOOL = "Who comes along belongs to the school whose trainees are visited."
GROUP = "The group is of another school."
COMPANY = "This tutor works for another company."

IS_OVER = (
    "EXISTS (SELECT 1 FROM placements_visit v "
    "WHERE v.id = {row}.visit_id AND v.state IN ('done', 'cancelled'))"
)
OTHER_SCHOOL = (
    "NOT EXISTS (SELECT 1 FROM trainees_sendingtutor t JOIN placements_visit v "
    "ON v.organisation_id = t.organisation_id WHERE t.id = NEW.tutor_id AND v.id = NEW.visit_id)"
)
OTHER_GROUP = (
    "NEW.group_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM trainees_group g "
    "WHERE g.id = NEW.group_id AND g.organisation_id = NEW.organisation_id)"
)
OTHER_COMPANY = (
    "NOT EXISTS (SELECT 1 FROM placements_companytutor t "
    "WHERE t.id = NEW.company_tutor_id AND t.company_id = NEW.company_id)"
)
WAS_OVER = "OLD.state IN ('done', 'cancelled')"

# name, table, event, condition, message
RULES = [
    ("visit_locked_update", "placements_visit", "UPDATE", WAS_OVER, LOCKED),
    ("visit_locked_delete", "placements_visit", "DELETE", WAS_OVER, LOCKED),
    (
        "visit_school_update",
        "placements_visit",
        "UPDATE",
        "NEW.organisation_id <> OLD.organisation_id",
        SCHOOL,
    ),
    *(
        (f"{table}_locked_{event.lower()}", f"placements_{table}", event, IS_OVER.format(row=row), LOCKED)
        for table in ("visitguest", "visitstop")
        for event, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
    ),
    *(
        (f"{table}_{name}_{event.lower()}", f"placements_{table}", event, condition, message)
        for table, name, condition, message in (
            ("visit", "group", OTHER_GROUP, GROUP),
            ("visitguest", "school", OTHER_SCHOOL, SCHOOL),
            ("visitstop", "company", OTHER_COMPANY, COMPANY),
        )
        for event in ("INSERT", "UPDATE")
    ),
]  # fmt: skip


def create(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    is_postgres = schema_editor.connection.vendor == "postgresql"
    for name, table, event, condition, message in RULES:
        head = f"CREATE TRIGGER placements_{name} BEFORE {event} ON {table}"
        if not is_postgres:
            run(f"{head} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END", None)
            continue
        run(
            f"CREATE FUNCTION placements_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {condition} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; "
            f"END IF; RETURN {'OLD' if event == 'DELETE' else 'NEW'}; END $$",
            None,
        )
        run(f"{head} FOR EACH ROW EXECUTE FUNCTION placements_{name}()", None)


def drop(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    is_postgres = schema_editor.connection.vendor == "postgresql"
    for name, table, *_rest in RULES:
        run(
            f"DROP TRIGGER IF EXISTS placements_{name}{f' ON {table}' if is_postgres else ''}", None
        )
        if is_postgres:
            run(f"DROP FUNCTION IF EXISTS placements_{name}()", None)


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0019_coordinators_see_incidents"),
        ("trainees", "0001_ground"),
    ]
    operations = [RunRules(create, drop)]
