from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("placements", "0022_visits_are_kept")]

    operations = [
        migrations.AddField(
            "incident",
            "is_deadly",
            models.BooleanField(null=True, verbose_name="death, or danger of death"),
        ),
    ]
