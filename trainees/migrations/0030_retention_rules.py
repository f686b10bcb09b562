"""How long data are kept to begin with, and the right of coordinators to change it.

No dates of payment are known here: the five years after the final payment begin a year after going home.
"""

from typing import Any

from django.db import migrations

RULES = [
    ("contact", 12, "Questions after the stay; then nobody needs to be called any more (GDPR, article 5.1 e)."),
    ("stay", 24, "Final report of the project (GDPR, article 5.1 e)."),
    ("care", 3, "Health and special needs: only for the stay itself (GDPR, articles 5.1 e and 9)."),
    ("talk", 24, "Final report of the project (GDPR, article 5.1 e)."),
    ("learning", 60, "What certificates rest on, for questions of schools and companies."),
    ("consent", 72, "Proof that what was done was allowed (GDPR, article 7.1)."),
    ("proof", 72, "Erasmus+ grant agreement: five years after the final payment."),
    ("claims", 72, "Claims for damages lapse after five years (Italian civil code, article 2947)."),
    ("police", 60, "Receipts of the police registration: five years."),
    ("mail", 12, "To look into mail that did not arrive."),
    ("account", 24, "So that former participants find their certificate (GDPR, article 5.1 e)."),
]  # fmt: skip


def create(apps: Any, schema_editor: Any) -> None:
    rules = apps.get_model("trainees", "RetentionRule").objects
    for kind, months, reason in RULES:
        rules.get_or_create(kind=kind, defaults={"months": months, "reason": reason})


RIGHTS = {"retentionrule": ["view", "change"], "purgerun": ["view"]}


def allow(apps: Any, schema_editor: Any) -> None:
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Coordinators")
    kinds, permissions = (
        apps.get_model("contenttypes", "ContentType").objects,
        apps.get_model("auth", "Permission").objects,
    )
    for model, actions in RIGHTS.items():
        # Permissions are made after all migrations; these are needed before, and found then.
        kind, _ = kinds.get_or_create(app_label="trainees", model=model)
        for action in actions:
            right, _ = permissions.get_or_create(
                content_type=kind,
                codename=f"{action}_{model}",
                defaults={"name": f"Can {action} {model}"},
            )
            group.permissions.add(right)


class Migration(migrations.Migration):
    # Of a database from before the models were written down anew.
    replaces = [("trainees", "0031_contacts_in_order")]
    dependencies = [
        ("accounts", "0003_coordinators"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("trainees", "0025_papers_template"),
    ]
    # Going back drops the tables; the rights may have been given by hand.
    operations = [
        migrations.RunPython(create, migrations.RunPython.noop),
        migrations.RunPython(allow, migrations.RunPython.noop),
    ]
