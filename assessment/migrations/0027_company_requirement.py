from types import SimpleNamespace
from typing import Any

from django.db import migrations

from assessment import requirements


def put_in_force(apps: Any, schema_editor: Any) -> None:
    model = apps.get_model("assessment", "CertificateRequirement")
    requirements.write(models=SimpleNamespace(CertificateRequirement=model))


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0021_curated_esco"),
    ]
    # Going back leaves the row: it asks for nothing.
    operations = [migrations.RunPython(put_in_force, migrations.RunPython.noop)]
