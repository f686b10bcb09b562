"""What the desk looks at: how full the houses are week by week, and who sleeps where on a day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from imyportal import weeks

from ..models import AccompanyingPerson, Bed, BedStay, House, Room, Trainee
from ..models.accompanying import Person
from . import NIGHT
from .forms import until_words

WEEKS = 10


@dataclass(frozen=True)
class Cell:
    """A house or room in a week: how many beds are taken in its fullest night."""

    taken: int
    beds: int

    @property
    def tone(self) -> str:
        if not self.taken:
            return ""
        return "warn" if self.taken == self.beds else "ok"


@dataclass(frozen=True)
class Line:
    """A house, or one of its rooms."""

    name: str
    url: str  # of a house
    beds: int
    cells: list[Cell]


@dataclass(frozen=True)
class Week:
    monday: date
    url: str  # who sleeps where on its Monday


class Plan:
    """Ten weeks from `first`. Three queries, however many people."""

    def __init__(self, first: date) -> None:
        self.monday = weeks.monday_of(first)
        self.mondays = [self.monday + timedelta(weeks=n) for n in range(WEEKS)]
        day = reverse("admin:trainees_house_day")
        self.weeks = [Week(monday, f"{day}?day={monday}") for monday in self.mondays]
        self.before = self.monday - timedelta(weeks=WEEKS)
        self.after = self.monday + timedelta(weeks=WEEKS)
        self.lines = list(self._lines())

    def _lines(self) -> Iterable[Line]:
        last = self.after - NIGHT
        nights: dict[int, list[tuple[date, date]]] = defaultdict(list)
        found = BedStay.objects.touching(self.monday, last)
        for bed, start, end in found.values_list("bed", "first_night", "last_night"):
            nights[bed].append((start, end))
        for house, rooms in _houses(Q(is_active=True) | Q(rooms__beds__in=list(nights))):
            beds = [bed.pk for room in rooms for bed in room.beds.all()]
            yield self._line(house.name, house.get_absolute_url(), beds, nights)
            for room in rooms:
                keys = [bed.pk for bed in room.beds.all()]
                yield self._line(room.name, "", keys, nights)

    def _line(
        self, name: str, url: str, beds: list[int], nights: dict[int, list[tuple[date, date]]]
    ) -> Line:
        stays = [stay for bed in beds for stay in nights[bed]]
        cells = [Cell(_fullest(stays, monday), len(beds)) for monday in self.mondays]
        return Line(name, url, len(beds), cells)


def _fullest(stays: list[tuple[date, date]], monday: date) -> int:
    """Of the seven nights from `monday` on."""
    days = (monday + timedelta(days=n) for n in range(7))
    return max(sum(first <= day <= last for first, last in stays) for day in days)


def _houses(which: Q) -> list[tuple[House, list[Room]]]:
    houses = House.objects.filter(which).distinct().prefetch_related("rooms__beds")
    return [(house, list(house.rooms.all())) for house in houses]


# --- A day ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sleeper:
    """One bed on one night. Somebody the viewer may not see is there without a name."""

    bed: int
    is_free: bool
    name: str = ""
    url: str = ""
    group: str = ""
    is_minor: bool = False
    is_accompanying: bool = False
    period: str = ""
    arrives: bool = False
    despite: tuple[str, ...] = ()


@dataclass(frozen=True)
class Floor:
    """A room with its beds."""

    name: str
    note: str
    beds: list[Sleeper]


@dataclass(frozen=True)
class Home:
    """A house with its rooms."""

    house: House
    rooms: list[Floor]

    @property
    def free(self) -> int:
        return sum(bed.is_free for room in self.rooms for bed in room.beds)

    @property
    def taken(self) -> int:
        return sum(not bed.is_free for room in self.rooms for bed in room.beds)


def on(day: date, viewer: User) -> list[Home]:
    """Who sleeps where in the night after `day`; six queries."""
    found = {stay.bed_id: stay for stay in BedStay.objects.on(day)}
    seen = _seen(found.values(), viewer)

    def sleeper(bed: Bed) -> Sleeper:
        stay = found.get(bed.pk)
        if stay is None:
            return Sleeper(bed.number, True)
        return _sleeper(bed, stay, seen.get((stay.trainee_id, stay.accompanying_id)), day)

    return [
        Home(
            house,
            [
                Floor(room.name, room.note, [sleeper(bed) for bed in room.beds.all()])
                for room in rooms
            ],
        )
        for house, rooms in _houses(Q(is_active=True) | Q(rooms__beds__in=list(found)))
    ]


def _seen(stays: Iterable[BedStay], viewer: User) -> dict[tuple[int | None, int | None], Person]:
    """Those of them whom the viewer may see, by the two keys of their stays."""
    rows = list(stays)
    trainees = Trainee.objects.visible_to(viewer).select_related("group")
    others = AccompanyingPerson.objects.visible_to(viewer).select_related("group")
    found = trainees.in_bulk([row.trainee_id for row in rows if row.trainee_id])
    more = others.in_bulk([row.accompanying_id for row in rows if row.accompanying_id])
    return {(key, None): each for key, each in found.items()} | {
        (None, key): each for key, each in more.items()
    }


def _sleeper(bed: Bed, stay: BedStay, person: Person | None, day: date) -> Sleeper:
    if person is None:
        return Sleeper(bed.number, False, period=until_words(stay))
    return Sleeper(
        bed.number,
        False,
        name=person.name,
        url=bed_page(person),
        group=person.group.name,
        is_minor=person.is_minor_on(day),
        is_accompanying=isinstance(person, AccompanyingPerson),
        period=until_words(stay),
        arrives=stay.first_night == day,
        despite=tuple(stay.despite.split()),
    )


def bed_page(person: Person) -> str:
    """The desk's page on which they get another bed."""
    kind = "accompanying" if isinstance(person, AccompanyingPerson) else "trainee"
    return reverse(f"admin:trainees_{kind}_bed", args=[person.pk])
