"""A day stands beside the answer that proposes it, and beside no other: triggers see to it.

No constraint: on SQLite the table would be made anew, without the triggers it has.
"""

from typing import Any

from django.db import migrations

from imyportal.migrating import RunRules

RULE = "NEW.proposed_on IS NOT NULL AND NEW.answer <> 'other'"
MESSAGE = "Another day is said only by who proposes it."
EVENTS = ["INSERT", "UPDATE"]


def create(apps: Any, schema_editor: Any) -> None:
    is_postgres = schema_editor.connection.vendor == "postgresql"
    for event in EVENTS:
        head = f"CREATE TRIGGER placements_visitstop_day_{event.lower()} BEFORE {event} ON placements_visitstop"
        deed = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        if is_postgres:
            deed = f"EXECUTE FUNCTION placements_refuse('{MESSAGE}')"
        each = "FOR EACH ROW " if is_postgres else ""
        schema_editor.execute(f"{head} {each}WHEN ({RULE}) {deed}", None)


def drop(apps: Any, schema_editor: Any) -> None:
    on = " ON placements_visitstop" if schema_editor.connection.vendor == "postgresql" else ""
    for event in EVENTS:
        name = f"placements_visitstop_day_{event.lower()}"
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}", None)


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0024_what_was_said_is_kept"),
    ]
    operations = [RunRules(create, drop)]
