"""What a tutor must know before somebody gets a bed: nothing here is forbidden, all of it must be ticked."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..models import AccompanyingPerson, Bed, BedStay, Room
from ..models.accompanying import Person


@dataclass(frozen=True)
class Place:
    """A bed for somebody, with the nights; the last one is included."""

    person: Person
    bed: Bed
    first_night: date
    last_night: date


@dataclass(frozen=True)
class Concern:
    """One reason to look twice, with the rooms or people it is about."""

    key: str  # outside, mixed or minor
    text: str
    room: int | None = None
    person: Person | None = None

    def is_about(self, place: Place) -> bool:
        return place.bed.room_id == self.room or place.person == self.person


@dataclass(frozen=True)
class _Sleeper:
    """Who is in a room on some nights: all that matters for sharing it."""

    room: Room
    first: date
    last: date
    sex: str
    group: int
    is_minor: bool
    is_accompanying: bool
    is_new: bool

    def meets(self, other: "_Sleeper") -> bool:
        return self.first <= other.last and other.first <= self.last

    def watches(self, other: "_Sleeper") -> bool:
        """One of them accompanies a group."""
        return self.is_accompanying or other.is_accompanying


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
    first, last = place.person.stay
    if first <= place.first_night and place.last_night < last:
        return []
    names = {
        "name": place.person,
        "first": date_format(first, "j F"),
        "last": date_format(last, "j F"),
    }
    if isinstance(place.person, AccompanyingPerson):
        # Translators: like «Jutta Brandt is here from 7 March to 30 April only.»
        text = _("%(name)s is here from %(first)s to %(last)s only.") % names
        return [Concern("outside", text, person=place.person)]
    # Translators: like «Lena Hoffmann: the group is here from 7 March to 30 April only.»
    text = _("%(name)s: the group is here from %(first)s to %(last)s only.") % names
    return [Concern("outside", text, person=place.person)]


def _new(place: Place) -> _Sleeper:
    return _sleeper(place.person, place.bed.room, place.first_night, place.last_night, True)


def _sleeper(person: Person, room: Room, first: date, last: date, is_new: bool) -> _Sleeper:
    minor, is_adult = person.is_minor_on(first), isinstance(person, AccompanyingPerson)
    return _Sleeper(room, first, last, person.sex, person.group_id, minor, is_adult, is_new)


def _already_there(places: Sequence[Place]) -> Iterable[_Sleeper]:
    if not places:
        return
    moving = {place.person for place in places}
    first = min(place.first_night for place in places)
    last = max(place.last_night for place in places)
    rows = BedStay.objects.touching(first, last).filter(
        bed__room__in={place.bed.room_id for place in places}
    )
    for row in rows.select_related("trainee", "accompanying", "bed__room__house"):
        if row.person not in moving:
            yield _sleeper(row.person, row.bed.room, row.first_night, row.last_night, False)


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
    elif any(one.is_minor != other.is_minor and one.watches(other) for one, other in pairs):
        text = _("%(room)s: somebody under 18 would share it with who accompanies the group.")
        found.append(Concern("minor", text % {"room": room}, room=room.pk))
    return found
