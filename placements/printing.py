"""The hour chart for paper: what is printed, the code it carries, and what that code tells a stranger."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NotRequired, TypedDict

from django.utils.timezone import localtime

from accounts.models import AccessLink, User
from imyportal import codes

from .entries import DayEntry
from .enums import ABSENCES, DayKind, WeekStatus
from .models import ChartPrint, HourWeek, Placement
from .sheets import Line, Sheet, minutes_of, whole


class StatedWeek(TypedDict):
    """A signed week on paper."""

    number: int  # of the placement, from 1
    monday: str
    minutes: int  # corrections included
    signed_on: str
    # Of charts printed since content version 2:
    signed_minutes: NotRequired[int]
    how: NotRequired[str]  # `SignedHow`
    corrected_on: NotRequired[str]  # the last time; empty when nothing was corrected


class Stated(TypedDict):
    """What a stranger with the paper in hand may compare; dates are ISO 8601."""

    trainee: str
    company: str
    starts_on: str
    ends_on: str
    is_blank: bool  # no hours at all were printed
    weeks: list[StatedWeek]


@dataclass(frozen=True)
class Printed:
    """One chart ready to go on paper."""

    row: ChartPrint
    content: dict[str, Any]


def charts(placements: Iterable[Placement], *, by: User | AccessLink, today: date) -> list[Printed]:
    """The charts of these placements as `by` may see them, each with its row; six queries and one a chart.

    The placements need trainee, group, organisation, company, company tutor and both tutors loaded. The
    same content printed again is the same row, with the code and the moment of the first time.
    """
    wanted = list(placements)
    seen = HourWeek.objects.visible_to(by).filter(placement__in=wanted)
    found = whole(wanted, seen.select_related("signature__user", "declared_by"), today=today)
    contents = [content(placement, found[placement.pk]) for placement in wanted]
    return [
        Printed(_row(placement, each, by), each)
        for placement, each in zip(wanted, contents, strict=True)
    ]


def _row(placement: Placement, each: dict[str, Any], by: User | AccessLink) -> ChartPrint:
    digest = digest_of(each)
    who: dict[str, Any] = {"link": by} if isinstance(by, AccessLink) else {"user": by}
    row = ChartPrint(
        placement=placement, code=codes.new(), digest=digest, stated=stated(each), **who
    )
    ChartPrint.objects.bulk_create([row], ignore_conflicts=True)
    return ChartPrint.objects.get(placement=placement, digest=digest)


def digest_of(each: dict[str, Any]) -> str:
    """SHA-256, in hex, over the canonical JSON of a chart's content."""
    text = json.dumps(each, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


# --- What is printed --------------------------------------------------------------------------


def content(placement: Placement, found: list[Sheet]) -> dict[str, Any]:
    """All that is printed, as plain values without a language; times are HH:MM, dates ISO 8601."""
    group = placement.trainee.group
    return {
        "version": 2,
        "trainee": placement.trainee.name,
        "group": group.name,
        "school": group.organisation.name,
        "company": placement.company.name,
        "company_tutor": placement.company_tutor.name,
        "tutor": str(placement.trainee.responsible),
        "starts_on": placement.starts_on.isoformat(),
        "ends_on": placement.ends_on.isoformat(),
        "agreed_minutes": sum(each.agreed_minutes for each in found),
        "weeks": [_week(each) for each in found],
    }


def _week(found: Sheet) -> dict[str, Any]:
    week = found.week
    is_sent = week is not None and found.status == WeekStatus.DECLARED
    return {
        "number": found.number,
        "monday": found.monday.isoformat(),
        "status": str(found.status),
        "minutes": found.minutes,
        "sent_on": _day(week.declared_at) if is_sent and week else "",
        "sent_by": _agency(week.declared_by) if is_sent and week else "",
        "returned_on": _day(week.returned_at)
        if week and found.status == WeekStatus.RETURNED
        else "",
        "signature": _signature(found),
        "days": [_line(line) for line in found.days],
    }


def _signature(found: Sheet) -> dict[str, Any] | None:
    signature = found.signature
    if signature is None:
        return None
    return {
        "name": signature.name,
        "role": signature.role,
        "how": str(signature.how),
        "minutes": signature.minutes,
        "on": signature.day.isoformat(),
        "at": "" if signature.is_paper else f"{localtime(signature.signed_at):%H:%M}",
        "marked_by": _agency(signature.user) if signature.is_paper else "",
    }


def _line(line: Line) -> dict[str, Any]:
    agreed = None if line.is_outside or not line.agreed else DayEntry.agreed(line.agreed)
    first, last = line.corrections[:1], line.corrections[-1:]
    return {
        "date": line.date.isoformat(),
        "is_outside": line.is_outside,
        "agreed": agreed.as_json() if agreed else None,
        "now": _shown(line.now),
        "told_at": _told(line),
        "filled_in_by": _agency(line.filled_in_by),
        # as it was signed, and who changed it last
        "was": _shown(DayEntry.from_json(first[0].old)) if first else None,
        "corrected_by": str(last[0].by) if last else "",
        "corrected_on": _day(last[0].at) if last else "",
    }


def _shown(entry: DayEntry | None) -> dict[str, Any] | None:
    """Why somebody was absent stays off the paper: the company reads it."""
    if entry is None:
        return None
    kind = DayKind.ABSENT if entry.kind in ABSENCES else entry.kind
    return entry.as_json() | {"kind": str(kind)}


def _told(line: Line) -> str:
    told = line.entry and line.entry.told_at and line.now and line.now.kind in ABSENCES
    return f"{localtime(line.entry.told_at):%H:%M}" if told and line.entry else ""


def _agency(user: User | None) -> str:
    return str(user) if user and user.is_staff else ""


def _day(moment: Any) -> str:
    return localtime(moment).date().isoformat() if moment else ""


# --- What the code tells ----------------------------------------------------------------------


def stated(each: dict[str, Any]) -> Stated:
    """The part of a chart's content that whoever holds the paper may compare."""
    return {
        "trainee": each["trainee"],
        "company": each["company"],
        "starts_on": each["starts_on"],
        "ends_on": each["ends_on"],
        "is_blank": not any(day["now"] for week in each["weeks"] for day in week["days"]),
        "weeks": [_stated(week) for week in each["weeks"] if week["signature"]],
    }


def _stated(week: dict[str, Any]) -> StatedWeek:
    return {
        "number": week["number"],
        "monday": week["monday"],
        "minutes": week["minutes"],
        "signed_on": week["signature"]["on"],
        "signed_minutes": week["signature"]["minutes"],
        "how": week["signature"]["how"],
        "corrected_on": corrected_on(week),
    }


def corrected_on(week: dict[str, Any]) -> str:
    """The last day on which one of a printed week's days was corrected; empty when none was."""
    return max(day["corrected_on"] for day in week["days"])


@dataclass(frozen=True)
class Check:
    """What anyone learns who holds a code of ours."""

    row: ChartPrint
    stated: Stated
    is_outdated: bool  # weeks were signed or corrected since
    has_newer: bool  # and it was printed anew

    @property
    def minutes(self) -> int:
        return sum(week["minutes"] for week in self.stated["weeks"])

    @property
    def signed_minutes(self) -> int:
        """Before any correction."""
        return sum(week.get("signed_minutes", week["minutes"]) for week in self.stated["weeks"])


def check(code: str) -> Check | None:
    """The print with this code (as `codes.read` gives it) against the hours of now; four queries."""
    row = ChartPrint.objects.filter(code=code).first()
    if row is None:
        return None
    signed = list(HourWeek.objects.filter(placement=row.placement_id, status=WeekStatus.SIGNED))
    minutes = minutes_of(signed)
    now = {week.monday.isoformat(): minutes.get(week.pk, 0) for week in signed}
    said = {week["monday"]: week["minutes"] for week in row.stated["weeks"]}
    newer = ChartPrint.objects.filter(placement=row.placement_id, made_at__gt=row.made_at)
    return Check(row, row.stated, is_outdated=now != said, has_newer=newer.exists())
