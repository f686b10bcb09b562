"""Which guests are to be declared: laid anew whenever beds change, in the same transaction.

There is a file a house, day and group, so that who leads the group can send it: `docs/adr/0064-guest-files.md`.
A stay is what somebody spends in one house without a night between. It is declared on arrival, and every 30 nights
once more. What has its receipt stays as it is.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from ..models import AccompanyingPerson, BedStay, GuestEntry, GuestFile
from ..models.accompanying import Person, of_people, whose
from . import NIGHT, identities
from .lines import MOST_NIGHTS

USUAL = time(15)  # of arrival, by the clocks of Italy, until somebody knows better
HOURS = timedelta(hours=24)
HOURS_SHORT = timedelta(hours=6)  # for a stay of less than a day
Key = tuple[int, date]  # house and day of arrival


def arrivals(stays: Iterable[BedStay]) -> Iterator[tuple[Key, int]]:
    """House, day and nights of every declaration; `stays` are one person's, with their rooms, in order."""
    whole: list[tuple[int, date, date]] = []
    for stay in stays:
        house = stay.bed.room.house_id
        if whole and whole[-1][0] == house and whole[-1][2] + NIGHT == stay.first_night:
            whole[-1] = house, whole[-1][1], stay.last_night
        else:
            whole.append((house, stay.first_night, stay.last_night))
    for house, first, last in whole:
        for n in range(0, (last - first).days + 1, MOST_NIGHTS):
            day = first + timedelta(days=n)
            yield (house, day), min(MOST_NIGHTS, (last - day).days + 1)


def lay(people: Iterable[Person]) -> None:
    """Bring the open files into line with the beds of these people, whose rows the caller has locked."""
    rows = list(people)
    stays: dict[Person, list[BedStay]] = defaultdict(list)
    found = BedStay.objects.filter(of_people(rows))
    found = found.select_related("bed__room", "trainee", "accompanying")
    for stay in found.order_by("first_night"):
        stays[stay.person].append(stay)
    touched: set[int] = set()
    for person in rows:
        touched |= _lay(person, dict(arrivals(stays[person])))
    for file in GuestFile.objects.filter(pk__in=touched, receipted_at=None):
        _tidy(file)
    identities.release(rows, by=None)


def _lay(person: Person, wanted: dict[Key, int]) -> set[int]:
    """The keys of the files that were touched."""
    touched = set()
    for entry in GuestEntry.objects.of(person).select_related("file"):
        is_open = entry.file.receipted_at is None
        if is_open and entry.file.group_id not in (None, person.group_id):
            nights = None  # they came with another group before
        else:
            nights = wanted.pop((entry.file.house_id, entry.file.arrives_on), None)
        if entry.file.receipted_at is not None or nights == entry.nights:
            continue
        touched.add(entry.file_id)
        if nights is None:
            entry.delete()
        else:
            entry.nights = nights
            entry.save(update_fields=["nights"])
    for (house, day), nights in wanted.items():
        file = _open_file(house, day, person.group_id)
        entry = GuestEntry.objects.create(file=file, **whose(person), nights=nights)
        if isinstance(person, AccompanyingPerson):
            _lead_instead_of_trainee(entry)
        touched.add(file.pk)
    return touched


def _lead_instead_of_trainee(entry: GuestEntry) -> None:
    """Who accompanies a group leads it, however late they got a bed; who was chosen among them stays."""
    others = GuestEntry.objects.filter(file=entry.file_id, leads=True)
    if not others.filter(accompanying__isnull=False).exists():
        others.update(leads=False)
        entry.leads = True
        entry.save(update_fields=["leads"])


def _open_file(house: int, day: date, group: int) -> GuestFile:
    at = timezone.make_aware(datetime.combine(day, USUAL))
    return GuestFile.objects.get_or_create(
        house_id=house,
        group_id=group,
        arrives_on=day,
        receipted_at=None,
        defaults={"arrived_at": at, "due_at": at + HOURS},
    )[0]


def _tidy(file: GuestFile) -> None:
    """It has one leader: who accompanies the group, else an adult if there is one. A file without people goes."""
    entries = list(file.entries.select_related("trainee", "accompanying"))
    if not entries:
        file.delete()
        return
    if not any(entry.leads for entry in entries):
        first = min(entries, key=lambda each: _rank(each, file.arrives_on))
        first.leads = True
        first.save(update_fields=["leads"])
    set_due(file)


def _rank(entry: GuestEntry, day: date) -> tuple[bool, bool]:
    return entry.trainee is not None, entry.person.is_minor_on(day)


def set_due(file: GuestFile) -> None:
    """Article 109 of the TULPS: 24 hours after arrival, 6 for who stays less than a day."""
    is_short = file.entries.filter(nights=1).exists()
    file.due_at = file.arrived_at + (HOURS_SHORT if is_short else HOURS)
    file.save(update_fields=["due_at"])
