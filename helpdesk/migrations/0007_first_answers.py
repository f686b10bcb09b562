"""The agency begins with answers to what most ask."""

from types import SimpleNamespace
from typing import Any

from django.db import migrations

from helpdesk.answers import starter


def put_in_use(apps: Any, schema_editor: Any) -> None:
    names = ("Article", "ArticleText")
    models = {name: apps.get_model("helpdesk", name) for name in names}
    starter.write(models=SimpleNamespace(**models))


class Migration(migrations.Migration):
    dependencies = [
        ("helpdesk", "0006_answers_are_found"),
    ]
    # Going back leaves the rows: what trainees read does not vanish by itself.
    operations = [migrations.RunPython(put_in_use, migrations.RunPython.noop)]
