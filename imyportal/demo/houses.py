"""Two houses of the demo in Pistoia, and who sleeps in them: two groups with beds, one to be given some."""

from datetime import date, timedelta

from django.db import models

from accounts.models import User
from trainees.enums import Sex
from trainees.houses import beds, proposing, rooms
from trainees.houses.concerns import Place
from trainees.models import Bed, Group, House, Room, Trainee

from . import accompanying, guests, names

CASA, VILLA = "Casa San Marco", "Villa Bellaria"
HOUSES = {
    CASA: (
        "Via San Marco 18, 51100 Pistoia",
        "Second floor, door on the left. The key of the street door is the one with the green ring.",
        "Wi-fi: CasaSanMarco, the password is on the fridge.\nRubbish: paper on Tuesday, plastic on Friday, down by 7:00.\nQuiet from 22:00 to 8:00. Washing machine in the bathroom of the first floor.",
        [("Room 1", "to the court", 4), ("Room 2", "with balcony", 4), ("Room 3", "own bathroom", 3), ("Room 4", "", 4), ("Room 5", "under the roof", 3)],
    ),
    VILLA: (
        "Via di Bellaria 7, 51100 Pistoia",
        "Through the garden gate, bell “IMY”. Bus 3 stops at the corner; the last one is at 22:40.",
        "Wi-fi: Bellaria-Ospiti, the password hangs in the hall.\nThe garden is for everybody, the cellar is not.\nQuiet from 22:00 to 8:00.",
        [("Ground floor left", "step-free", 3), ("Ground floor right", "step-free", 3), ("First floor", "", 5), ("Second floor", "", 5), ("Attic", "", 3)],
    ),
}  # fmt: skip
HOUSED = {"Lindenhof": CASA, "Kraków": VILLA}
MOVED = 4  # of the first group: a tap dripped


def build(today: date) -> None:
    """After all groups are there."""
    for name, (address, entrance, info, its_rooms) in HOUSES.items():
        house = House.objects.create(
            name=name,
            address=address,
            entrance=entrance,
            guests_info=info,
            owner_name="Anna Bellini" if name == CASA else "Immobiliare Il Giglio S.r.l.",
            owner_phone="+39 0573 003 018",
            licence="AT-PT-0187" if name == CASA else "AF-PT-0042",
        )
        for room, note, count in its_rooms:
            rooms.furnish(Room.objects.create(house=house, name=room, note=note), count)
    _say_sexes()
    for group in Group.objects.select_related("lead_tutor"):
        for begins, name in HOUSED.items():
            if group.name.startswith(begins):
                _settle(group, House.objects.get(name=name))
    _move(today)
    accompanying.build()
    guests.build(today)


def _say_sexes() -> None:
    for trainee in Trainee.objects.all():
        is_female = trainee.first_name in names.FEMALE
        trainee.sex = Sex.FEMALE if is_female else Sex.MALE
        trainee.save(update_fields=["sex"])


def _settle(group: Group, house: House) -> None:
    nights = group.arrives_on, group.leaves_on - timedelta(days=1)
    people = list(Trainee.objects.filter(group=group).select_related("group"))
    free = Bed.objects.free(*nights).filter(room__house=house).select_related("room__house")
    proposed = proposing.propose(free, people, *nights)
    places = [Place(each, proposed[each.pk], *nights) for each in people if each.pk in proposed]
    beds.put(places, by=_tutor(group), anyway=True)


def _move(today: date) -> None:
    group = Group.objects.get(name__startswith="Lindenhof")
    trainee = Trainee.objects.filter(group=group).select_related("group").order_by("pk")[MOVED]
    first, last = today - timedelta(days=3), group.leaves_on - timedelta(days=1)
    same = Trainee.objects.filter(sex=trainee.sex).values("pk")
    alike = models.Q(room__beds__stays__trainee__in=same)
    free = Bed.objects.free(first, last).filter(alike, room__house__name=CASA)
    if bed := free.select_related("room__house").first():
        beds.put([Place(trainee, bed, first, last)], by=_tutor(group), anyway=True)


def _tutor(group: Group) -> User:
    return group.lead_tutor
