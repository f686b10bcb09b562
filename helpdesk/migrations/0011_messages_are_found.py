"""Messages are found by their words: each database keeps an index of its own, as of articles (0006).

PostgreSQL has an index over the words as they are written, without accents; it is made beside those who
write. SQLite has a table of its full-text search beside the messages, which triggers keep; whoever makes the
table of messages anew there makes the triggers anew, too. `tickets/finding.py` asks either.
"""

from importlib import import_module
from typing import Any

from django.db import migrations, transaction

from imyportal.migrating import RunRules

TABLE, INDEX = "helpdesk_message", "helpdesk_messagesearch"
# Between them are words: PostgreSQL makes one of a whole address, or of `14:30`.
SIGNS = ".-/@:_&=+~?#;<>,’‘“”„«»…–—"
WORDS = f"to_tsvector('simple'::regconfig, translate(helpdesk_plain(body), '{SIGNS}', '{' ' * len(SIGNS)}'))"
taken_apart = import_module("helpdesk.migrations.0006_answers_are_found")._taken_apart

INTO = f"INSERT INTO {INDEX}"
FORGET = f"{INTO} ({INDEX}, rowid, body) VALUES ('delete', OLD.id, {taken_apart('OLD.body')});"
LEARN = f"{INTO} (rowid, body) VALUES (NEW.id, {taken_apart('NEW.body')});"
FILL = " ".join([INTO, "(rowid, body) SELECT id,", taken_apart("body"), "FROM", TABLE])
VIRTUAL = (
    f"CREATE VIRTUAL TABLE {INDEX} USING fts5(body, content='', "
    "tokenize='unicode61 remove_diacritics 2', prefix='2 3 4')"
)
SQLITE = [
    VIRTUAL,
    FILL,
    f"CREATE TRIGGER {INDEX}_insert AFTER INSERT ON {TABLE} BEGIN {LEARN} END",
    f"CREATE TRIGGER {INDEX}_update AFTER UPDATE OF body ON {TABLE} BEGIN {FORGET} {LEARN} END",
    f"CREATE TRIGGER {INDEX}_delete AFTER DELETE ON {TABLE} BEGIN {FORGET} END",
]
POSTGRES = [
    f"DROP INDEX CONCURRENTLY IF EXISTS {INDEX}",  # of a try that was broken off
    f"CREATE INDEX CONCURRENTLY {INDEX} ON {TABLE} USING gin (({WORDS}))",
]


def create(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRES:
            schema_editor.execute(statement, None)
        return
    with transaction.atomic(using=schema_editor.connection.alias):
        for statement in SQLITE:
            schema_editor.execute(statement, None)


def drop(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    if schema_editor.connection.vendor == "postgresql":
        run(POSTGRES[0], None)
        return
    for event in ("insert", "update", "delete"):
        run(f"DROP TRIGGER {INDEX}_{event}", None)
    run(f"DROP TABLE {INDEX}", None)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("helpdesk", "0010_what_was_made_of_it"),
    ]
    operations = [RunRules(create, drop)]
