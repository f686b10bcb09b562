"""The agency begins with texts for agreements in English, Italian and German."""

from types import SimpleNamespace
from typing import Any

from django.db import migrations

from placements.agreements import standing


def put_in_use(apps: Any, schema_editor: Any) -> None:
    terms = apps.get_model("placements", "AgreementTerms")
    standing.write(models=SimpleNamespace(AgreementTerms=terms))


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0030_agreements_are_kept"),
    ]
    # Going back leaves the rows: nothing is signed by standing texts alone.
    operations = [migrations.RunPython(put_in_use, migrations.RunPython.noop)]
