"""Absences, signed weeks, visits and weekly reports in the stay of a trainee."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from imyportal import weeks
from imyportal.attention import day_words, pages
from trainees import course
from trainees.course import Moment
from trainees.models import Trainee

from ..absences import wording
from ..models import Absence, Placement, ReportLine, VisitStop, WeeklyReport, WeekSignature
from ..presenting import period
from ..visits.wording import answer


@course.register("absence", gettext_lazy("Absences"), "calendar", "placements.view_absence")
def absences(trainee: Trainee, viewer: User) -> list[Moment]:
    """With how it came to be known."""
    page = pages("admin:placements_absence_change")
    rows = Absence.objects.visible_to(viewer).filter(placement__trainee=trainee)
    return [Moment(row.starts_at, _absence(row), page(row.pk), row.note) for row in rows]


def _absence(row: Absence) -> str:
    parts = [_("Absent: %(days)s") % {"days": wording.days_of(row)}, row.get_kind_display()]
    if row.withdrawn_at is not None:
        parts.append(_("taken back"))
    elif row.said_at is None:
        parts.append(_("not said by the trainee"))
    else:
        at = timezone.localtime(row.said_at)
        parts.append(
            _("said %(day)s, %(time)s") % {"day": day_words(at.date()), "time": f"{at:%H:%M}"}
        )
    return " · ".join(parts)


@course.register("week", gettext_lazy("Signed weeks"), "check", "placements.view_hourweek")
def signed_weeks(trainee: Trainee, viewer: User) -> list[Moment]:
    """Each with its hours as they were signed, and by whom."""
    page = pages("admin:placements_hourweek_change")
    rows = (
        WeekSignature.objects.visible_to(viewer)
        .filter(week__placement__trainee=trainee)
        .select_related("week")
    )
    return [Moment(row.signed_at, _week(row), page(row.week_id)) for row in rows]


def _week(row: WeekSignature) -> str:
    days = period(row.week.monday, weeks.days_of(row.week.monday)[-1])
    names = {"days": days, "hours": weeks.hours(row.minutes), "name": row.name}
    # Translators: «Hours of 9–15 March signed by Marco Bartolini: 37:30 h»
    return _("Hours of %(days)s signed by %(name)s: %(hours)s h") % names


@course.register("visit", gettext_lazy("Visits"), "pin", "placements.view_visit")
def visits(trainee: Trainee, viewer: User) -> list[Moment]:
    """To the company where the trainee was on that day."""
    page = pages("admin:placements_visit_change")
    there = Placement.objects.live().filter(
        trainee=trainee,
        company=OuterRef("company"),
        starts_on__lte=OuterRef("visit__day"),
        ends_on__gte=OuterRef("visit__day"),
    )
    rows = (
        VisitStop.objects.visible_to(viewer)
        .holding()
        .filter(
            Exists(there),
            Q(visit__group=None) | Q(visit__group=trainee.group_id),
            visit__organisation=trainee.group.organisation_id,
            visit__cancelled_at=None,
        )
        .select_related("visit", "company")
    )
    return [
        Moment(
            timezone.make_aware(datetime.combine(row.visit.day, row.starts_at)),
            _visit(row),
            page(row.visit_id),
        )
        for row in rows
    ]


def _visit(row: VisitStop) -> str:
    return _("Visit at %(company)s") % {"company": row.company.name} + f" · {answer(row)}"


@course.register("report", gettext_lazy("Weekly reports"), "file", "trainees.view_group")
def reports(trainee: Trainee, viewer: User) -> list[Moment]:
    """Those the school has, as they stand, that say something of the trainee."""
    about = ReportLine.objects.filter(report=OuterRef("pk"), placement__trainee=trainee)
    found = WeeklyReport.objects.visible_to(viewer).standing().filter(group=trainee.group_id)
    return [
        Moment(row.released_at, _report(row), row.get_absolute_url())
        for row in found.filter(Exists(about)).defer("content")
        if row.released_at
    ]


def _report(row: WeeklyReport) -> str:
    days = period(row.monday, weeks.days_of(row.monday)[-1])
    return _("The school has the report on %(days)s") % {"days": days}
