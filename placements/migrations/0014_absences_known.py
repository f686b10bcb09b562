"""The agency's rule, who may open papers, and an absence for every day the company was told of."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import migrations
from django.utils import timezone

AT_ONCE = 500
KINDS = {"ill": "ill", "absent": "other"}


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


def from_days(apps: Any, schema_editor: Any) -> None:
    """One a day: which of them belong together, nobody said."""
    absences = apps.get_model("placements", "Absence").objects
    absences.bulk_create(_absences(apps), batch_size=AT_ONCE)
    notices = apps.get_model("placements", "AbsenceNotice")
    notices.objects.bulk_create(
        (
            notices(
                absence=row,
                to="company",
                what="absent",
                name=str(row.placement.company_tutor.last_name)[:200] or "–",
                at=row.said_at,
            )
            for row in absences.select_related("placement__company_tutor").iterator(AT_ONCE)
        ),
        batch_size=AT_ONCE,
    )


def _absences(apps: Any) -> Iterator[Any]:
    absence = apps.get_model("placements", "Absence")
    agreed = {
        (day.placement_id, day.weekday): day.starts_at
        for day in apps.get_model("placements", "AgreedDay").objects.all()
    }
    told = apps.get_model("placements", "WorkDay").objects.filter(
        kind__in=KINDS, told_at__isnull=False, filled_by__isnull=False
    )
    for day in told.select_related("week").iterator(AT_ONCE):
        start = agreed.get((day.week.placement_id, day.date.weekday()))
        if start is not None:
            yield absence(
                placement_id=day.week.placement_id,
                first_day=day.date,
                last_day=day.date,
                begins_on=day.date,
                starts_at=timezone.make_aware(datetime.combine(day.date, start)),
                kind=KINDS[day.kind],
                noted_by="trainee",
                noted_at=day.told_at,
                user_id=day.filled_by_id,
                said_at=day.told_at,
            )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_coordinators"),
        ("placements", "0013_absences"),
    ]
    # Going back leaves rows and right: the tables they are about go anyway.
    operations = [
        migrations.RunPython(create, migrations.RunPython.noop),
        migrations.RunPython(from_days, migrations.RunPython.noop),
    ]
