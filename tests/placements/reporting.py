"""Groups whose week can be reported, and their reports in every state."""

from datetime import timedelta

from django.utils import timezone

from placements.enums import DayKind, WeekStatus
from placements.models import WeeklyReport, WeekSignature, WorkDay
from placements.reports import drafting, releasing
from tests.factories import (
    MONDAY,
    GroupFactory,
    SendingTutorFactory,
    TraineeFactory,
    UserFactory,
    filled_week,
)

FRIDAY = "2026-03-06 15:30"  # of the first week, the drafts are there


def group_at_work(*statuses, **group):
    """A group of a school with a tutor, a trainee with a week of each of `statuses`."""
    found = GroupFactory(**group)
    SendingTutorFactory(organisation=found.organisation, user__first_name="Petra")
    for status in statuses:
        week = filled_week(status, trainee=TraineeFactory(group=found))
        if status == WeekStatus.SIGNED:
            WeekSignature.objects.create(
                week=week,
                name="Marco",
                role="Tutor",
                how="link",
                button="Firma",
                minutes=2250,
                version=1,
            )
    return found


def absent(week, *days, note=""):
    """The week's days of these numbers were not worked."""
    for day in days:
        WorkDay.objects.filter(week=week, date=week.monday + timedelta(days=day)).update(
            kind=DayKind.ILL, starts_at=None, ends_at=None, minutes=0, break_minutes=0, note=note
        )


def draft_of(group, monday=MONDAY):
    """The group's draft, refreshed now."""
    drafting.lay(timezone.now())
    WeeklyReport.objects.drafts().update(due_at=timezone.now())
    drafting.refresh_due()
    return WeeklyReport.objects.get(group=group, monday=monday, released_at=None)


def released(group, by=None):
    report = draft_of(group)
    return releasing.release(report, by=by or UserFactory(tutor=True), revision=report.revision)


def decide(report, *, hide=(), in_short="", offered="", by=None, revision=None):
    """As the form does it: every line was seen, those of the kinds `hide` are hidden."""
    lines = list(report.lines.current())
    return drafting.decide(
        report,
        by=by or UserFactory(tutor=True),
        revision=report.revision if revision is None else revision,
        seen=[line.pk for line in lines],
        shown=[line.pk for line in lines if line.kind not in hide],
        in_short=in_short,
        offered=offered,
    )
