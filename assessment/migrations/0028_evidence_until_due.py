"""Results that were signed off, what companies confirmed, certificates and badges are not deleted before their time."""

from typing import Any

from django.db import migrations

from imyportal.migrating import KeepUntilDue, RunRules, UntilDue

RESULT = "Results that were signed off are kept as they are; sign off anew."
MADE = "Certificates and badges are withdrawn, not deleted."
PLACED = "SELECT p.trainee_id FROM placements_placement p WHERE p.id = OLD.placement_id"
OF_SIGN_OFF = (
    "SELECT p.trainee_id FROM placements_placement p "
    "JOIN assessment_signoff s ON s.placement_id = p.id WHERE s.id = OLD.sign_off_id"
)
OF_AWARD = "SELECT a.trainee_id FROM assessment_badgeaward a WHERE a.id = OLD.award_id"
SIGNED_AT = "(SELECT s.signed_at FROM assessment_signoff s WHERE s.id = OLD.sign_off_id)"


def lock(apps: Any, schema_editor: Any) -> None:
    on_postgres = schema_editor.connection.vendor == "postgresql"
    deed = f"BEGIN SELECT RAISE(ABORT, '{MADE}'); END"
    if on_postgres:
        deed = f"EXECUTE FUNCTION placements_refuse('{MADE}')"
    schema_editor.execute(
        "CREATE TRIGGER assessment_certificate_kept BEFORE UPDATE OF issued_on, placement_id "
        f"ON assessment_certificate {'FOR EACH ROW' if on_postgres else ''} "
        f"WHEN (NEW.issued_on <> OLD.issued_on OR NEW.placement_id <> OLD.placement_id) {deed}",
        None,
    )


def unlock(apps: Any, schema_editor: Any) -> None:
    on_postgres = schema_editor.connection.vendor == "postgresql"
    where = " ON assessment_certificate" if on_postgres else ""
    schema_editor.execute(f"DROP TRIGGER assessment_certificate_kept{where}", None)


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0027_company_requirement"),
        ("placements", "0035_evidence_until_due"),
    ]
    operations = [
        RunRules(lock, unlock),
        KeepUntilDue(
            [
                UntilDue("assessment_signoff", "proof", "OLD.signed_at", RESULT, PLACED),
                UntilDue("assessment_signedresult", "proof", SIGNED_AT, RESULT, OF_SIGN_OFF),
                UntilDue(
                    "assessment_companyconfirmation",
                    "proof",
                    "OLD.given_at",
                    "Confirmations are kept as they are.",
                    PLACED,
                ),
                UntilDue("assessment_certificate", "check", "OLD.issued_on", MADE, PLACED),
                UntilDue("assessment_badgeissue", "check", "OLD.issued_at", MADE, OF_AWARD),
                UntilDue(
                    "assessment_badgeaward",
                    "check",
                    "OLD.awarded_at",
                    MADE,
                    "SELECT OLD.trainee_id",
                ),
            ]
        ),
    ]
