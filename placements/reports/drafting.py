"""Drafts: laid for every group and week, refreshed from the sources, decided on line by line.

What a tutor decided outlives every refresh: words typed stay, a line that was hidden stays hidden, even when
its numbers change or it goes and comes back. Every change of what the sources say gives the report another
`revision`; only the one somebody has looked at can be released.
"""

import hashlib
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from imyportal import work
from trainees.models import Group

from ..cycle import timetable
from ..models import Placement, ReportLine, WeeklyReport
from . import sources, timing
from .lines import Line

# --- Laying and refreshing --------------------------------------------------------------------


def lay(now: datetime) -> int:
    """A row for every group with placements in a week whose draft should be there; how many were missing.

    Two at once lay each once: group, week and version are unique.
    """
    return sum(_lay(monday) for monday in timing.weeks_to_lay(now))


def _lay(monday: date) -> int:
    sunday = monday + timedelta(days=6)
    at_work = Placement.objects.live().filter(starts_on__lte=sunday, ends_on__gte=monday)
    known = WeeklyReport.objects.filter(group=OuterRef("pk"), monday=monday)
    groups = Group.objects.filter(~Exists(known), pk__in=at_work.values("trainee__group"))
    rows = [WeeklyReport(group=group, monday=monday) for group in groups.order_by("pk")]
    WeeklyReport.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def refresh_due() -> int:
    """Refresh every draft whose time has come; how many."""
    return work.do_all(WeeklyReport.objects.drafts().due, _refresh)


def refresh_now(report: WeeklyReport) -> None:
    """The same for one draft while its tutor waits; the worker goes on with it if that fails."""
    mine = WeeklyReport.objects.drafts().filter(pk=report.pk)
    mine.filter(lease_until=None).update(due_at=timezone.now())
    work.do_all(mine.due, _refresh)


def _refresh(claim: work.Claim[WeeklyReport]) -> None:
    report = claim.row
    placements = sources.placements_of(report.group, report.monday)
    lines = sources.gather(placements, report.monday)
    work.hook("reports.before_keep")
    again = timing.next_refresh(report.monday, timezone.now())
    times = timetable.of_groups([report.group_id]).of(report.group_id)
    with claim.finish(again=again) as row:
        row.wanted_by = timing.asked_for_by(times, row.monday)
        keep(row, lines)


def keep(report: WeeklyReport, lines: Iterable[Line]) -> None:
    """Bring the lines of a locked draft up to date; four queries, however many lines."""
    known = {row.key: row for row in report.lines.all()}
    revision = report.revision + 1
    new: list[ReportLine] = []
    changed: list[ReportLine] = []
    for line in lines:
        row = known.pop(line.key, None) or ReportLine(
            report=report, key=line.key, revision=0, is_shown=line.is_shown
        )
        told = {
            "placement_id": line.placement.pk if line.placement else None,
            "kind": line.kind.name,
            "level": line.level,
            "values": line.kind.written(line.values),
            "is_current": True,
        }
        if row.pk and all(getattr(row, name) == value for name, value in told.items()):
            continue
        for name, value in told.items():
            setattr(row, name, value)
        row.revision = revision
        (changed if row.pk else new).append(row)
    for row in known.values():
        if row.is_current:
            row.is_current, row.revision = False, revision
            changed.append(row)
    ReportLine.objects.bulk_create(new)
    fields = ["placement", "kind", "level", "values", "is_current", "revision"]
    ReportLine.objects.bulk_update(changed, fields)
    if new or changed:
        report.revision = revision
    report.refreshed_at = timezone.now()
    report.save(update_fields=["revision", "refreshed_at", "wanted_by"])


# --- What the tutor decides -------------------------------------------------------------------


def fingerprint(text: str) -> str:
    """Of words as they stood in the form: who sends the same ones back has not typed any."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def locked(report: WeeklyReport) -> WeeklyReport:
    """The report read again under lock, with its group."""
    rows = WeeklyReport.objects.select_for_update(of=("self",)).select_related("group")
    return rows.get(pk=report.pk)


@transaction.atomic
def decide(
    report: WeeklyReport,
    *,
    by: User,
    revision: int,
    seen: Collection[int],
    shown: Collection[int],
    in_short: str,
    offered: str,
) -> WeeklyReport:
    """Keep what the tutor decided about the lines `seen` (keys of `ReportLine`), of which `shown` go out.

    `in_short` is the text as it came back, `offered` the fingerprint of the one that stood in the form:
    the same words again, or none, leave it to be drafted. `revision` is what they looked at.
    Does nothing once the report is released.
    """
    report = locked(report)
    if report.is_released:
        return report
    own = report.lines.filter(pk__in=seen)
    own.filter(pk__in=shown, is_shown=False).update(is_shown=True)
    own.exclude(pk__in=shown).filter(is_shown=True).update(is_shown=False)
    text = in_short.replace("\r\n", "\n").strip()
    if not text:
        report.in_short, report.in_short_at, report.in_short_by = "", None, None
    elif fingerprint(text) != offered:
        report.in_short, report.in_short_at, report.in_short_by = text, timezone.now(), by
    report.seen_revision = max(report.seen_revision, min(revision, report.revision))
    report.save(update_fields=["in_short", "in_short_at", "in_short_by", "seen_revision"])
    return report
