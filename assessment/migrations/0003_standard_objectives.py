from types import SimpleNamespace
from typing import Any

from django.db import migrations

from assessment import standard


def put_in_use(apps: Any, schema_editor: Any) -> None:
    names = ["ObjectiveSet", "Objective", "Indicator"]
    models = {name: apps.get_model("assessment", name) for name in names}
    standard.write(1, models=SimpleNamespace(**models))


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0001_ground"),
    ]

    # Backwards nothing goes: scores may rest on the objectives already.
    operations = [migrations.RunPython(put_in_use, migrations.RunPython.noop)]
