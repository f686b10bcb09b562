"""What is written about house rules, consents and legal holds is not deleted before its time."""

from typing import Any

from django.db import migrations

from imyportal.migrating import KeepUntilDue, RunRules, UntilDue

RULES = "What was written about house rules is kept as it is."
OF_BREACH = "SELECT b.trainee_id FROM trainees_breach b WHERE b.id = OLD.breach_id"
HOLD = "A legal hold is ended, not changed or deleted."
CHANGED = "OLD.ended_at IS NOT NULL OR " + " OR ".join(
    f"NEW.{name} <> OLD.{name}" for name in ("trainee_id", "at", "reason", "by_id")
)


def lock(apps: Any, schema_editor: Any) -> None:
    on_postgres = schema_editor.connection.vendor == "postgresql"
    deed = f"BEGIN SELECT RAISE(ABORT, '{HOLD}'); END"
    if on_postgres:
        deed = f"EXECUTE FUNCTION imyportal_append_only('{HOLD}')"
    schema_editor.execute(
        "CREATE TRIGGER trainees_legalhold_kept BEFORE UPDATE ON trainees_legalhold "
        f"{'FOR EACH ROW' if on_postgres else ''} WHEN ({CHANGED}) {deed}",
        None,
    )


def unlock(apps: Any, schema_editor: Any) -> None:
    on_postgres = schema_editor.connection.vendor == "postgresql"
    where = " ON trainees_legalhold" if on_postgres else ""
    schema_editor.execute(f"DROP TRIGGER trainees_legalhold_kept{where}", None)


class Migration(migrations.Migration):
    dependencies = [
        ("trainees", "0037_certificates_and_trail"),
    ]
    operations = [
        RunRules(lock, unlock),
        KeepUntilDue(
            [
                UntilDue("trainees_breach", "claims", "OLD.at", RULES, "SELECT OLD.trainee_id"),
                *(
                    UntilDue(f"trainees_{table}", "claims", "OLD.at", RULES, OF_BREACH)
                    for table in ("breachmeasure", "breachreply", "breachnotice")
                ),
                UntilDue(
                    "trainees_consent",
                    "consent",
                    "OLD.at",
                    "A consent is kept as it was given; only its end is added.",
                    "SELECT OLD.trainee_id",
                ),
                UntilDue(
                    "trainees_legalhold",
                    "claims",
                    "OLD.at",
                    HOLD,
                    "SELECT OLD.trainee_id",
                ),
            ]
        ),
    ]
