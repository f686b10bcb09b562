"""Articles are found by their words: each database keeps an index of its own of the texts.

PostgreSQL computes a column: the words as the text's language bends them, and once more as they are
written, without accents. SQLite has a table of its full-text search beside the texts, which triggers
keep; whoever makes the table of texts anew there makes the triggers anew, too.
"""

import unicodedata
from typing import Any

from django.db import migrations

from imyportal.migrating import RunRules

TABLE, INDEX = "helpdesk_articletext", "helpdesk_articlesearch"
CONFIGURATIONS = {
    "en": "english",
    "it": "italian",
    "de": "german",
    "es": "spanish",
    "fr": "french",
    "hu": "hungarian",
}
PARTS = {"title": "A", "short": "B", "more": "D"}
PAIRS = {"ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "þ": "th", "Þ": "th"}
ALONE = dict(zip("đĐðÐħĦıłŁøØŧŦ", "ddddhhillootT".lower(), strict=True))


def _plain() -> str:
    """The function that takes accents away, as `imyportal.spelling.plain` does."""
    letters = dict(ALONE)
    for sign in map(chr, [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]):
        letter = unicodedata.normalize("NFD", sign)[0]
        if letter.isascii() and letter != sign:
            letters[sign] = letter
    text = f"translate($1, '{''.join(letters)}', '{''.join(letters.values())}')"
    for sign, pair in PAIRS.items():
        text = f"replace({text}, '{sign}', '{pair}')"
    return f"lower({text})"


def _vector() -> str:
    cases = " ".join(f"WHEN '{code}' THEN '{name}'::regconfig" for code, name in CONFIGURATIONS.items())
    bent = f"CASE language {cases} ELSE 'simple'::regconfig END"
    return " || ".join(
        f"setweight(to_tsvector({bent}, {part}), '{weight}')"
        f" || setweight(to_tsvector('simple'::regconfig, helpdesk_plain({part})), '{weight}')"
        for part, weight in PARTS.items()
    )


def _taken_apart(column: str) -> str:
    """What SQLite's own tokenizer does not take apart."""
    for sign, plain in (dict(zip("łŁđĐøØ", "lLdDoO", strict=True)) | PAIRS).items():
        column = f"replace({column}, '{sign}', '{plain}')"
    return column


def _values(row: str) -> str:
    return ", ".join([f"{row}.id", *(_taken_apart(f"{row}.{part}") for part in PARTS)])


INTO = f"INSERT INTO {INDEX}"
NAMES = "rowid, title, short, more"
FORGET = " ".join([INTO, f"({INDEX}, {NAMES})", f"VALUES ('delete', {_values('OLD')});"])
LEARN = " ".join([INTO, f"({NAMES})", f"VALUES ({_values('NEW')});"])
VIRTUAL = (
    f"CREATE VIRTUAL TABLE {INDEX} USING fts5(title, short, more, content='', "
    "tokenize='unicode61 remove_diacritics 2', prefix='2 3 4')"
)
SQLITE = [
    VIRTUAL,
    f"CREATE TRIGGER {INDEX}_insert AFTER INSERT ON {TABLE} BEGIN {LEARN} END",
    f"CREATE TRIGGER {INDEX}_update AFTER UPDATE ON {TABLE} BEGIN {FORGET} {LEARN} END",
    f"CREATE TRIGGER {INDEX}_delete AFTER DELETE ON {TABLE} BEGIN {FORGET} END",
]


def create(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    if schema_editor.connection.vendor == "postgresql":
        run(
            "CREATE FUNCTION helpdesk_plain(text) RETURNS text "
            f"LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT {_plain()} $$",
            None,
        )
        run(f"ALTER TABLE {TABLE} ADD search tsvector GENERATED ALWAYS AS ({_vector()}) STORED", None)
        run(f"CREATE INDEX {INDEX} ON {TABLE} USING gin (search)", None)
        return
    for statement in SQLITE:
        run(statement, None)


def drop(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    if schema_editor.connection.vendor == "postgresql":
        run(f"ALTER TABLE {TABLE} DROP search", None)
        run("DROP FUNCTION helpdesk_plain", None)
        return
    for event in ("insert", "update", "delete"):
        run(f"DROP TRIGGER {INDEX}_{event}", None)
    run(f"DROP TABLE {INDEX}", None)


class Migration(migrations.Migration):
    dependencies = [
        ("helpdesk", "0005_answers"),
    ]
    operations = [RunRules(create, drop)]
