"""Evidence has a least time that no page can shorten; certificates and the trail have rules of their own."""

from django.db import migrations, models
from django.db.models import Q

from imyportal.personal import Kept

EVIDENCE = ["consent", "proof", "claims", "police", "check", "trail"]


class Migration(migrations.Migration):
    dependencies = [
        ("trainees", "0035_accompanying_persons"),
    ]
    operations = [
        migrations.AlterField(
            "retentionrule",
            "kind",
            models.CharField("what", max_length=10, choices=Kept, unique=True),
        ),
        migrations.AddConstraint(
            "retentionrule",
            models.CheckConstraint(
                name="trainees_retentionrule_least",
                condition=~Q(kind__in=EVIDENCE) | Q(months__gte=60),
                violation_error_message="Enter 60 months or more: this is evidence.",
            ),
        ),
    ]
