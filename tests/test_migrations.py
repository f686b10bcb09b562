"""Migrations that pages of the release before can live with: docs/operations.md, *Upgrade*."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django_migration_linter.sql_analyser import PostgresqlAnalyser, analyse_sql_statements

# The last migration of each room that is released: a database at work has it already.
RELEASED = {
    "accounts": "0008",
    "assessment": "0027",
    "helpdesk": "0004",
    "imyportal": "0014",
    "placements": "0033",
    "trainees": "0031",
}

# What the linter warns of, and why it is no trouble here.
AGREED: dict[str, list[str]] = {
    # Over a column that is new, and so empty.
    "helpdesk.0013_calls_wait_once": ["ADDING unique constraint"],
    "trainees.0039_accompanying_guests": ["ADDING unique constraint"],
    # With the group, which is new and empty: what the release before adds meets nothing there.
    "trainees.0043_guest_files_of_groups": ["ADDING unique constraint"],
}


def troubles(statements):
    errors, _ignored, _warnings = analyse_sql_statements(PostgresqlAnalyser, statements)
    return [issue.message for issue in errors]


@pytest.mark.postgres
def test_new_migration_leaves_the_release_before_at_work(db, capsys):
    wrong = {}
    for app, name in sorted(MigrationLoader(connection).disk_migrations):
        if name[:4] > RELEASED.get(app, "9999"):
            call_command("sqlmigrate", app, name, no_color=True)
            if found := troubles(capsys.readouterr().out.splitlines()):
                wrong[f"{app}.{name}"] = found

    assert wrong == AGREED


@pytest.mark.parametrize(
    ("statement", "is_trouble"),
    [
        ('ALTER TABLE "a" DROP COLUMN "b" CASCADE;', True),
        ('ALTER TABLE "a" RENAME COLUMN "b" TO "c";', True),
        ('ALTER TABLE "a" ADD COLUMN "b" integer NOT NULL;', True),
        ('ALTER TABLE "a" ADD COLUMN "b" integer DEFAULT 1 NOT NULL;', False),
        ('ALTER TABLE "a" ADD COLUMN "b" integer NULL;', False),
    ],
)
def test_linter_knows_what_takes_two_releases(statement, is_trouble):
    assert bool(troubles([statement])) is is_trouble
