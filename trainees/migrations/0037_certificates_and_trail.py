"""How long certificates, badges and the trail of deeds are kept to begin with."""

from typing import Any

from django.db import migrations

RULES = [
    ("check", 120, "Whoever holds a certificate or a badge must be able to have it checked."),
    ("trail", 120, "Claims of any kind lapse after ten years (Italian civil code, article 2946)."),
]


def create(apps: Any, schema_editor: Any) -> None:
    rules = apps.get_model("trainees", "RetentionRule").objects
    for kind, months, reason in RULES:
        rules.get_or_create(kind=kind, defaults={"months": months, "reason": reason})


class Migration(migrations.Migration):
    dependencies = [
        ("trainees", "0036_evidence_least_times"),
    ]
    # Going back leaves the rows: somebody may have changed them.
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
