from types import SimpleNamespace
from typing import Any

from django.db import migrations

from placements.worktime import standard


def put_in_force(apps: Any, schema_editor: Any) -> None:
    names = ["WorkingTimeRules", "WorkingTimeLimit"]
    models = {name: apps.get_model("placements", name) for name in names}
    standard.write(models=SimpleNamespace(**models))


def let_coordinators_edit(apps: Any, schema_editor: Any) -> None:
    # Permissions are made after all migrations; these are needed before, and found then.
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Coordinators")
    permissions = apps.get_model("auth", "Permission").objects
    for model, name in (("workingtimerules", "working-time rules"), ("workingtimelimit", "limit")):
        kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label="placements", model=model
        )
        for action in ("add", "change", "delete"):
            permission, _ = permissions.get_or_create(
                content_type=kind,
                codename=f"{action}_{model}",
                defaults={"name": f"Can {action} {name}"},
            )
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_coordinators"),
        ("placements", "0003_tutors_of_the_company"),
    ]
    # Going back leaves limits and rights: the tables go with the step before.
    operations = [
        migrations.RunPython(put_in_force, migrations.RunPython.noop),
        migrations.RunPython(let_coordinators_edit, migrations.RunPython.noop),
    ]
