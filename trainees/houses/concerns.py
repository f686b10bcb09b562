"""What a tutor must know before somebody gets a bed: nothing here is forbidden, all of it must be ticked."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..models import Bed, BedStay, Room, Trainee


@dataclass(frozen=True)
class Place:
    """A bed for somebody, with the nights; the last one is included."""

    trainee: Trainee
    bed: Bed
    first_night: date
    last_night: date


@dataclass(frozen=True)
class Concern:
    """One reason to look twice, with the rooms or people it is about."""

    key: str  # outside, mixed or minor
    text: str
    room: int | None = None
    trainee: int | None = None

    def is_about(self, place: Place) -> bool:
        return place.bed.room_id == self.room or place.trainee.pk == self.trainee


@dataclass(frozen=True)
class _Sleeper:
    """Who is in a room on some nights: all that matters for sharing it."""

    room: Room
    first: date
    last: date
    sex: str
    group: int
    is_minor: bool
    is_new: bool

    def meets(self, other: "_Sleeper") -> bool:
        return self.first <= other.last and other.first <= self.last


def of(places: Sequence[Place]) -> list[Concern]:
    """What speaks against these places, with those who sleep in the rooms already; one query."""
    found = [concern for place in places for concern in _outside(place)]
    by_room: dict[int, list[_Sleeper]] = defaultdict(list)
    for sleeper in [*map(_new, places), *_already_there(places)]:
        by_room[sleeper.room.pk].append(sleeper)
    for sleepers in by_room.values():
        found += _sharing(sleepers)
    return found


def _outside(place: Place) -> list[Concern]:
    group = place.trainee.group
    if group.arrives_on <= place.first_night and place.last_night < group.leaves_on:
        return []
    names = {
        "name": place.trainee,
        "first": date_format(group.arrives_on, "j F"),
        "last": date_format(group.leaves_on, "j F"),
    }
    # Translators: like «Lena Hoffmann: the group is here from 7 March to 30 April only.»
    text = _("%(name)s: the group is here from %(first)s to %(last)s only.") % names
    return [Concern("outside", text, trainee=place.trainee.pk)]


def _new(place: Place) -> _Sleeper:
    return _sleeper(place.trainee, place.bed.room, place.first_night, place.last_night, True)


def _sleeper(trainee: Trainee, room: Room, first: date, last: date, is_new: bool) -> _Sleeper:
    minor = trainee.is_minor_on(first)
    return _Sleeper(room, first, last, trainee.sex, trainee.group_id, minor, is_new)


def _already_there(places: Sequence[Place]) -> Iterable[_Sleeper]:
    if not places:
        return
    moving = {place.trainee.pk for place in places}
    first = min(place.first_night for place in places)
    last = max(place.last_night for place in places)
    rows = BedStay.objects.touching(first, last).filter(
        bed__room__in={place.bed.room_id for place in places}
    )
    for row in rows.exclude(trainee__in=moving).select_related("trainee", "bed__room__house"):
        if row.trainee is not None:
            yield _sleeper(row.trainee, row.bed.room, row.first_night, row.last_night, False)


def _sharing(sleepers: list[_Sleeper]) -> list[Concern]:
    pairs = [
        (one, other)
        for n, one in enumerate(sleepers)
        for other in sleepers[n + 1 :]
        if (one.is_new or other.is_new) and one.meets(other)
    ]
    room = sleepers[0].room
    found = []
    if any({one.sex, other.sex} == {"m", "f"} for one, other in pairs):
        text = _("%(room)s: women and men would share it.") % {"room": room}
        found.append(Concern("mixed", text, room=room.pk))
    if any(one.group != other.group and one.is_minor != other.is_minor for one, other in pairs):
        text = _("%(room)s: somebody under 18 would share it with an adult of another group.")
        found.append(Concern("minor", text % {"room": room}, room=room.pk))
    return found
