from types import SimpleNamespace
from typing import Any

from django.db import migrations

from trainees import standard


def put_in_use(apps: Any, schema_editor: Any) -> None:
    step = apps.get_model("trainees", "JourneyStep")
    standard.write(models=SimpleNamespace(JourneyStep=step))


class Migration(migrations.Migration):
    dependencies = [
        ("trainees", "0001_ground"),
    ]
    # Going back leaves the rows: the table goes with the step before.
    operations = [migrations.RunPython(put_in_use, migrations.RunPython.noop)]
