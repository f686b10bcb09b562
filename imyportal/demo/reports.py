"""Weekly reports: released ones of past weeks, one that is late, a draft of this week, a question."""

from datetime import date, timedelta

from django.utils import timezone

from imyportal import weeks
from imyportal.models import OutgoingMail
from placements.models import WeeklyReport
from placements.reports import asking, drafting, releasing, timing
from trainees.models import SendingTutor

from .stay import at

QUESTION = "Lena’s parents ask whether she can stay until Sunday of the last week. Is there a bed?"


def build(today: date) -> None:
    """Drafts for every week up to this one, all of the past released but that of the group that went home."""
    this = weeks.monday_of(today)
    drafting.lay(max(timezone.now(), timing.drafted_from(this)))
    drafting.refresh_due()
    drafts = WeeklyReport.objects.drafts().filter(monday__lt=this, group__leaves_on__gte=this)
    rows = drafts.select_related("group__lead_tutor").order_by("monday", "group__name")
    past = [_release(report, today) for report in list(rows)]
    latest = max((report.monday for report in past), default=this)
    older = [report.pk for report in past if report.monday < latest]
    OutgoingMail.objects.filter(template="placements/report", about_id__in=older).delete()
    if past:
        _ask(min((each for each in past if each.monday == latest), key=_group), today)


def _group(report: WeeklyReport) -> int:
    return report.group_id


def _release(report: WeeklyReport, today: date) -> WeeklyReport:
    monday = min(report.monday + timedelta(weeks=1), today)
    tutor = report.group.lead_tutor
    moment = min(at(monday, 9, 12), timezone.now())
    report = releasing.release(report, by=tutor, revision=report.revision, at=moment)
    reader = SendingTutor.objects.filter(organisation=report.group.organisation_id).first()
    if reader and monday < today:
        asking.acknowledge(report, by=reader.user, at=at(monday, 11, 40))
    return report


def _ask(report: WeeklyReport, today: date) -> None:
    reader = SendingTutor.objects.filter(organisation=report.group.organisation_id).first()
    if reader:
        moment = min(at(today, 7, 55), timezone.now())
        asking.ask(report, text=QUESTION, by=reader.user, at=moment)
