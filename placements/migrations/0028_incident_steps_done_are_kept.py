"""That a step of an incident was done is kept as it is, and a closed one takes no more: triggers see to it."""

from typing import Any

from django.db import migrations

from imyportal.migrating import RunRules

TABLE = "placements_incidentstepdone"
KEPT = "Incidents and what was written about them are kept as they are."
CLOSED = "A closed incident is kept as it is."
IS_CLOSED = (
    "EXISTS (SELECT 1 FROM placements_incident i JOIN placements_incidentstep s "
    "ON s.incident_id = i.id WHERE s.id = NEW.step_id AND i.closed_at IS NOT NULL)"
)
FUNCTION = f"""
CREATE FUNCTION placements_refuse_done_of_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {IS_CLOSED} THEN
        RAISE EXCEPTION '{CLOSED}' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""


def create(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    is_postgres = schema_editor.connection.vendor == "postgresql"
    for event in ("UPDATE", "DELETE"):
        head = f"CREATE TRIGGER {TABLE}_kept_{event.lower()} BEFORE {event} ON {TABLE}"
        if is_postgres:
            run(f"{head} FOR EACH ROW EXECUTE FUNCTION placements_refuse('{KEPT}')", None)
        else:
            run(f"{head} BEGIN SELECT RAISE(ABORT, '{KEPT}'); END", None)
    head = f"CREATE TRIGGER {TABLE}_kept_insert BEFORE INSERT ON {TABLE}"
    if is_postgres:
        run(FUNCTION, None)
        run(f"{head} FOR EACH ROW EXECUTE FUNCTION placements_refuse_done_of_closed()", None)
    else:
        run(f"{head} WHEN {IS_CLOSED} BEGIN SELECT RAISE(ABORT, '{CLOSED}'); END", None)


def drop(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    is_postgres = schema_editor.connection.vendor == "postgresql"
    for event in ("update", "delete", "insert"):
        run(
            f"DROP TRIGGER IF EXISTS {TABLE}_kept_{event}{f' ON {TABLE}' if is_postgres else ''}",
            None,
        )
    if is_postgres:
        run("DROP FUNCTION placements_refuse_done_of_closed", None)


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0026_another_day_is_proposed"),
    ]
    operations = [RunRules(create, drop)]
