"""The agency begins with answers that every help desk gives again and again."""

from types import SimpleNamespace
from typing import Any

from django.db import migrations

from helpdesk.tickets import replies


def put_in_use(apps: Any, schema_editor: Any) -> None:
    template = apps.get_model("helpdesk", "ReplyTemplate")
    replies.write(models=SimpleNamespace(ReplyTemplate=template))


class Migration(migrations.Migration):
    dependencies = [
        ("helpdesk", "0007_first_answers"),
    ]
    # Going back leaves the rows: an answer is nothing until somebody sends it.
    operations = [migrations.RunPython(put_in_use, migrations.RunPython.noop)]
