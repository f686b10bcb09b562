"""A proposal of beds for the people of a group: it fits the rules of sharing, and is there to be changed."""

from collections import defaultdict
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date

from ..models import Bed, BedStay, Trainee

Kind = tuple[str, bool]  # sex, and whether under 18


@dataclass
class _Room:
    """A room with its free beds and who is in it on these nights."""

    free: list[Bed] = field(default_factory=list)
    kinds: set[Kind] = field(default_factory=set)
    has_others: bool = False  # people of another group

    def takes(self, kind: Kind) -> bool:
        if not self.free or any({sex, kind[0]} == {"m", "f"} for sex, _minor in self.kinds):
            return False
        return not self.has_others or all(minor == kind[1] for _sex, minor in self.kinds)

    def place(self, kind: Kind, *, mixes_ages: bool) -> tuple[int, int]:
        """Rooms of this kind of people first, the fullest before; then empty ones, the large ones before."""
        if self.kinds == {kind} or (self.kinds and mixes_ages):
            return 0, len(self.free)
        return (2 if self.kinds else 1), -len(self.free)


def propose(
    beds: Iterable[Bed], people: Iterable[Trainee], first: date, last: date
) -> dict[int, Bed]:
    """A bed by the key of each trainee, as far as `beds`, which are free, go round; one query.

    Who is of one sex and age goes together; ages of one group are mixed when else somebody has no bed.
    """
    rooms: dict[int, _Room] = defaultdict(_Room)
    for bed in beds:
        rooms[bed.room_id].free.append(bed)
    sorted_people = sorted(people, key=lambda each: (_kind(each, first), each.last_name, each.pk))
    _look_in(rooms, first, last, {each.group_id for each in sorted_people})
    apart, mixed = (
        _fill(deepcopy(list(rooms.values())), sorted_people, first, mixes_ages=mixes)
        for mixes in (False, True)
    )
    return mixed if len(mixed) > len(apart) else apart


def _fill(
    rooms: list[_Room], people: list[Trainee], day: date, *, mixes_ages: bool
) -> dict[int, Bed]:
    found = {}
    for trainee in people:
        kind = _kind(trainee, day)
        fitting = [room for room in rooms if room.takes(kind)]
        if fitting:
            room = min(fitting, key=lambda each: each.place(kind, mixes_ages=mixes_ages))
            found[trainee.pk] = room.free.pop(0)
            room.kinds.add(kind)
    return found


def _kind(trainee: Trainee, day: date) -> Kind:
    return trainee.sex, trainee.is_minor_on(day)


def _look_in(rooms: dict[int, _Room], first: date, last: date, groups: set[int]) -> None:
    rows = BedStay.objects.touching(first, last).filter(bed__room__in=list(rooms))
    for row in rows.select_related("trainee", "accompanying", "bed"):
        room, who = rooms[row.bed.room_id], row.person
        room.kinds.add((who.sex, who.is_minor_on(first)))
        # No minor is proposed to sleep beside an adult who is not of their school, nor beside a teacher of it.
        room.has_others |= who.group_id not in groups or row.trainee is None
