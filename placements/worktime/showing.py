"""Findings about a week, as pages and the board show them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from imyportal import prepared
from imyportal.attention import Level, Signal

from ..enums import WEEK_LIMITS, LimitWeight, WeekStatus
from ..models import HourWeek, Placement, WorkDay, WorkingTimeFinding
from . import arranged, words

LOOK_BACK = timedelta(days=28)  # what is older is no news for the board


@dataclass(frozen=True)
class Notice:
    """One finding in words, or several of a week that differ in the day alone."""

    text: str
    days: frozenset[date]  # none: about the whole week
    is_agreed: bool  # IMY agreed on an exception
    reason: str  # why; for agency tutors only
    is_note: bool


@dataclass(frozen=True)
class Panel:
    """Notices together, as the pages of trainee and company have them."""

    notices: list[Notice]

    @property
    def tone(self) -> str:
        """Of the callout: agreed exceptions and notes are said plainly."""
        return "plain" if all(each.is_agreed or each.is_note for each in self.notices) else "warn"

    @property
    def caution(self) -> str:
        return words.caution()

    @property
    def days(self) -> set[date]:
        """Days that are marked in a list."""
        return {day for each in self.notices if not each.is_agreed for day in each.days}


def panel(
    placement: Placement, monday: date, day: date | None = None, *, is_arranged: bool = True
) -> Panel | None:
    """Of a week, or of one day in it; None when all limits are kept. One query.

    One more where something is arranged with the trainee (`agreed_hours.Timetable.spans`).
    """
    which: dict[str, Any] = {"week__placement": placement}
    which |= {"week__monday": monday} if day is None else {"date": day}
    found = _notices(**which) if day is None else _of_day(placement, day)
    found += _longer(**which) if is_arranged else []
    return Panel(found) if found else None


def has_findings() -> ExpressionWrapper:
    """Of a week, as an annotation for its query: a page asks for them only where there are some."""
    found = WorkingTimeFinding.objects.filter(week=OuterRef("pk")).order_by()
    longer = arranged.longer().filter(week=OuterRef("pk")).order_by()
    return ExpressionWrapper(Q(Exists(found)) | Q(Exists(longer)), output_field=BooleanField())


def of_stored(week: HourWeek | None) -> Panel | None:
    """The panel of a week read with `has_findings`; one query when there are any, else none."""
    if week is None or not getattr(week, "has_findings", True):
        return None
    return panel(week.placement, week.monday)


def of_week(placement: Placement, monday: date) -> list[Notice]:
    """What the hours of a week do not keep, for pages that have found the week; two queries."""
    which = {"week__placement": placement, "week__monday": monday}
    return _notices(**which) + _longer(**which)


def _of_day(placement: Placement, day: date) -> list[Notice]:
    found = _rows(week__placement=placement, date=day)
    return [_notice([row]) for row in found if row.kind not in WEEK_LIMITS]


def of_placement(placement: Placement) -> list[Notice]:
    """All findings of a placement; one query."""
    return _notices(week__placement=placement)


def about(row: WorkDay) -> list[str]:
    """What a day that was just saved does not keep, the week's limits included; two queries."""
    found = _rows(week=row.week_id).filter(
        Q(date=row.date) | Q(kind__in=WEEK_LIMITS), exception=None
    )
    also = [each.text for each in _longer(pk=row.pk)]
    return [words.of_finding(each) for each in found] + also


def _longer(**which: object) -> list[Notice]:
    """Days that are longer than arranged with the trainee; one query."""
    days = arranged.longer().filter(**which)
    return [
        Notice(arranged.words(day, minutes, most), frozenset([day]), False, "", is_note=False)
        for day, minutes, most in days.values_list(*arranged.COLUMNS)
    ]


def _rows(**which: object) -> QuerySet[WorkingTimeFinding]:
    return WorkingTimeFinding.objects.filter(**which).select_related("limit__rules", "exception")


def _notices(**which: object) -> list[Notice]:
    alike: dict[tuple[object, ...], list[WorkingTimeFinding]] = {}
    for row in _rows(**which):
        same = (row.week_id, row.limit_id, row.measured, row.is_joint, row.exception_id)
        alike.setdefault(same, []).append(row)
    return [_notice(rows) for rows in alike.values()]


def _notice(alike: list[WorkingTimeFinding]) -> Notice:
    row = alike[0]
    is_about_days = row.kind not in WEEK_LIMITS
    return Notice(
        text=words.of_findings(alike),
        days=frozenset(each.date for each in alike if is_about_days),
        is_agreed=row.exception is not None,
        reason=row.exception.reason if row.exception else "",
        is_note=row.limit.weight == LimitWeight.NOTE,
    )


def _not_kept(viewer: User, today: date) -> QuerySet[WorkingTimeFinding]:
    is_settled = Q(week__monday__lte=today - timedelta(days=7)) | Q(
        week__status__in=[WeekStatus.DECLARED, WeekStatus.SIGNED]
    )
    return (
        WorkingTimeFinding.objects.filter(
            is_settled,
            exception=None,
            date__range=(today - LOOK_BACK, today),
            week__placement__in=Placement.objects.visible_to(viewer).live(),
        )
        .exclude(limit__weight=LimitWeight.NOTE)
        .select_related("limit__rules", "week__placement")
        .order_by("-date", "-pk")
    )


def signals(viewer: User, now: datetime) -> Iterator[Signal]:
    """Limits not kept in weeks that were sent or are over; one query. Exceptions and notes are silent."""
    by_trainee: dict[int, list[WorkingTimeFinding]] = {}
    for row in prepared.rows(_not_kept, viewer, timezone.localdate(now)):
        by_trainee.setdefault(row.week.placement.trainee_id, []).append(row)
    for trainee, found in by_trainee.items():
        yield _signal(trainee, found)


def _signal(trainee: int, found: list[WorkingTimeFinding]) -> Signal:
    newest, more = found[0], len(found) - 1
    is_red = any(row.limit.rules.is_for_minors for row in found)
    return Signal(
        trainee_id=trainee,
        key=f"worktime:{newest.date}:{len(found)}",
        level=Level.RED if is_red else Level.AMBER,
        icon="clock",
        text=words.of_finding(newest),
        since=ngettext("and %d limit more", "and %d limits more", more) % more if more else "",
        action=_("Look at the week"),
        url=reverse("admin:placements_hourweek_change", args=[newest.week_id]),
    )
