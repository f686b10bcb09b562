"""Reading an hour chart: a week with its seven days, and a placement's weeks at a glance."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet, Subquery, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from accounts.models import User
from imyportal import prepared, weeks

from . import agreed_hours
from .agreed_hours import Timetable
from .entries import DayEntry
from .enums import EDITABLE_WEEKS, WeekStatus
from .glance import Glance, Tally, measure
from .models import (
    AgreedDay,
    Correction,
    CorrectionRequest,
    HourWeek,
    Placement,
    WeekSignature,
    WorkDay,
)


@dataclass(frozen=True)
class Line:
    """One day of a week."""

    date: date
    agreed: AgreedDay | None  # as short as is arranged for this day
    entry: WorkDay | None
    corrections: list[Correction]
    is_today: bool
    is_future: bool
    is_outside: bool  # the placement does not hold this day
    most: int | None = None  # minutes arranged for this day at most

    @property
    def now(self) -> DayEntry | None:
        """What holds: the newest correction, else the entry."""
        if self.corrections:
            return DayEntry.from_json(self.corrections[-1].new)
        return DayEntry.of(self.entry) if self.entry else None

    @property
    def is_past(self) -> bool:
        return not (self.is_today or self.is_future)

    @property
    def minutes(self) -> int:
        return self.now.minutes if self.now else 0

    @property
    def filled_in_by(self) -> User | None:
        """The agency tutor who filled the day in on the trainee's behalf; None: the trainee did."""
        by = self.entry.filled_by if self.entry else None
        return by if by and by.is_staff else None

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
    timetable: Timetable = field(default_factory=Timetable)

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
    def signed_minutes(self) -> int | None:
        """What was signed, before any correction."""
        return self.signature.minutes if self.signature else None

    @property
    def corrected_on(self) -> date | None:
        """The last day on which a day of the week was corrected."""
        return max(
            (localdate(each.at) for line in self.days for each in line.corrections), default=None
        )

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
    def tallies(self) -> list[Tally]:
        """The days entered, as `glance.measure` counts them."""
        return [
            Tally(
                weekday=line.date.weekday(),
                kind=now.kind,
                status=self.status,
                days=1,
                minutes=now.minutes,
                is_settled=self.status not in EDITABLE_WEEKS or line.is_past,
                most=line.most,
            )
            for line in self.days
            if (now := line.now)
        ]

    @property
    def can_take_back(self) -> bool:
        return self.status == WeekStatus.DECLARED


def sheet(placement: Placement, monday: date, *, today: date) -> Sheet:
    """The week of `placement` that starts on `monday`; four queries at most."""
    week = (
        HourWeek.objects.filter(placement=placement, monday=monday)
        .select_related("signature__user", "declared_by")
        .first()
    )
    found = [week] if week else []
    return _sheets([(placement, monday, week)], found, today)[0]


def week_of(placements: Iterable[Placement], monday: date, *, today: date) -> list[Sheet]:
    """The same week of many placements, in their order; four queries at most."""
    wanted = list(placements)
    found = HourWeek.objects.filter(placement__in=wanted, monday=monday)
    stored = {week.placement_id: week for week in found.select_related("signature__user")}
    rows = [(placement, monday, stored.get(placement.pk)) for placement in wanted]
    return _sheets(rows, list(stored.values()), today)


def sheets(found: Iterable[HourWeek], *, today: date) -> list[Sheet]:
    """The same for stored weeks, with `placement` and `signature` loaded; three queries at most."""
    stored = list(found)
    return _sheets([(week.placement, week.monday, week) for week in stored], stored, today)


def _sheets(
    wanted: list[tuple[Placement, date, HourWeek | None]], stored: list[HourWeek], today: date
) -> list[Sheet]:
    timetables = agreed_hours.of({placement.pk for placement, *_ in wanted})
    entries: dict[tuple[int, date], WorkDay] = {}
    corrections: dict[tuple[int, date], list[Correction]] = {}
    if stored:
        days = WorkDay.objects.filter(week__in=stored).select_related("filled_by").order_by()
        for day in days:
            entries[day.week_id, day.date] = day
    signed = [week for week in stored if week.status == WeekStatus.SIGNED]
    if signed:
        for change in Correction.objects.filter(week__in=signed).select_related("by"):
            corrections.setdefault((change.week_id, change.date), []).append(change)

    def line(placement: Placement, week: HourWeek | None, day: date) -> Line:
        return Line(
            date=day,
            agreed=timetables[placement.pk].on(day),
            entry=entries.get((week.pk, day)) if week else None,
            corrections=corrections.get((week.pk, day), []) if week else [],
            is_today=day == today,
            is_future=day > today,
            is_outside=not placement.holds(day),
            most=timetables[placement.pk].most_on(day),
        )

    return [
        Sheet(
            placement=placement,
            monday=monday,
            week=week,
            signature=_signature_of(week),
            days=[line(placement, week, day) for day in weeks.days_of(monday)],
            timetable=timetables[placement.pk],
        )
        for placement, monday, week in wanted
    ]


