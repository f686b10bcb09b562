"""What belongs to the placement of one of the cast."""

from datetime import date, timedelta
from typing import Any

from accounts import links
from accounts.enums import Purpose
from imyportal import weeks
from placements.agreements import content
from placements.agreements.typed import FIELDS
from placements.entries import DayEntry
from placements.enums import (
    AgreementKind,
    AgreementState,
    CheckInBy,
    DayKind,
    SignedHow,
    WeekStatus,
)
from placements.models import (
    Absence,
    Agreement,
    CheckIn,
    Contact,
    CorrectionRequest,
    HourWeek,
    Incident,
    ReportMessage,
    Visit,
    VisitGuest,
    WeeklyReport,
    WeekSignature,
    WorkDay,
)
from placements.reports import drafting, releasing, sources
from placements.reports.content import digest_of
from tests.cast_words import NOW, Words
from tests.factories import (
    MONDAY,
    HourWeekFactory,
    VisitFactory,
    VisitStopFactory,
    WorkDayFactory,
)


def week(placement, monday: date, status: WeekStatus, words: Words) -> HourWeek:
    week = HourWeekFactory(placement=placement, monday=monday)
    for day in weeks.days_of(monday)[:3]:
        WorkDayFactory(week=week, date=day)
    WorkDay.objects.create(
        week=week, date=weeks.days_of(monday)[3], kind=DayKind.ILL, note=f"Note {words.trainee}"
    )
    if status != WeekStatus.OPEN:
        HourWeek.objects.filter(pk=week.pk).update(status=status, declared_at=NOW)
    if status == WeekStatus.SIGNED:
        WeekSignature.objects.create(
            week=week,
            signed_at=NOW,
            name=placement.company_tutor.name,
            role="Tutor",
            how=SignedHow.LINK,
            button="Firma 22:30 ore",
            minutes=1350,
            version=1,
            digest="0" * 64,
        )
    week.refresh_from_db()
    return week


def visit(sending, group, company_tutor, words: Words) -> Visit:
    """A day to come: one company, asked, and the sending tutor along with the agency's."""
    visit = VisitFactory(
        group=group, day=NOW.date() + timedelta(days=5), meeting_point=f"Bar {words.school}"
    )
    VisitGuest.objects.create(visit=visit, tutor=sending)
    VisitStopFactory(visit=visit, company_tutor=company_tutor, answer="asked", asked_at=NOW)
    return visit


def check_in(placement, words: Words) -> CheckIn:
    return CheckIn.objects.create(
        placement=placement,
        monday=MONDAY + timedelta(weeks=1),
        said_by=CheckInBy.TRAINEE,
        text=f"Text of {words.trainee}",
        call_wanted=True,
        user=placement.trainee.user,
        said_at=NOW,
    )


def reports(group, tutor, reader, words: Words) -> dict[str, Any]:
    """The first week is released and asked about, the second one a draft."""
    first = WeeklyReport.objects.create(group=group, monday=MONDAY)
    draft = WeeklyReport.objects.create(group=group, monday=MONDAY + timedelta(weeks=1))
    for report in (first, draft):
        found = sources.placements_of(group, report.monday)
        drafting.keep(report, sources.gather(found, report.monday))
    first.content = releasing.drafted(first, by=tutor)
    first.digest, first.released_by = digest_of(first.content), tutor
    first.released_at = first.done_at = NOW
    first.save()
    said = {"report": first, "at": NOW}
    ReportMessage.objects.create(
        from_school=True, by=reader, text=f"Question of {words.school}", **said
    )
    return {
        "report": first,
        "report_draft": draft,
        "report_answer": ReportMessage.objects.create(
            from_school=False, by=tutor, text=f"Answer to {words.school}", **said
        ),
    }


def contact(placement, tutor, words: Words) -> Contact:
    """Shared with the school; its next step is due today."""
    return Contact.objects.create(
        trainee=placement.trainee,
        kind="call",
        with_whom="company",
        name=placement.company_tutor.name,
        at=NOW - timedelta(hours=1),
        text=f"Words about {words.trainee}",
        by=tutor,
        logged_at=NOW,
        next_step=f"Call {words.trainee} again",
        next_on=NOW.date(),
        next_by=tutor,
        is_shared=True,
        school_text=f"News of {words.trainee}",
    )


def incident(placement, tutor, words: Words) -> Incident:
    row = Incident.objects.create(
        trainee=placement.trainee,
        kind="accident",
        severity=2,
        happened_at=NOW - timedelta(hours=3),
        place=f"Kitchen of {words.company}",
        text=f"Burnt hand of {words.trainee}",
        known_at=NOW - timedelta(hours=2),
        by=tutor,
        reported_at=NOW,
    )
    row.step = row.steps.create(text=f"Gloves for {words.trainee}", due_on=NOW.date(), by=tutor)
    return row


def asked(week: HourWeek, words: Words) -> CorrectionRequest:
    return CorrectionRequest.objects.create(
        week=week,
        date=week.monday,
        wanted=DayEntry(DayKind.ILL).as_json(),
        reason=f"Request of {words.trainee}",
        by=week.placement.trainee.user,
        by_name=words.trainee,
        at=NOW,
    )


def absence(placement, words: Words) -> Absence:
    """Said today before work; a paper is asked for."""
    day, by = NOW.date(), placement.trainee.user
    return Absence.objects.create(
        placement=placement,
        first_day=day,
        last_day=day,
        begins_on=day,
        starts_at=NOW,
        kind="ill",
        note=f"Illness of {words.trainee}",
        noted_by="trainee",
        user=by,
        said_at=NOW - timedelta(hours=1),
        paper_due_on=day,
        paper_asked_at=NOW,
    )


def noticed(placement, words: Words) -> Absence:
    """By the company, the day before; nobody has said what happened."""
    day = NOW.date() - timedelta(days=1)
    return Absence.objects.create(
        placement=placement,
        first_day=day,
        last_day=day,
        begins_on=day,
        starts_at=NOW - timedelta(days=1),
        kind="unknown",
        noted_by="company",
        noticed_at=NOW,
        link=links.for_holder(Purpose.COMPANY, placement.company_tutor),
    )


def agreement(placement, tutor, words: Words) -> Agreement:
    """Sent to be signed, without a mail."""
    row = Agreement(
        placement=placement,
        kind=AgreementKind.LEARNING,
        version=1,
        state=AgreementState.SENT,
        language="en",
        typed=dict.fromkeys(FIELDS, f"Text of {words.trainee}"),
        begun_by=tutor,
        sent_at=NOW,
        sent_by=tutor,
    )
    row.content = content.build(row)
    row.digest = content.digest(row.content)
    row.save()
    return row
