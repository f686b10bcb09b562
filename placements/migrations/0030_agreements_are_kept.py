"""What was sent to be signed never changes, nor do signatures and refusals: triggers see to it."""

from typing import Any

from django.db import migrations

FROZEN = "An agreement that was sent never changes; begin a new version."
KEPT = "A signature or refusal is kept as it was given."
OTHER = "This is signed on another content, or by a party that does not sign it."

CHANGED = (
    "OLD.state <> 'draft' AND (NEW.placement_id <> OLD.placement_id OR NEW.kind <> OLD.kind "
    "OR NEW.version <> OLD.version OR NEW.language <> OLD.language OR NEW.digest <> OLD.digest "
    "OR {typed} OR NEW.with_guardian <> OLD.with_guardian OR NEW.sent_at <> OLD.sent_at "
    "OR NEW.state = 'draft')"
)
TYPED = {
    "postgresql": "NEW.typed::text <> OLD.typed::text OR NEW.content::text <> OLD.content::text",
    "sqlite": "NEW.typed <> OLD.typed OR NEW.content <> OLD.content",
}
OF_OTHER = (
    "NOT EXISTS (SELECT 1 FROM placements_agreement a WHERE a.id = NEW.agreement_id "
    "AND a.digest = NEW.digest AND a.state IN ('sent', 'signed') "
    "AND (a.with_guardian OR NEW.party <> 'guardian'))"
)


def rules(vendor: str) -> list[tuple[str, str, str, str, str]]:
    """name, table, event, condition, message"""
    changed = CHANGED.format(typed=TYPED[vendor])
    return [
        ("agreement_frozen", "agreement", "UPDATE", changed, FROZEN),
        ("agreement_not_deleted", "agreement", "DELETE", "OLD.state <> 'draft'", FROZEN),
        ("agreementsignature_of", "agreementsignature", "INSERT", OF_OTHER, OTHER),
        *(
            (f"{table}_{event.lower()}", table, event, "1 = 1", KEPT)
            for table in ("agreementsignature", "agreementrefusal")
            for event in ("UPDATE", "DELETE")
        ),
    ]


def create(apps: Any, schema_editor: Any) -> None:
    run, vendor = schema_editor.execute, schema_editor.connection.vendor
    for name, table, event, condition, message in rules(vendor):
        head = f"CREATE TRIGGER placements_{name} BEFORE {event} ON placements_{table}"
        if vendor != "postgresql":
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
    run, vendor = schema_editor.execute, schema_editor.connection.vendor
    for name, table, *_rest in rules(vendor):
        where = f" ON placements_{table}" if vendor == "postgresql" else ""
        run(f"DROP TRIGGER IF EXISTS placements_{name}{where}", None)
        if vendor == "postgresql":
            run(f"DROP FUNCTION IF EXISTS placements_{name}()", None)


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0028_incident_steps_done_are_kept"),
    ]
    operations = [migrations.RunPython(create, drop)]
