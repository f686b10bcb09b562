from types import SimpleNamespace
from typing import Any

from django.db import migrations

from assessment import requirements, standard

SETTINGS = {
    "awardoccasion": "occasion for awards",
    "certificaterequirement": "requirement for certificates",
}


def put_in_force(apps: Any, schema_editor: Any) -> None:
    names = ["AwardOccasion", "CertificateRequirement"]
    models = SimpleNamespace(**{name: apps.get_model("assessment", name) for name in names})
    requirements.write(models=models)
    standard.write_occasions(models=models)


def let_coordinators_edit(apps: Any, schema_editor: Any) -> None:
    # Permissions are made after all migrations; these are needed before, and found then.
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Coordinators")
    permissions = apps.get_model("auth", "Permission").objects
    for model, name in SETTINGS.items():
        kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label="assessment", model=model
        )
        for action in ("add", "change"):
            permission, _ = permissions.get_or_create(
                content_type=kind,
                codename=f"{action}_{model}",
                defaults={"name": f"Can {action} {name}"},
            )
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_coordinators"),
        ("assessment", "0003_standard_objectives"),
    ]
    # Going back leaves rows and rights: the tables go with the step before.
    operations = [
        migrations.RunPython(put_in_force, migrations.RunPython.noop),
        migrations.RunPython(let_coordinators_edit, migrations.RunPython.noop),
    ]
