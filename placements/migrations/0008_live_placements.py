"""An index for what is underway: the board must not grow with years of placements that are over."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("placements", "0007_correction_requests")]
    operations = [
        migrations.AddIndex(
            model_name="placement",
            index=models.Index(
                condition=models.Q(("status__in", ["confirmed", "interrupted"])),
                fields=["ends_on", "starts_on"],
                name="placements_placement_live",
            ),
        )
    ]
