"""Teachers who come with two of the groups: one is here, the other has seen its group off."""

from trainees.accompanying import entering
from trainees.accompanying.entering import Said
from trainees.houses import NIGHT, beds, rooms
from trainees.houses.concerns import Place
from trainees.models import AccompanyingPerson, BedStay, Group, Room

COME = {
    "Lindenhof": ("Jutta", "Brandt", "jutta.brandt@lindenhof.example", "+49231555019", "de", "f"),
    "Sevilla": ("Rocío", "Delgado", "rocio.delgado@sevilla.example", "+34954555019", "es", "f"),
}


def build() -> None:
    """After all groups are there, and who is here has beds: the first of these gets a room of her own."""
    here, _gone = [_enter(name, who) for name, who in COME.items()]
    bed = BedStay.objects.filter(trainee__group=here.group).earliest("pk").bed
    room = Room.objects.create(house=bed.room.house, name="Guest room", note="ground floor")
    rooms.furnish(room, 1)
    nights = here.arrives_on, here.leaves_on - NIGHT
    place = Place(here, room.beds.select_related("room__house").get(), *nights)
    beds.put([place], by=here.group.lead_tutor)


def _enter(name: str, who: tuple[str, str, str, str, str, str]) -> AccompanyingPerson:
    group = Group.objects.select_related("lead_tutor").get(name__startswith=name)
    days = group.arrives_on, group.leaves_on
    return entering.enter(group, Said(*who, *days), by=group.lead_tutor)
