"""Somebody's own page of the house: the bed of now or the next one, and who shares the room."""

from datetime import date, timedelta
from urllib.parse import quote

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property

from ..models import BedStay, GuestEntry
from ..models.accompanying import Person, whose
from . import NIGHT

AHEAD = timedelta(days=7)


class Page:
    """Two queries."""

    def __init__(self, person: Person) -> None:
        self.person = person

    @cached_property
    def stays(self) -> list[BedStay]:
        """From today on, the nearest first; on the day of departure the one that ended."""
        yesterday = timezone.localdate() - NIGHT
        rows = BedStay.objects.of(self.person).filter(last_night__gte=yesterday)
        return list(rows.select_related("bed__room__house").order_by("first_night", "pk"))

    @property
    def stay(self) -> BedStay | None:
        """The one that holds tonight, else the next, else the one that has just ended."""
        today = timezone.localdate()
        still = [each for each in self.stays if each.last_night >= today]
        return next(iter(still or self.stays), None)

    @property
    def later(self) -> list[BedStay]:
        """Where they move afterwards."""
        now = self.stay
        return [each for each in self.stays if now and each.first_night > now.first_night]

    @cached_property
    def roommates(self) -> list[str]:
        """First names of those who sleep in the same room on one of the nights to come."""
        if (stay := self.stay) is None:
            return []
        first = max(stay.first_night, min(timezone.localdate(), stay.last_night))
        rows = BedStay.objects.touching(first, stay.last_night).filter(bed__room=stay.bed.room_id)
        others = rows.exclude(**whose(self.person)).select_related("trainee", "accompanying")
        return sorted({each.person.first_name for each in others})

    @property
    def map_url(self) -> str:
        """Opens the map program of the phone (RFC 5870 with the common `q`); no address of anybody else."""
        return f"geo:0,0?q={quote(self.stay.bed.room.house.address)}" if self.stay else ""


def asked_from(arrives_on: date) -> date:
    """The day from which people are asked for what the police wants to know."""
    return arrives_on - AHEAD


def entries(day: date) -> QuerySet[GuestEntry]:
    """What is to be declared of people to the police, from a week before they arrive."""
    return GuestEntry.objects.open().filter(file__arrives_on__lte=day + AHEAD)


def guest_entry(person: Person) -> GuestEntry | None:
    """What is to be declared of them to the police, the nearest first; it may be long before they are asked."""
    people = ("trainee__group", "accompanying__group__organisation")
    rows = GuestEntry.objects.open().filter(**whose(person)).select_related("file__house", *people)
    return rows.order_by("file__arrives_on").first()
