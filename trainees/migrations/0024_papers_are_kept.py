"""What was handed in stays what it was, and belongs to the trainee's own group: triggers see to it."""

from typing import Any

from django.db import migrations

KEPT = "A paper that was handed in is kept as it is."
OTHER = "This paper is asked of another group."

CHANGED = (
    "NEW.trainee_id <> OLD.trainee_id OR NEW.wanted_id <> OLD.wanted_id "
    "OR NEW.file_id <> OLD.file_id OR NEW.handed_in_at <> OLD.handed_in_at "
    "OR NEW.handed_in_by_id <> OLD.handed_in_by_id "
    "OR OLD.delivered_at IS NOT NULL AND (NEW.delivered_at IS NULL "
    "OR NEW.delivered_at <> OLD.delivered_at OR NEW.delivered_by_id <> OLD.delivered_by_id)"
)
OF_OTHER = (
    "NOT EXISTS (SELECT 1 FROM trainees_trainee t JOIN trainees_paperwanted w "
    "ON w.group_id = t.group_id WHERE t.id = NEW.trainee_id AND w.id = NEW.wanted_id)"
)
# name, table, event, condition, message
RULES = [
    ("paperhandin_kept", "paperhandin", "UPDATE", CHANGED, KEPT),
    ("paperhandin_of_group", "paperhandin", "INSERT", OF_OTHER, OTHER),
    ("paperwaiver_of_group", "paperwaiver", "INSERT", OF_OTHER, OTHER),
]


def create(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    is_postgres = schema_editor.connection.vendor == "postgresql"
    for name, table, event, condition, message in RULES:
        head = f"CREATE TRIGGER trainees_{name} BEFORE {event} ON trainees_{table}"
        if not is_postgres:
            run(f"{head} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END", None)
            continue
        run(
            f"CREATE FUNCTION trainees_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {condition} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; "
            "END IF; RETURN NEW; END $$",
            None,
        )
        run(f"{head} FOR EACH ROW EXECUTE FUNCTION trainees_{name}()", None)


def drop(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    is_postgres = schema_editor.connection.vendor == "postgresql"
    for name, table, *_rest in RULES:
        where = f" ON trainees_{table}" if is_postgres else ""
        run(f"DROP TRIGGER IF EXISTS trainees_{name}{where}", None)
        if is_postgres:
            run(f"DROP FUNCTION IF EXISTS trainees_{name}()", None)


class Migration(migrations.Migration):
    dependencies = [
        ("trainees", "0020_coordinators_see_conduct"),
    ]
    operations = [migrations.RunPython(create, drop)]
