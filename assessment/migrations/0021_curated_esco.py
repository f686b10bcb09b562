from typing import Any

from django.db import migrations

from assessment import esco


def write(apps: Any, schema_editor: Any) -> None:
    esco.write_curated(model=apps.get_model("assessment", "EscoSkill"))


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0020_coordinators_set_badge_levels"),
    ]

    # Backwards the table goes as a whole.
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
