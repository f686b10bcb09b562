"""The agency's template gets the steps of the departure; groups take them over by their button."""

from types import SimpleNamespace
from typing import Any

from django.db import migrations

from trainees import standard


def put_in_use(apps: Any, schema_editor: Any) -> None:
    step = apps.get_model("trainees", "JourneyStep")
    standard.write(models=SimpleNamespace(JourneyStep=step))


class Migration(migrations.Migration):
    dependencies = [
        ("trainees", "0013_reflection_step"),
    ]
    # Going back leaves the rows: steps without ticks can be deleted by hand.
    operations = [migrations.RunPython(put_in_use, migrations.RunPython.noop)]
