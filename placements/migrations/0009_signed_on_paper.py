"""Weeks signed by hand: the date on the paper and its scan; further scans that are never taken away."""

from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

KEPT = "Signatures and corrections are kept as they are."
SCANS, SIGNATURES = "placements_signaturescan", "placements_weeksignature"


def create(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    if schema_editor.connection.vendor == "postgresql":
        run(
            f"CREATE TRIGGER {SCANS}_locked BEFORE UPDATE OR DELETE ON {SCANS} FOR EACH ROW "
            f"EXECUTE FUNCTION placements_refuse('{KEPT}')",
            params=None,
        )
        return
    # SQLite makes a table anew for a constraint, and its triggers are gone with the old one.
    for table in (SCANS, SIGNATURES):
        for event in ("update", "delete"):
            run(
                f"CREATE TRIGGER IF NOT EXISTS {table}_locked_{event} BEFORE {event.upper()} ON "
                f"{table} BEGIN SELECT RAISE(ABORT, '{KEPT}'); END",
                params=None,
            )


def drop(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    if schema_editor.connection.vendor == "postgresql":
        run(f"DROP TRIGGER IF EXISTS {SCANS}_locked ON {SCANS}", params=None)
        return
    for event in ("update", "delete"):
        run(f"DROP TRIGGER IF EXISTS {SCANS}_locked_{event}", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("imyportal", "0006_stored_file"),
        ("placements", "0008_live_placements"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="weeksignature",
            name="scan",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="imyportal.storedfile", verbose_name="scan"),
        ),
        migrations.AddField(
            model_name="weeksignature",
            name="signed_on",
            field=models.DateField(null=True, verbose_name="date on the paper"),
        ),
        migrations.AddConstraint(
            model_name="weeksignature",
            constraint=models.CheckConstraint(condition=models.Q(models.Q(("how", "paper"), ("scan__isnull", False), ("signed_on__isnull", False), ("user__isnull", False)), models.Q(models.Q(("how", "paper"), _negated=True), ("scan", None), ("signed_on", None)), _connector="OR"), name="placements_weeksignature_on_paper_has_a_scan"),
        ),
        migrations.CreateModel(
            name="SignatureScan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("file", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="imyportal.storedfile")),
                ("signature", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="further_scans", to="placements.weeksignature")),
            ],
            options={
                "verbose_name": "further scan",
                "verbose_name_plural": "further scans",
                "ordering": ["at", "pk"],
                "constraints": [models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="placements_signaturescan_has_a_reason")],
            },
        ),
        migrations.RunPython(create, drop),
    ]
