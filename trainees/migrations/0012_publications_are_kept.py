"""A published edition never changes, nor does what people said of it: triggers see to it."""

from typing import Any

from django.db import migrations

from imyportal.migrating import RunRules

FROZEN = "A published edition never changes; begin a new version."
DRAFT = "Only what is published is given and read."
KEPT = "A receipt is kept as it was given."
SENT = "Answers that were sent are kept as they are."
OTHER = "This question is of another edition."

OF_PUBLISHED = (
    "EXISTS (SELECT 1 FROM trainees_edition e "
    "WHERE e.id = {row}.edition_id AND e.published_at IS NOT NULL)"
)
OF_DRAFT = "NOT " + OF_PUBLISHED.format(row="NEW")
OF_SENT = (
    "EXISTS (SELECT 1 FROM trainees_reflection r "
    "WHERE r.id = NEW.reflection_id AND r.sent_at IS NOT NULL)"
)
OF_OTHER = (
    "NOT EXISTS (SELECT 1 FROM trainees_reflection r JOIN trainees_editionquestion q "
    "ON q.edition_id = r.edition_id WHERE r.id = NEW.reflection_id AND q.id = NEW.question_id)"
)
ANSWER_CHANGED = (
    "NEW.text <> OLD.text OR COALESCE(NEW.choice, -1) <> COALESCE(OLD.choice, -1) "
    "OR NEW.is_unclear <> OLD.is_unclear OR NEW.question_id <> OLD.question_id "
    "OR NEW.reflection_id <> OLD.reflection_id"
)
HANDOVER_CHANGED = (
    "OLD.received_at IS NOT NULL OR NEW.edition_id <> OLD.edition_id "
    "OR NEW.organisation_id <> OLD.organisation_id OR NEW.given_at <> OLD.given_at "
    "OR NEW.given_by_id <> OLD.given_by_id"
)
REFLECTION_CHANGED = (
    "NEW.trainee_id <> OLD.trainee_id OR OLD.sent_at IS NOT NULL AND "
    "(NEW.sent_at IS NULL OR NEW.sent_at <> OLD.sent_at OR NEW.edition_id <> OLD.edition_id)"
)

# name, table, event, condition, message
RULES = [
    ("edition_frozen_update", "edition", "UPDATE", "OLD.published_at IS NOT NULL", FROZEN),
    ("edition_frozen_delete", "edition", "DELETE", "OLD.published_at IS NOT NULL", FROZEN),
    *(
        (
            f"{table}_frozen_{event.lower()}",
            table,
            event,
            " OR ".join(OF_PUBLISHED.format(row=row) for row in rows),
            FROZEN,
        )
        for table in ("editionsection", "editionquestion")
        for event, rows in (("INSERT", ["NEW"]), ("UPDATE", ["OLD", "NEW"]), ("DELETE", ["OLD"]))
    ),
    *(
        (f"{table}_published", table, "INSERT", OF_DRAFT, DRAFT)
        for table in ("receipt", "handover", "reflection")
    ),
    ("receipt_kept", "receipt", "UPDATE", "1 = 1", KEPT),
    ("handover_kept", "handover", "UPDATE", HANDOVER_CHANGED, KEPT),
    ("reflection_kept", "reflection", "UPDATE", REFLECTION_CHANGED, SENT),
    ("reflectionanswer_late", "reflectionanswer", "INSERT", OF_SENT, SENT),
    ("reflectionanswer_other", "reflectionanswer", "INSERT", OF_OTHER, OTHER),
    (
        "reflectionanswer_kept",
        "reflectionanswer",
        "UPDATE",
        f"{OF_SENT} AND ({ANSWER_CHANGED})",
        SENT,
    ),
]  # fmt: skip


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
            f"END IF; RETURN {'OLD' if event == 'DELETE' else 'NEW'}; END $$",
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
        ("trainees", "0008_consents_are_kept"),
    ]
    operations = [RunRules(create, drop)]
