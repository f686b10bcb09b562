"""The beds of a room."""

from django.db import transaction

from ..models import Bed, Room


@transaction.atomic
def furnish(room: Room, beds: int) -> None:
    """Let the room have so many beds, numbered from 1; those nobody ever had are taken away from the end."""
    room = Room.objects.select_for_update(of=("self",)).get(pk=room.pk)
    room.beds.filter(number__gt=beds, stays=None).delete()
    have = set(room.beds.values_list("number", flat=True))
    Bed.objects.bulk_create(Bed(room=room, number=n) for n in range(1, beds + 1) if n not in have)
