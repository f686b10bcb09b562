"""An index in the order of the desk's list."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("placements", "0009_signed_on_paper")]
    operations = [
        migrations.AddIndex(
            model_name="placement",
            index=models.Index(fields=["-starts_on", "id"], name="placements_placement_newest"),
        )
    ]
