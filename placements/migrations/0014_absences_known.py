"""The agency's rule for absences, and who may open papers."""

from typing import Any

from django.db import migrations


def create(apps: Any, schema_editor: Any) -> None:
    apps.get_model("placements", "AbsenceRule").objects.get_or_create(group=None)
    # Permissions are made after all migrations; this one is needed before, and found then.
    coordinators, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Coordinators")
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="placements", model="absencepaper"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind,
        codename="view_absencepaper",
        defaults={"name": "Can view paper for an absence"},
    )
    coordinators.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_coordinators"),
        ("placements", "0012_released_reports_are_frozen"),
    ]
    # Going back leaves rows and right: the tables they are about go anyway.
    operations = [
        migrations.RunPython(create, migrations.RunPython.noop),
    ]
