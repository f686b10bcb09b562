"""The hours an agency begins with, and the right of coordinators to change them."""

from datetime import time
from typing import Any

from django.db import migrations

RIGHTS = {
    "office": ["change"],
    "openingspan": ["add", "change", "delete"],
    "closure": ["add", "change", "delete"],
}


def create(apps: Any, schema_editor: Any) -> None:
    office, is_new = apps.get_model("imyportal", "Office").objects.get_or_create(
        id=1, defaults={"country": "IT", "subdivision": "PT"}
    )
    if is_new:
        span = apps.get_model("imyportal", "OpeningSpan")
        span.objects.bulk_create(
            span(office=office, weekday=day, opens_at=time(9, 30), closes_at=time(17))
            for day in range(5)
        )


def allow(apps: Any, schema_editor: Any) -> None:
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Coordinators")
    kinds, permissions = (
        apps.get_model("contenttypes", "ContentType").objects,
        apps.get_model("auth", "Permission").objects,
    )
    for model, actions in RIGHTS.items():
        # Permissions are made after all migrations; these are needed before, and found then.
        kind, _ = kinds.get_or_create(app_label="imyportal", model=model)
        for action in actions:
            right, _ = permissions.get_or_create(
                content_type=kind,
                codename=f"{action}_{model}",
                defaults={"name": f"Can {action} {model}"},
            )
            group.permissions.add(right)


class Migration(migrations.Migration):
    # Of a database from before the models were written down anew.
    replaces = [("imyportal", "0014_inbound_mail")]
    dependencies = [
        ("accounts", "0003_coordinators"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("imyportal", "0009_changes_are_kept"),
    ]
    # Going back drops the tables; the rights may have been given by hand.
    operations = [
        migrations.RunPython(create, migrations.RunPython.noop),
        migrations.RunPython(allow, migrations.RunPython.noop),
    ]
