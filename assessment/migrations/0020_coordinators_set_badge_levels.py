"""Coordinators may say how many weeks a level of the badge takes."""

from typing import Any

from django.db import migrations


def give(apps: Any, schema_editor: Any) -> None:
    # Permissions are made after all migrations; this one is needed before, and found then.
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Coordinators")
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="assessment", model="badgelevel"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind,
        codename="change_badgelevel",
        defaults={"name": "Can change badge level"},
    )
    group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_coordinators"),
        ("assessment", "0019_evaluations_due"),
    ]
    # Going back leaves the right: the table it is about goes anyway.
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
