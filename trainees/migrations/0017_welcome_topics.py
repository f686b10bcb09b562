"""The agency's template gets the topics of the welcome day, and the journey the step of coming to it."""

from types import SimpleNamespace
from typing import Any

from django.db import migrations

from trainees import standard
from trainees.welcome import agenda


def put_in_use(apps: Any, schema_editor: Any) -> None:
    of = {name: apps.get_model("trainees", name) for name in ("JourneyStep", "WelcomeTopic")}
    standard.write(models=SimpleNamespace(**of))
    agenda.write(models=SimpleNamespace(**of))


class Migration(migrations.Migration):
    dependencies = [
        ("trainees", "0015_departure_steps"),
    ]
    # Going back leaves the rows: the topics' table goes with the step before.
    operations = [migrations.RunPython(put_in_use, migrations.RunPython.noop)]
