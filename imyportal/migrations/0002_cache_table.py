"""The table of the cache, in which rate limits live."""

from typing import Any

from django.core.management import call_command
from django.db import migrations


def create(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [
        ("imyportal", "0001_ground"),
    ]
    # The cache may lose its rows at any time; going back leaves an unused table.
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
