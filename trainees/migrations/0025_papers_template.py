"""The agency begins with the papers that schools usually want; groups take them over by their button."""

from types import SimpleNamespace
from typing import Any

from django.db import migrations

from trainees.papers import asking


def put_in_use(apps: Any, schema_editor: Any) -> None:
    paper = apps.get_model("trainees", "PaperWanted")
    asking.write(models=SimpleNamespace(PaperWanted=paper))


class Migration(migrations.Migration):
    dependencies = [
        ("trainees", "0024_papers_are_kept"),
    ]
    # Going back leaves the rows: nobody is asked for what stands in the template alone.
    operations = [migrations.RunPython(put_in_use, migrations.RunPython.noop)]
