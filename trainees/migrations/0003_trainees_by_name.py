"""An index in the order of the desk's list."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trainees", "0002_compulsory_schooling")]
    operations = [
        migrations.AddIndex(
            model_name="trainee",
            index=models.Index(
                fields=["last_name", "first_name", "id"], name="trainees_trainee_by_name"
            ),
        )
    ]
