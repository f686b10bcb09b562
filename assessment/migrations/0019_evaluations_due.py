"""The agency's plan of evaluations, and what good work looks like, as they are at first."""

from types import SimpleNamespace
from typing import Any

from django.db import migrations

from assessment import standard


def put_in_use(apps: Any, schema_editor: Any) -> None:
    names = ["EvaluationPlan", "EvaluationDue", "Objective", "WrittenModel"]
    models = SimpleNamespace(**{name: apps.get_model("assessment", name) for name in names})
    standard.write_dues(models)
    standard.write_models(models)


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0018_credentials_are_kept"),
    ]

    # Backwards nothing goes: evaluations may rest on them already.
    operations = [migrations.RunPython(put_in_use, migrations.RunPython.noop)]
