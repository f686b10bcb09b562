"""The agency begins with points that are usually gone through on a first day."""

from types import SimpleNamespace
from typing import Any

from django.db import migrations

from placements.first_day import points


def put_in_use(apps: Any, schema_editor: Any) -> None:
    point = apps.get_model("placements", "FirstDayPoint")
    points.write(models=SimpleNamespace(FirstDayPoint=point))


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0031_agreement_terms"),
    ]
    # Going back leaves the rows: a point is nothing by itself.
    operations = [migrations.RunPython(put_in_use, migrations.RunPython.noop)]
