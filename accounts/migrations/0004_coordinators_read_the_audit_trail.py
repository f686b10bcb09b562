"""Coordinators may read who did what."""

from typing import Any

from django.db import migrations


def give(apps: Any, schema_editor: Any) -> None:
    # Permissions are made after all migrations; this one is needed before, and found then.
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="imyportal", model="auditevent"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind,
        codename="view_auditevent",
        defaults={"name": "Can view audit event"},
    )
    for group in apps.get_model("auth", "Group").objects.filter(name="Coordinators"):
        group.permissions.add(permission)


class Migration(migrations.Migration):
    # Of a database from before the models were written down anew.
    replaces = [
        ("accounts", "0005_guardian_links"),
        ("accounts", "0006_calendar_links"),
        ("accounts", "0007_morning_mail"),
        ("accounts", "0008_home_links"),
    ]
    dependencies = [
        ("accounts", "0003_coordinators"),
        ("imyportal", "0001_ground"),
    ]
    # Going back leaves the right: the table it is about goes anyway.
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
