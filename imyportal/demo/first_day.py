"""First days of the demo: of the group that is here gone through, of the one to come planned."""

from datetime import date, timedelta

from django.utils import timezone

from placements.first_day import planning, points
from placements.models import Placement

from .stay import at

ROUTE = "From the station with bus 12 to Via Ferrucci; the entrance is behind the petrol station."


def build(placements: list[Placement], today: date) -> None:
    """Who is here went alone in the first week, all but one; one point is open with another."""
    people = ("trainee__group__lead_tutor", "trainee__tutor", "trainee__user", "company")
    rows = Placement.objects.live().filter(pk__in=[each.pk for each in placements])
    near = rows.filter(starts_on__range=(today - timedelta(days=30), today + timedelta(days=14)))
    for number, placement in enumerate(near.select_related(*people).order_by("pk")):
        tutor = placement.trainee.responsible
        row = planning.plan(
            placement,
            at(placement.starts_on, 8, 30),
            by=tutor,
            place=placement.company.address or placement.company.name,
            accompanied_by=tutor,
            bring="Identity card, health card, closed shoes",
            route=ROUTE,
            minutes=20 + number % 4 * 5,
            lines="12",
            ticket="Monthly, 22 €",
        )
        if placement.starts_on > today:
            continue
        row.briefed_at = timezone.now() - timedelta(days=25)
        row.alone_on = placement.starts_on + timedelta(days=2) if number else None
        row.save(update_fields=["briefed_at", "alone_on"])
        keys = [each.pk for each in points.of(placement)]
        points.tick(placement, set(keys[:-1] if number == 1 else keys), by=tutor)