def _signature_of(week: HourWeek | None) -> WeekSignature | None:
    return week.signature if week and week.status == WeekStatus.SIGNED else None


def whole(
    placements: Iterable[Placement], seen: Iterable[HourWeek], *, today: date
) -> dict[int, list[Sheet]]:
    """All weeks of each placement, the first one first, by its key; three queries.

    `seen` are the stored weeks to show, with `signature` loaded; any other is empty.
    """
    stored = {(week.placement_id, week.monday): week for week in seen}
    wanted = [
        (placement, monday, stored.get((placement.pk, monday)))
        for placement in placements
        for monday in weeks.mondays(placement.starts_on, placement.ends_on)
    ]
    found: dict[int, list[Sheet]] = {}
    for each in _sheets(wanted, list(stored.values()), today):
        found.setdefault(each.placement.pk, []).append(each)
    return found


@dataclass(frozen=True)
class WeekLine:
    """One week in a list."""

    monday: date
    number: int
    status: WeekStatus
    minutes: int  # with corrections
    signed_minutes: int = 0  # before any correction
    signed_by: str = ""
    is_paper: bool = False  # signed by hand

    @property
    def iso(self) -> str:
        return weeks.iso(self.monday)

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)


def total_minutes() -> Combinable:
    """Of a week, corrections included: an annotation for its query."""

    def total(model: type[WorkDay] | type[Correction], column: str) -> Coalesce:
        rows = model._default_manager.filter(week=OuterRef("pk")).order_by().values("week")
        return Coalesce(Subquery(rows.annotate(total=Sum(column)).values("total")), 0)

    return total(WorkDay, "minutes") + total(Correction, "minutes_more")


def _stored(placement: Placement) -> dict[date, HourWeek]:
    """The placement's weeks with their signatures, and whether a correction was asked for; one query."""
    return {week.monday: week for week in prepared.filled(_weeks_of, (placement.pk,))}


def _weeks_of(placement: int) -> QuerySet[HourWeek]:
    return (
        HourWeek.objects.filter(placement=placement)
        .select_related("signature__user", "declared_by")
        .annotate(was_asked=Exists(CorrectionRequest.objects.filter(week=OuterRef("pk"))))
        .order_by()
    )


def _week_line(sheet: Sheet) -> WeekLine:
    return WeekLine(
        monday=sheet.monday,
        number=sheet.number,
        status=sheet.status,
        minutes=sheet.minutes,
        signed_minutes=sheet.signed_minutes or 0,
        signed_by=sheet.signature.name if sheet.signature else "",
        is_paper=bool(sheet.signature and sheet.signature.is_paper),
    )


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


@dataclass(frozen=True)
class Chart:
    """A placement's hour chart: one week with its days, the unsent ones too, all at a glance."""

    shown: Sheet
    unsent: list[Sheet]  # begun, neither sent nor signed, without `shown`; oldest first
    weeks: list[WeekLine]  # up to today, newest first
    stored: list[Sheet]  # every week of which something is stored

    @property
    def glance(self) -> Glance:
        """The hours of the whole placement."""
        placement, timetable = self.shown.placement, self.shown.timetable
        return measure(
            placement.starts_on,
            placement.ends_on,
            timetable.minutes,
            [tally for each in self.stored for tally in each.tallies],
            below_percent=settings.BELOW_AGREED_PERCENT,
            spans=timetable.spans,
        )

    @property
    def signed_minutes(self) -> int:
        return sum(line.minutes for line in self.weeks if line.status == WeekStatus.SIGNED)

    @property
    def with_company(self) -> list[WeekLine]:
        """Sent and not signed yet, newest first."""
        return [line for line in self.weeks if line.status == WeekStatus.DECLARED]

    @property
    def last_signed(self) -> WeekLine | None:
        return next((line for line in self.weeks if line.status == WeekStatus.SIGNED), None)


def chart(placement: Placement, monday: date, *, today: date) -> Chart:
    """All that a trainee's page shows of the hours; three queries, four once a week is signed."""
    stored = _stored(placement)
    begun = weeks.mondays(placement.starts_on, min(placement.ends_on, today))
    unsent = [day for day in begun if day not in stored or stored[day].status in EDITABLE_WEEKS]
    found = {day: stored.get(day) for day in (monday, *unsent, *sorted(stored, reverse=True))}
    every = _sheets(
        [(placement, day, week) for day, week in found.items()], list(stored.values()), today
    )
    by_monday = {each.monday: each for each in every}
    return Chart(
        shown=by_monday[monday],
        unsent=[by_monday[day] for day in unsent if day != monday],
        weeks=[_week_line(by_monday[day]) for day in reversed(begun)],
        stored=[each for each in every if each.week],
    )
