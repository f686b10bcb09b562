"""The group whose members see every trainee."""

from typing import Any

from django.db import migrations


def create(apps: Any, schema_editor: Any) -> None:
    # Permissions are made after all migrations; this one is needed before, and found then.
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="trainees", model="trainee"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind,
        codename="view_all_trainees",
        defaults={"name": "May see every trainee, not only their own"},
    )
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Coordinators")
    group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_ground"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("trainees", "0001_ground"),
    ]
    # Going back leaves the group: somebody may be in it.
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
