"""The agency's template asks for the answers on health and safety; groups begun before keep theirs."""

from types import SimpleNamespace
from typing import Any

from django.db import migrations

from trainees import standard


def add(apps: Any, schema_editor: Any) -> None:
    step = apps.get_model("trainees", "JourneyStep")
    standard.write(models=SimpleNamespace(JourneyStep=step))


class Migration(migrations.Migration):
    dependencies = [
        ("trainees", "0012_publications_are_kept"),
    ]
    # Going back leaves the row: a group may have been begun with it.
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
