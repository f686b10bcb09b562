from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("placements", "0024_what_was_said_is_kept")]

    operations = [
        migrations.AddField(
            "visitstop",
            "proposed_on",
            models.DateField(null=True, verbose_name="proposed day"),
        ),
    ]
