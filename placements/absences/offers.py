"""The way for a company tutor to say that a trainee is not there."""

from datetime import datetime, time
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..models import Absence, Placement
from ..models.placements import PlacementQuerySet
from ..todo import Todo
from . import wording


def with_told(placements: PlacementQuerySet) -> PlacementQuerySet:
    """`placements`, each with `told_at` and `told_day` where its company told today, or of today."""
    today = timezone.localdate()
    midnight = timezone.make_aware(datetime.combine(today, time.min))
    told = Absence.objects.holding().filter(
        Q(noticed_at__gte=midnight) | Q(first_day__lte=today, last_day__gte=today),
        placement=OuterRef("pk"),
        noticed_at__isnull=False,
    )
    last = told.order_by("-noticed_at", "-pk")
    return placements.annotate(
        told_at=Subquery(last.values("noticed_at")[:1]),
        told_day=Subquery(last.values("first_day")[:1]),
    )


def not_here(placement: Placement) -> Todo | None:
    """One row below the signature and on the list of weeks, while the placement runs; what was told is said."""
    if not placement.holds(timezone.localdate()):
        return None
    row: Any = placement
    if not hasattr(row, "told_at"):
        row = with_told(Placement.objects.filter(pk=row.pk)).get()
    names = {"name": placement.trainee.first_name}
    url = reverse("company:absent", args=[placement.public_id])
    if row.told_at is None:
        # Translators: the name is the trainee's first name; read by a company
        title = _("%(name)s is not here, and nobody told me") % names
        return Todo(title, _("one tap, and the agency looks after it at once"), url, "alert")
    at = date_format(timezone.localtime(row.told_at), "j F, H:i")
    # Translators: the name is the trainee's first name; read by a company; day is like «Thursday 12 March»
    title = _("You told the agency that %(name)s is not here: %(day)s") % (
        names | {"day": wording.days(row.told_day, row.told_day)}
    )
    # Translators: read by a company; at is like «12 March, 08:15»
    return Todo(title, _("Told on %(at)s. Another day? Tap here") % {"at": at}, url, "check-circle")
