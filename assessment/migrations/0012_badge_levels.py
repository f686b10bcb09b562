from types import SimpleNamespace
from typing import Any

from django.db import migrations

from assessment.badges import levels


def put_in_use(apps: Any, schema_editor: Any) -> None:
    levels.write(models=SimpleNamespace(BadgeLevel=apps.get_model("assessment", "BadgeLevel")))


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0010_confirmations_are_kept"),
    ]

    # Backwards nothing goes: badges may rest on the levels already.
    operations = [migrations.RunPython(put_in_use, migrations.RunPython.noop)]
