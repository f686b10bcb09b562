"""When what is due in a week: rows of the group, else of the agency, else what stands here.

Times are those of clocks in Italy. Kinds are ruled one by one: a group that has other times for its
check-ins has the agency's for all the rest.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from imyportal import audit
from imyportal.enums import Action
from trainees.models import Group

from ..enums import CycleKind, Weekday
from ..models import CycleTime
from ..models.cycle import EARLIEST, LATEST


@dataclass(frozen=True)
class Rung:
    """One step of one kind: a weekday and a time, or days; without any of them it is not asked."""

    kind: str
    step: int = 1
    weekday: int | None = None
    at: time | None = None
    days: int | None = None

    @property
    def is_asked(self) -> bool:
        return self.at is not None or self.days is not None

    def moment(self, monday: date) -> datetime:
        """When it is due in the week of `monday`; raises `ValueError` for what counts days."""
        if self.weekday is None or self.at is None:
            raise ValueError(f"{self.kind} has no time of the week.")
        day = monday + timedelta(days=self.weekday)
        return timezone.make_aware(datetime.combine(day, self.at))


STANDARD = [
    Rung(CycleKind.CHECK_IN, 1, Weekday.THURSDAY.value, time(12)),
    Rung(CycleKind.CHECK_IN, 2, Weekday.FRIDAY.value, time(18)),
    # About the week before, and only of companies without hours to sign.
    Rung(CycleKind.COMPANY_QUESTIONS, 1, Weekday.TUESDAY.value, time(10)),
    Rung(CycleKind.HOURS, 1, Weekday.FRIDAY.value, time(16)),
    Rung(CycleKind.HOURS, 2, Weekday.SUNDAY.value, time(18)),
    Rung(CycleKind.SIGN, days=2),  # working days
    Rung(CycleKind.REPORT_DUE, 1, Weekday.MONDAY.value, time(10)),
    Rung(CycleKind.OWN_CONTACT, days=7),
]


@dataclass(frozen=True)
class Timetable:
    """All that holds for one group."""

    rungs: tuple[Rung, ...]

    def of(self, kind: str) -> list[Rung]:
        """The steps of one kind in their order; none when it is not asked."""
        return [each for each in self.rungs if each.kind == kind]

    def days(self, kind: str) -> int | None:
        """Of what counts days; None when it is not asked."""
        return next((each.days for each in self.of(kind)), None)

    def moment(self, kind: str, monday: date) -> datetime | None:
        """When its first step is due in the week of `monday`; None when it is not asked."""
        return next((each.moment(monday) for each in self.of(kind)), None)


Kinds = dict[str, list[Rung]]


class Timetables:
    """Those of some groups."""

    def __init__(self, rows: Iterable[tuple[int | None, Rung]]) -> None:
        found: dict[int | None, Kinds] = defaultdict(lambda: defaultdict(list))
        for group, rung in sorted(rows, key=lambda row: row[1].step):
            found[group][rung.kind].append(rung)
        for_all = _by_kind(STANDARD) | found.pop(None, {})
        self.agency = _joined(for_all)
        self._own = {group: _joined(for_all | kinds) for group, kinds in found.items()}
        self._kinds = {group: frozenset(kinds) for group, kinds in found.items()}

    def of(self, group: int | None) -> Timetable:
        """What holds for the group with this key; None: what holds where a group has nothing."""
        return self._own.get(group, self.agency)

    def own_kinds(self, group: int | None) -> frozenset[str]:
        """The kinds of which the group has times of its own."""
        return self._kinds.get(group, frozenset())

    def all(self) -> Iterator[Timetable]:
        """Every one that differs."""
        yield self.agency
        yield from self._own.values()


def _by_kind(rungs: Iterable[Rung]) -> Kinds:
    found: Kinds = defaultdict(list)
    for each in rungs:
        found[each.kind].append(each)
    return found


def _joined(kinds: Kinds) -> Timetable:
    return Timetable(tuple(each for rungs in kinds.values() for each in rungs if each.is_asked))


def of_groups(groups: Collection[int] | None = None) -> Timetables:
    """What holds for these groups, or for all; one query."""
    rows = CycleTime.objects.all()
    if groups is not None:
        rows = rows.filter(Q(group=None) | Q(group__in=groups))
    columns = ("group", "kind", "step", "weekday", "at", "days")
    found = rows.order_by().values_list(*columns)
    return Timetables((group, Rung(*rest)) for group, *rest in found)


def is_daytime(now: datetime) -> bool:
    """Whether mails go out by themselves."""
    return EARLIEST <= timezone.localtime(now).time() < LATEST


# --- Changing ---------------------------------------------------------------------------------


@transaction.atomic
def change(group: Group | None, rungs: Iterable[Rung], *, by: User) -> None:
    """Let these hold for the group (None: for all without their own) instead of what it had.

    Kinds that are as the agency has them get no rows of their own, and go on following it. Raises
    `ValidationError` for a rung that cannot be, such as one at night.
    """
    if group is not None:
        Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
    wanted = _by_kind(rungs)
    same = _by_kind(of_groups([]).agency.rungs) if group else {}
    CycleTime.objects.filter(group=group).delete()
    for kind, steps in wanted.items():
        if group is not None and [each for each in steps if each.is_asked] == same.get(kind, []):
            continue
        for each in steps:
            row = CycleTime(group=group, **vars(each))
            row.full_clean()
            row.save(force_insert=True)
    audit.note(Action.CYCLE_CHANGED, by=by, about=group)
