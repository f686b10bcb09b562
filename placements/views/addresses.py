import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from accounts.requests import UserRequest
from imyportal import weeks

from .. import stays
from ..models import Placement
from ..stays import Stays


@dataclass(frozen=True)
class Addresses:
    """Where the pages of one placement are: with its key where the date alone is not enough."""

    stays: Stays
    placement: Placement

    def week(self, day: date, query: str = "") -> str:
        monday = weeks.monday_of(day)
        return self._at("week", monday, monday + timedelta(days=6), query)

    def send(self, monday: date) -> str:
        return self._at("week_send", monday, monday + timedelta(days=6))

    def ask(self, day: date) -> str:
        return self._at("day_ask", day, day)

    def take_back(self, monday: date) -> str:
        return self._at("week_take_back", monday, monday + timedelta(days=6))

    def day(self, day: date, query: str = "") -> str:
        return self._at("day", day, day, query)

    def as_agreed(self, day: date) -> str:
        return self._at("day_as_agreed", day, day)

    def _at(self, name: str, first: date, last: date, query: str = "") -> str:
        if self.stays.during(first, last) != self.placement:
            query = f"placement={self.placement.public_id}{'&' if query else ''}{query}"
        path = reverse(f"placements:{name}", args=[first])
        return f"{path}?{query}" if query else path


def stays_of(request: UserRequest, *, with_check_in: bool = False) -> Stays:
    """The stays of the signed-in trainee, as `stays.of`; nobody else has such pages."""
    today = timezone.localdate()
    found = stays.of(request.user, today=today, with_check_in=with_check_in)
    if found is None:
        raise Http404
    return found


def at(request: UserRequest, first: date, last: date) -> Addresses:
    """The placement a page is about: the one named in the address, else by its dates."""
    found = stays_of(request)
    name = request.GET.get("placement")
    try:
        placement = found.named(uuid.UUID(name)) if name else found.during(first, last)
    except ValueError:
        placement = None
    if placement is None or placement.starts_on > last or placement.ends_on < first:
        raise Http404
    return Addresses(found, placement)
