"""The audit trail, its seals and the history of changes go from their old end, and not before their time."""

from django.db import migrations

from imyportal.migrating import KeepUntilDue, UntilDue

AUDIT = "The audit trail is kept as it was written."
SEALED_AT = "(SELECT e.at FROM imyportal_auditevent e WHERE e.id = OLD.event_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("imyportal", "0013_standard_hours"),
        ("trainees", "0037_certificates_and_trail"),
    ]
    operations = [
        KeepUntilDue(
            [
                UntilDue("imyportal_auditevent", "trail", "OLD.at", AUDIT),
                UntilDue("imyportal_auditseal", "trail", SEALED_AT, AUDIT),
                UntilDue(
                    "imyportal_change",
                    "trail",
                    "OLD.at",
                    "Changes are kept as they were written.",
                ),
            ]
        ),
    ]
