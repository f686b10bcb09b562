"""Two minors who worked half an hour too long on a Tuesday: one nobody asked, one by agreement."""

from datetime import date

from placements.enums import LimitKind
from placements.models import Placement
from placements.worktime import exceptions, keeping

AGREED = ("PL", 1)  # nationality and number in the group


def build(placements: list[Placement], today: date) -> None:
    """Judge all hours by the limits, and agree on one exception."""
    keeping.recheck_all()
    numbers: dict[int, int] = {}
    for placement in placements:
        group = placement.trainee.group
        number = numbers[group.pk] = numbers.get(group.pk, -1) + 1
        if (placement.trainee.nationality, number) == AGREED:
            exceptions.agree(
                placement,
                LimitKind.DAY,
                first=placement.starts_on,
                last=min(today, placement.ends_on),
                reason="The trade fair in Pistoia; the school and the family agreed by mail.",
                by=group.lead_tutor,
            )
