"""A trainee's way through the weeks, for the school: what its reports say, and what was signed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from accounts.models import User
from imyportal import weeks
from trainees.models import Trainee

from ..enums import WeekStatus
from ..models import HourWeek, Placement, WeeklyReport
from ..presenting import period
from ..sheets import minutes_of
from .reading import Report, read
from .showing import Row, show


@dataclass
class Week:
    """One week; figures are ready to print, empty where nothing is known."""

    monday: date
    period: str
    signed: str = ""  # hours, with every correction
    number: int | None = None  # of the group's stay; None without a report
    rows: list[Row] = field(default_factory=list)  # as the report has them, one a company


def of(trainee: Trainee, viewer: User) -> list[Week]:
    """The newest week first; four queries. Only what was released or signed."""
    found = {
        monday: Week(monday, period(monday, monday + timedelta(days=6)), weeks.hours(minutes))
        for monday, minutes in _signed(trainee, viewer).items()
    }
    reports = WeeklyReport.objects.visible_to(viewer).standing().filter(group=trainee.group_id)
    for report in _read(reports):
        shown = show(report)
        rows = [row for row in shown.rows if row.id == str(trainee.public_id)]
        if rows:
            monday = report.monday
            week = found.setdefault(monday, Week(monday, shown.period.rsplit(" ", 1)[0]))
            week.number, week.rows = report.number, rows
    return [found[monday] for monday in sorted(found, reverse=True)]


def _read(reports: Iterable[WeeklyReport]) -> Iterable[Report]:
    return (read(report.content) for report in reports if report.content)


def _signed(trainee: Trainee, viewer: User) -> dict[date, int]:
    """Signed minutes by Monday."""
    placements = Placement.objects.visible_to(viewer).filter(trainee=trainee)
    signed = list(HourWeek.objects.filter(placement__in=placements, status=WeekStatus.SIGNED))
    minutes = minutes_of(signed)
    found: dict[date, int] = {}
    for week in signed:
        found[week.monday] = found.get(week.monday, 0) + minutes.get(week.pk, 0)
    return found
