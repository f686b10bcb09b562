"""Reading an hour chart: a week with its seven days, and a placement's weeks at a glance."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Sum
from django.db.models.functions import Coalesce

from imyportal import weeks

from .entries import DayEntry
from .enums import EDITABLE_WEEKS, WeekStatus
from .models import AgreedDay, Correction, HourWeek, Placement, WeekSignature, WorkDay


@dataclass(frozen=True)
class Line:
    """One day of a week."""

    date: date
    agreed: AgreedDay | None
    entry: WorkDay | None
    corrections: list[Correction]
    is_today: bool
    is_future: bool
    is_outside: bool  # the placement does not hold this day

    @property
    def now(self) -> DayEntry | None:
        """What holds: the newest correction, else the entry."""
        if self.corrections:
            return DayEntry.from_json(self.corrections[-1].new)
        return DayEntry.of(self.entry) if self.entry else None

    @property
    def minutes(self) -> int:
        return self.now.minutes if self.now else 0

    @property
    def agreed_minutes(self) -> int:
        return self.agreed.minutes if self.agreed and not self.is_outside else 0

    @property
    def is_free(self) -> bool:
        """Nothing agreed and nothing entered."""
        return self.agreed is None and self.now is None

    @property
    def is_missing(self) -> bool:
        """Work was agreed and nothing is entered, be the day past or still to come."""
        return self.agreed is not None and not self.is_outside and self.now is None


@dataclass(frozen=True)
class Sheet:
    """One week of a placement's hour chart, whether anything is stored of it or not."""

    placement: Placement
    monday: date
    week: HourWeek | None
    signature: WeekSignature | None
    days: list[Line] = field(default_factory=list)

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def number(self) -> int:
        return self.placement.week_number(self.monday)

    @property
    def iso(self) -> str:
        return weeks.iso(self.monday)

    @property
    def status(self) -> WeekStatus:
        return WeekStatus(self.week.status) if self.week else WeekStatus.OPEN

    @property
    def version(self) -> int:
        """The version to send back with a change; 0 while nothing is stored."""
        return self.week.version if self.week else 0

    @property
    def minutes(self) -> int:
        return sum(line.minutes for line in self.days)

    @property
    def agreed_minutes(self) -> int:
        return sum(line.agreed_minutes for line in self.days)

    @property
    def missing(self) -> list[date]:
        """Days on which work was agreed and nothing is entered."""
        return [line.date for line in self.days if line.is_missing]

    @property
    def can_edit(self) -> bool:
        return self.status in EDITABLE_WEEKS

    @property
    def can_send(self) -> bool:
        return self.can_edit and not self.missing and any(line.entry for line in self.days)

    @property
    def can_take_back(self) -> bool:
        return self.status == WeekStatus.DECLARED


def sheet(placement: Placement, monday: date, *, today: date) -> Sheet:
    """The week of `placement` that starts on `monday`; four queries at most."""
    week = HourWeek.objects.filter(placement=placement, monday=monday).first()
    found = [week] if week else []
    return _sheets([(placement, monday, week)], found, today)[0]


def sheets(found: Iterable[HourWeek], *, today: date) -> list[Sheet]:
    """The same for stored weeks (pass them with `placement` loaded); a fixed number of queries."""
    stored = list(found)
    return _sheets([(week.placement, week.monday, week) for week in stored], stored, today)


def _sheets(
    wanted: list[tuple[Placement, date, HourWeek | None]], stored: list[HourWeek], today: date
) -> list[Sheet]:
    agreed: dict[tuple[int, int], AgreedDay] = {
        (day.placement_id, day.weekday): day
        for day in AgreedDay.objects.filter(placement__in={placement for placement, *_ in wanted})
    }
    entries: dict[tuple[int, date], WorkDay] = {}
    corrections: dict[tuple[int, date], list[Correction]] = {}
    signatures: dict[int, WeekSignature] = {}
    if stored:
        for day in WorkDay.objects.filter(week__in=stored):
            entries[day.week_id, day.date] = day
        for change in Correction.objects.filter(week__in=stored).select_related("by"):
            corrections.setdefault((change.week_id, change.date), []).append(change)
        for signature in WeekSignature.objects.filter(week__in=stored):
            signatures[signature.week_id] = signature

    def line(placement: Placement, week: HourWeek | None, day: date) -> Line:
        return Line(
            date=day,
            agreed=agreed.get((placement.pk, day.weekday())),
            entry=entries.get((week.pk, day)) if week else None,
            corrections=corrections.get((week.pk, day), []) if week else [],
            is_today=day == today,
            is_future=day > today,
            is_outside=not placement.holds(day),
        )

    return [
        Sheet(
            placement=placement,
            monday=monday,
            week=week,
            signature=signatures.get(week.pk) if week else None,
            days=[line(placement, week, day) for day in weeks.days_of(monday)],
        )
        for placement, monday, week in wanted
    ]


@dataclass(frozen=True)
class WeekLine:
    """One week in a list."""

    monday: date
    number: int
    status: WeekStatus
    minutes: int  # with corrections

    @property
    def iso(self) -> str:
        return weeks.iso(self.monday)

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)


def history(placement: Placement, *, today: date) -> list[WeekLine]:
    """The placement's weeks up to `today`, newest first; three queries."""
    stored = {week.monday: week for week in HourWeek.objects.filter(placement=placement)}
    minutes = minutes_of(stored.values())
    return [
        WeekLine(
            monday=monday,
            number=placement.week_number(monday),
            status=WeekStatus(stored[monday].status) if monday in stored else WeekStatus.OPEN,
            minutes=minutes.get(stored[monday].pk, 0) if monday in stored else 0,
        )
        for monday in reversed(weeks.mondays(placement.starts_on, min(placement.ends_on, today)))
    ]


def minutes_of(found: Iterable[HourWeek]) -> dict[int, int]:
    """Minutes of each week by its primary key, corrections included; two queries."""
    keys = [week.pk for week in found]
    totals: dict[int, int] = {}
    for model, column in ((WorkDay, "minutes"), (Correction, "minutes_more")):
        rows = (
            model._default_manager.filter(week__in=keys)
            .values_list("week")
            .annotate(total=Sum(column))
            .order_by()
        )
        for key, total in rows:
            totals[key] = totals.get(key, 0) + total
    return totals


def signed_minutes(placement: Placement) -> int:
    """Minutes of all signed weeks, corrections included; two queries."""
    signed = HourWeek.objects.filter(placement=placement, status=WeekStatus.SIGNED)
    days = WorkDay.objects.filter(week__in=signed).aggregate(total=Coalesce(Sum("minutes"), 0))
    more = Correction.objects.filter(week__in=signed).aggregate(
        total=Coalesce(Sum("minutes_more"), 0)
    )
    return int(days["total"] + more["total"])
