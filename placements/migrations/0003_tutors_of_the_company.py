"""A placement's company tutor works at its company, and stays there: triggers see to it."""

from typing import Any

from django.db import migrations

from imyportal.migrating import RunRules

ELSEWHERE = "The company tutor works at another company."

# Under the share lock nobody moves the tutor before the placement is committed; who is moving them
# is waited for.
POSTGRES = """
CREATE FUNCTION placements_refuse_tutor_elsewhere() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE theirs bigint;
BEGIN
    SELECT company_id INTO theirs FROM placements_companytutor
        WHERE id = NEW.company_tutor_id FOR SHARE;
    IF theirs <> NEW.company_id THEN
        RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION placements_refuse_move_of_tutor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM placements_placement
        WHERE company_tutor_id = NEW.id AND company_id <> NEW.company_id
    ) THEN
        RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""


def _postgres(run: Any) -> None:
    run(POSTGRES, params=None)
    run(
        "CREATE TRIGGER placements_placement_tutor BEFORE INSERT OR UPDATE "
        "OF company_id, company_tutor_id ON placements_placement FOR EACH ROW "
        f"EXECUTE FUNCTION placements_refuse_tutor_elsewhere('{ELSEWHERE}')",
        params=None,
    )
    run(
        "CREATE TRIGGER placements_companytutor_stays BEFORE UPDATE OF company_id "
        "ON placements_companytutor FOR EACH ROW WHEN (OLD.company_id <> NEW.company_id) "
        f"EXECUTE FUNCTION placements_refuse_move_of_tutor('{ELSEWHERE}')",
        params=None,
    )


def _sqlite(run: Any) -> None:
    tutor_elsewhere = (
        "EXISTS (SELECT 1 FROM placements_companytutor t "
        "WHERE t.id = NEW.company_tutor_id AND t.company_id <> NEW.company_id)"
    )
    placed_elsewhere = (
        "EXISTS (SELECT 1 FROM placements_placement p "
        "WHERE p.company_tutor_id = NEW.id AND p.company_id <> NEW.company_id)"
    )
    for name, when, condition in (
        ("placement_tutor_insert", "INSERT ON placements_placement", tutor_elsewhere),
        (
            "placement_tutor_update",
            "UPDATE OF company_id, company_tutor_id ON placements_placement",
            tutor_elsewhere,
        ),
        (
            "companytutor_stays",
            "UPDATE OF company_id ON placements_companytutor",
            placed_elsewhere,
        ),
    ):
        run(
            f"CREATE TRIGGER placements_{name} BEFORE {when} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{ELSEWHERE}'); END",
            params=None,
        )


def create(apps: Any, schema_editor: Any) -> None:
    is_postgres = schema_editor.connection.vendor == "postgresql"
    (_postgres if is_postgres else _sqlite)(schema_editor.execute)


def drop(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    if schema_editor.connection.vendor == "postgresql":
        run("DROP TRIGGER placements_placement_tutor ON placements_placement", params=None)
        run("DROP TRIGGER placements_companytutor_stays ON placements_companytutor", params=None)
        run(
            "DROP FUNCTION placements_refuse_tutor_elsewhere, placements_refuse_move_of_tutor",
            params=None,
        )
    else:
        for name in ("placement_tutor_insert", "placement_tutor_update", "companytutor_stays"):
            run(f"DROP TRIGGER placements_{name}", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0002_signed_weeks_are_locked"),
    ]
    operations = [RunRules(create, drop)]
