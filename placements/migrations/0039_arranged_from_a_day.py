"""What was arranged on a placement becomes a row with its first day.

The columns `arranged_on` and `most_day_minutes` of the placement are left by the code, and stay in the database for
the release before; a later one drops them.
"""

from datetime import datetime, time

from django.db import migrations
from django.utils import timezone


def move(apps, schema_editor):
    Placement = apps.get_model("placements", "Placement")
    Arrangement = apps.get_model("placements", "Arrangement")
    known = Placement.objects.exclude(most_day_minutes=None).exclude(arranged_on=None)
    rows = known.values_list("pk", "arranged_on", "most_day_minutes")
    Arrangement.objects.bulk_create(
        Arrangement(
            placement_id=placement,
            first_day=day,
            most_day_minutes=most,
            agreed_at=timezone.make_aware(datetime.combine(day, time(12))),
        )
        for placement, day, most in rows
    )


class Migration(migrations.Migration):

    dependencies = [
        ('placements', '0038_arrangement'),
    ]

    operations = [
        # Backwards the table goes, and the columns have kept what they said.
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField(model_name='placement', name='arranged_on'),
                migrations.RemoveField(model_name='placement', name='most_day_minutes'),
            ],
        ),
    ]
