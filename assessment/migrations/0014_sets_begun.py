"""Every placement that has begun is told which version of the standard objectives it observes.

That is the set its first score belongs to; without a score, the set in use.
"""

from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

BATCH = 1000


def begin(apps: Any, schema_editor: Any) -> None:
    sets = apps.get_model("assessment", "ObjectiveSet").objects
    sets.filter(is_current=False).update(state="replaced")
    score = apps.get_model("assessment", "Score")
    kept = apps.get_model("assessment", "PlacementSet")
    in_use = sets.filter(kind="standard", is_current=True).values("pk")[:1]
    scored = (
        score.objects.filter(evaluation__placement=OuterRef("pk"))
        .order_by("evaluation__monday", "evaluation__given_at", "pk")
        .values(found=Coalesce("objective__set", "indicator__objective__set"))[:1]
    )
    begun = (
        apps.get_model("placements", "Placement")
        .objects.filter(starts_on__lte=timezone.localdate(), status__in=["confirmed", "interrupted"])
        .annotate(found=Coalesce(Subquery(scored), Subquery(in_use)))
        .exclude(found=None)
        .values_list("pk", "found")
    )
    kept.objects.bulk_create(
        (kept(placement_id=pk, set_id=found, kind="standard") for pk, found in begun.iterator()),
        batch_size=BATCH,
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("assessment", "0013_technical_sets")]

    # Backwards the table goes as a whole.
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
