"""What happens when in the stay of a group, for who comes with it; rooms above add their own.

A room registers a function in a module its `AppConfig.ready()` imports:

    @timetable.tells
    def first_days(group: Group) -> Iterator[Line]: ...
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..going_home import times
from ..models import AccompanyingPerson, Group, WelcomeDay


@dataclass(frozen=True)
class Line:
    """What happens at a moment, or on a day."""

    at: datetime
    text: str
    note: str = ""
    has_time: bool = True

    @property
    def when(self) -> str:
        return date_format(self.at, "l j F, H:i" if self.has_time else "l j F")


Tells = Callable[[Group], Iterable[Line]]
_tells: list[Tells] = []


def tells(function: Tells) -> Tells:
    """`function` tells of a group; one query at most."""
    _tells.append(function)
    return function


def of(person: AccompanyingPerson) -> list[Line]:
    """In time order; a query, and one for each that registered. The group must be loaded."""
    lines = [*_days(person), *(line for tell in _tells for line in tell(person.group))]
    return sorted(lines, key=lambda line: line.at)


def _days(person: AccompanyingPerson) -> Iterator[Line]:
    group = person.group
    yield _whole(group.arrives_on, _("The group arrives"))
    if person.arrives_on != group.arrives_on:
        yield _whole(person.arrives_on, _("You arrive"))
    if welcome := WelcomeDay.objects.filter(group=group).first():
        place = ". ".join(filter(None, [welcome.place, welcome.note]))
        yield Line(timezone.localtime(welcome.starts_at), _("Welcome day"), place)
    if person.leaves_on != group.leaves_on:
        yield _whole(person.leaves_on, _("You leave"))
    yield _whole(group.leaves_on, _("The group leaves"))
    home_by = timezone.localtime(times.of_group(group))
    yield Line(home_by, _("The group is expected home"))


def _whole(day: date, text: str) -> Line:
    return Line(timezone.make_aware(datetime.combine(day, time())), text, has_time=False)
