"""Contacts are never deleted; notes, incidents and their rows are never changed: triggers see to it."""

from typing import Any

from django.db import migrations

from imyportal.migrating import RunRules

CONTACT = "Contacts are kept; add a note."
INCIDENT = "Incidents and what was written about them are kept as they are."
CLOSED = "A closed incident is kept as it is."
BELOW = ("placements_incidentnotice", "placements_incidentstep", "placements_incidentpaper")
FIXED = (
    "trainee_id", "kind", "severity", "happened_at", "place", "text", "known_at", "by_id",
    "reported_at",
)  # fmt: skip
CHANGED = " OR ".join(
    [
        "OLD.closed_at IS NOT NULL",
        "OLD.spared_because <> '' AND NEW.spared_because <> OLD.spared_because",
        *(f"NEW.{name} <> OLD.{name}" for name in FIXED),
    ]
)
IS_CLOSED = (
    "EXISTS (SELECT 1 FROM placements_incident i "
    "WHERE i.id = NEW.incident_id AND i.closed_at IS NOT NULL)"
)
# table, event, condition, message
RULES = [
    ("placements_contact", "DELETE", "", CONTACT),
    (
        "placements_contact",
        "UPDATE",
        "NEW.by_id <> OLD.by_id OR NEW.logged_at <> OLD.logged_at",
        CONTACT,
    ),
    *(("placements_contactnote", event, "", CONTACT) for event in ("UPDATE", "DELETE")),
    ("placements_incident", "DELETE", "", INCIDENT),
    ("placements_incident", "UPDATE", CHANGED, INCIDENT),
    *((table, event, "", INCIDENT) for table in BELOW for event in ("UPDATE", "DELETE")),
]

POSTGRES_FUNCTION = f"""
CREATE FUNCTION placements_refuse_closed_incident() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {IS_CLOSED} THEN
        RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""


def create(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    is_postgres = schema_editor.connection.vendor == "postgresql"
    if is_postgres:
        run(POSTGRES_FUNCTION, params=None)
    for table, event, condition, message in RULES:
        head = f"CREATE TRIGGER {table}_kept_{event.lower()} BEFORE {event} ON {table}"
        when = f"WHEN ({condition})" if condition else ""
        if is_postgres:
            run(f"{head} FOR EACH ROW {when} EXECUTE FUNCTION placements_refuse('{message}')", None)
        else:
            run(f"{head} {when} BEGIN SELECT RAISE(ABORT, '{message}'); END", None)
    for table in BELOW:
        head = f"CREATE TRIGGER {table}_kept_insert BEFORE INSERT ON {table}"
        if is_postgres:
            function = f"placements_refuse_closed_incident('{CLOSED}')"
            run(f"{head} FOR EACH ROW EXECUTE FUNCTION {function}", None)
        else:
            run(f"{head} WHEN {IS_CLOSED} BEGIN SELECT RAISE(ABORT, '{CLOSED}'); END", None)


def drop(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    is_postgres = schema_editor.connection.vendor == "postgresql"
    every = [(table, event) for table, event, *_ in RULES] + [(table, "INSERT") for table in BELOW]
    for table, event in every:
        on = f" ON {table}" if is_postgres else ""
        run(f"DROP TRIGGER IF EXISTS {table}_kept_{event.lower()}{on}", None)
    if is_postgres:
        run("DROP FUNCTION placements_refuse_closed_incident", None)


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0014_absences_known"),
    ]
    operations = [RunRules(create, drop)]
