"""Absences of the demo: said in time and late, noticed by a company, one with a paper, one to come."""

from datetime import date, datetime, timedelta

from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import links
from accounts.enums import Purpose
from imyportal import weeks
from placements import chart_pdf, printing
from placements.absences import days, noticing, papers, saying
from placements.absences.saying import Saying
from placements.enums import ABSENCES, AbsenceBy, AbsenceKind, DayKind, NoticeOf, NoticeTo
from placements.models import Absence, AbsenceNotice, Placement, WorkDay
from placements.views.papers import printable

LATE = timedelta(hours=3)  # every fifth was said that much later


def build(placements: list[Placement], today: date) -> None:
    """What stands in the charts as absent was said; besides, one of each kind that wants somebody."""
    _say_what_stands_there(placements)
    running = [each for each in placements if each.status == "confirmed" and each.holds(today)]
    if len(running) < 12:
        return
    _noticed(running[2:], today)
    _announced(running[5], today)
    _long(running[9], today)
    for tutor in {each.trainee.responsible for each in placements}:
        tutor.user_permissions.add(Permission.objects.get(codename="view_absencepaper"))


def _say_what_stands_there(placements: list[Placement]) -> None:
    """One absence for each run of days; the company was told in the moment it was said."""
    timetables = {each.pk: days.agreed(each) for each in placements}
    by_key = {each.pk: each for each in placements}
    rows = WorkDay.objects.filter(week__placement__in=by_key, kind__in=ABSENCES)
    made: list[Absence] = []
    for row in (
        rows.exclude(told_at=None).select_related("week").order_by("week__placement", "date")
    ):
        placement = by_key[row.week.placement_id]
        last = made[-1] if made else None
        follows = last and last.placement_id == placement.pk and _next(last.last_day) == row.date
        if last and follows:
            last.last_day = row.date
            continue
        said_at: datetime = row.told_at or row.filled_at
        made.append(
            Absence(
                placement=placement,
                first_day=row.date,
                last_day=row.date,
                begins_on=row.date,
                starts_at=days.starts_at(row.date, timetables[placement.pk]),
                kind=AbsenceKind.ILL if row.kind == DayKind.ILL else AbsenceKind.OTHER,
                noted_by=AbsenceBy.TRAINEE,
                noted_at=said_at + (LATE if len(made) % 5 == 4 else timedelta()),
                user=placement.trainee.user or placement.trainee.responsible,
            )
        )
    for each in made:
        each.said_at = each.noted_at
    Absence.objects.bulk_create(made)
    AbsenceNotice.objects.bulk_create(
        AbsenceNotice(absence=each, to=to, what=NoticeOf.ABSENT, name=name, at=each.noted_at)
        for each in made
        for to, name in (
            (NoticeTo.COMPANY, each.placement.company_tutor.name),
            (NoticeTo.AGENCY, str(each.placement.trainee.responsible)),
        )
    )


def _next(day: date) -> date:
    """The working day after this one."""
    return day + timedelta(days=3 if day.weekday() == 4 else 1)


def _noticed(placements: list[Placement], today: date) -> None:
    """A company tutor says it of a day nobody entered hours for; the trainee has not answered."""
    for placement in placements:
        entered = WorkDay.objects.filter(week__placement=placement).values_list("date", flat=True)
        found = [day for day in noticing.days_to_notice(placement, today) if day not in entered]
        if found:
            link = links.for_holder(Purpose.COMPANY, placement.company_tutor)
            noticing.notice(placement, found[0], link=link)
            return


def _announced(placement: Placement, today: date) -> None:
    """An examination next week, said today."""
    first = weeks.monday_of(today) + timedelta(days=9)
    if placement.trainee.user and placement.holds(first + timedelta(days=1)):
        saying.say(
            placement,
            Saying(
                AbsenceKind.OTHER, first, first + timedelta(days=1), "Exam at my school, online."
            ),
            by=placement.trainee.user,
        )


def _long(placement: Placement, today: date) -> None:
    """The paper of the longest absence is handed in and waits to be looked at."""
    rows = Absence.objects.filter(placement=placement).order_by("-last_day")
    absence, user = rows.first(), placement.trainee.user
    if absence is None or user is None:
        return
    absence.paper_due_on, absence.paper_asked_at = absence.last_day, absence.said_at
    absence.save(update_fields=["paper_due_on", "paper_asked_at"])
    seen = printable(placement.trainee.responsible).get(pk=placement.pk)
    printed = printing.charts([seen], by=placement.trainee.responsible, today=today)
    content = chart_pdf.render(printed, language="it")  # any paper does
    papers.hand_in(absence, SimpleUploadedFile("certificato.pdf", content), by=user)
