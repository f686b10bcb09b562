"""The people of the house rules: two schools that have nothing to do with each other.

Everybody's rows carry a word of their own, which no page of anybody else may contain.
"""

import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts import links
from accounts.enums import Purpose
from assessment import awards, models, requirements, standard
from assessment.enums import EvaluationKind, EvaluationMoment, SignOffMoment
from imyportal import codes, weeks
from imyportal.models import Heartbeat
from placements.entries import DayEntry
from placements.enums import CheckInBy, CycleKind, DayKind, SignedHow, WeekStatus
from placements.models import (
    Absence,
    AbsenceRule,
    CheckIn,
    Contact,
    CorrectionRequest,
    HourWeek,
    Incident,
    Reminder,
    ReportMessage,
    Visit,
    VisitGuest,
    VisitRequest,
    WeeklyReport,
    WeekSignature,
    WorkDay,
    WorkingTimeRules,
)
from placements.reports import drafting, releasing, sources
from placements.reports.content import digest_of
from tests.assessment import certificates, issuing, ready
from tests.assessment.sets import drafted, proposed
from tests.conftest import Browser
from tests.factories import (
    MONDAY,
    CompanyTutorFactory,
    GroupFactory,
    GuardianFactory,
    HourWeekFactory,
    PlacementFactory,
    SendingOrganisationFactory,
    SendingTutorFactory,
    TraineeFactory,
    UserFactory,
    VisitFactory,
    VisitStopFactory,
    WorkDayFactory,
)
from trainees import journey
from trainees.enums import ConsentHow, ConsentPurpose, Giver
from trainees.models import Consent, JourneyStep, StandIn

TODAY = "2026-03-19"  # Thursday of the third week of every placement
NOW = datetime(2026, 3, 19, 12, tzinfo=ZoneInfo("Europe/Rome"))


@dataclass(frozen=True)
class Words:
    """What gives each person's data away."""

    trainee: str
    guardian: str
    tutor: str
    school: str
    company: str


ONE = Words("Quokka", "Tapir", "Heron", "Okapi", "Kestrel")
OTHER = Words("Wombat", "Ocelot", "Egret", "Bongo", "Osprey")


def side(words: Words) -> SimpleNamespace:
    """A school with a group, its trainee and all that belongs to one."""
    Heartbeat.objects.get_or_create(name="sweep", defaults={"at": timezone.now()})
    school = SendingOrganisationFactory(
        name=f"Kolleg {words.school}", address=f"{words.school}weg 1", city=words.school
    )
    sending = SendingTutorFactory(
        organisation=school,
        user=UserFactory(
            first_name="Petra",
            last_name=words.school,
            email=f"{words.school.lower()}@school.example",
        ),
    )
    tutor = UserFactory(
        tutor=True, last_name=words.tutor, email=f"{words.tutor.lower()}@imy.example"
    )
    group = GroupFactory(
        name=f"Group {words.school}",
        organisation=school,
        sending_tutor=sending,
        lead_tutor=tutor,
        project_code=f"2025-{words.school}",
    )
    trainee = TraineeFactory(
        group=group,
        last_name=words.trainee,
        email=f"{words.trainee.lower()}@example.org",
        phone=f"+49 {words.trainee}",
        emergency_name=f"Mother {words.trainee}",
        tutor=tutor,
    )
    guardian = GuardianFactory(trainee=trainee, name=words.guardian, phone=words.guardian)
    company_tutor = CompanyTutorFactory(
        last_name=words.company,
        email=f"{words.company.lower()}@company.example",
        company__name=f"{words.company} S.r.l.",
    )
    placement = PlacementFactory(
        trainee=trainee,
        company_tutor=company_tutor,
        full_time=True,
        tasks=f"Tasks of {words.trainee}",
        objective=f"Objective of {words.trainee}",
    )
    signed = _week(placement, MONDAY, WeekStatus.SIGNED, words)
    return SimpleNamespace(
        words=words,
        school=school,
        sending=sending,
        tutor=tutor,
        group=group,
        trainee=trainee,
        guardian=guardian,
        company=company_tutor.company,
        company_tutor=company_tutor,
        placement=placement,
        signed=signed,
        asked=_asked(signed, words),
        absence=_absence(placement, words),
        noticed=_noticed(placement, words),
        absence_rule=AbsenceRule.objects.get_or_create(group=None)[0],
        declared=_week(placement, MONDAY + timedelta(weeks=1), WeekStatus.DECLARED, words),
        open=_week(placement, MONDAY + timedelta(weeks=2), WeekStatus.OPEN, words),
        check_in=_check_in(placement, words),
        contact=_contact(placement, tutor, words),
        incident=_incident(placement, tutor, words),
        **_reports(group, tutor, sending.user, words),
        reminder=Reminder.objects.create(
            kind=CycleKind.CHECK_IN,
            monday=MONDAY + timedelta(weeks=1),
            placement=placement,
            useful_until=NOW,
        ),
        evaluation=_evaluation(placement, words),
        sign_off=ready.sign_off(
            placement,
            moment=SignOffMoment.MID,
            signed_by=tutor,
            signed_at=NOW,
            remark=f"Remark of {words.trainee}",
            remark_at=NOW,
        ),
        asked_peer=_asked_peer(placement),
        written_model=models.WrittenModel.objects.first(),
        objectives=models.ObjectiveSet.objects.current().first(),
        draft=drafted(group, by=sending.user, name=f"Draft {words.school}"),
        proposal=proposed(group, "Cookery", by=sending.user, name=f"Proposal {words.school}"),
        working_time=WorkingTimeRules.objects.first(),
        certificate=_certificate(placement, tutor, words),
        award=_award(placement, tutor, words),
        requirement=models.CertificateRequirement.objects.filter(group=None).first(),
        occasion=models.AwardOccasion.objects.first(),
        step=_step(trainee, words),
        stand_in=StandIn.objects.create(
            tutor=tutor, colleague=UserFactory(tutor=True), first_day=MONDAY, last_day=MONDAY
        ),
        unticked=JourneyStep.objects.create(
            group=group, code="y", phase="home", names={"en": f"Later step of {words.school}"}
        ),
        badge=issuing.unsigned(trainee),
        consent=_consent(trainee, words),
        visit=(visit := _visit(sending, group, company_tutor, words)),
        stop=visit.stops.get(),
        wish=VisitRequest.objects.create(
            organisation=school,
            group=group,
            tutor=sending,
            first_day=NOW.date(),
            last_day=NOW.date(),
            people=f"Visitor {words.school}",
        ),
        link=links.create(Purpose.COMPANY, company_tutor),
        guardian_link=links.create(Purpose.GUARDIAN, guardian),
        sign_in_link=links.create(Purpose.SIGN_IN, trainee.user),
    )


def _week(placement, monday: date, status: WeekStatus, words: Words) -> HourWeek:
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


def _visit(sending, group, company_tutor, words: Words) -> Visit:
    """A day to come: one company, asked, and the sending tutor along with the agency's."""
    visit = VisitFactory(
        group=group, day=NOW.date() + timedelta(days=5), meeting_point=f"Bar {words.school}"
    )
    VisitGuest.objects.create(visit=visit, tutor=sending)
    VisitStopFactory(visit=visit, company_tutor=company_tutor, answer="asked", asked_at=NOW)
    return visit


def _check_in(placement, words: Words) -> CheckIn:
    return CheckIn.objects.create(
        placement=placement,
        monday=MONDAY + timedelta(weeks=1),
        said_by=CheckInBy.TRAINEE,
        text=f"Text of {words.trainee}",
        call_wanted=True,
        user=placement.trainee.user,
        said_at=NOW,
    )


def _reports(group, tutor, reader, words: Words) -> dict[str, Any]:
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


def _contact(placement, tutor, words: Words) -> Contact:
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


def _incident(placement, tutor, words: Words) -> Incident:
    return Incident.objects.create(
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


def _asked(week: HourWeek, words: Words) -> CorrectionRequest:
    return CorrectionRequest.objects.create(
        week=week,
        date=week.monday,
        wanted=DayEntry(DayKind.ILL).as_json(),
        reason=f"Request of {words.trainee}",
        by=week.placement.trainee.user,
        by_name=words.trainee,
        at=NOW,
    )


def _absence(placement, words: Words) -> Absence:
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


def _noticed(placement, words: Words) -> Absence:
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


def _consent(trainee, words: Words) -> Consent:
    return Consent.objects.create(
        trainee=trainee,
        purpose=ConsentPurpose.BADGES,
        giver=Giver.TRAINEE,
        agrees=True,
        how=ConsentHow.ACCOUNT,
        name=words.trainee,
        text_version=1,
        language="en",
        said_on=NOW.date(),
        at=NOW,
        user=trainee.user,
    )


def _evaluation(placement, words: Words):
    standard.write(1, models=models)
    standard.write_models(models)
    evaluation = models.Evaluation.objects.create(
        placement=placement,
        kind=EvaluationKind.SELF,
        moment=EvaluationMoment.START,
        monday=MONDAY,
        given_by=placement.trainee.name,
        comment=f"Comment {words.trainee}",
    )
    models.Score.objects.bulk_create(
        models.Score(evaluation=evaluation, indicator=indicator, value=50)
        for indicator in models.Indicator.objects.filter(objective__set__is_current=True)
    )
    return evaluation


def _asked_peer(placement):
    """Asked of somebody of the same group; who asked sees the request and may not answer it."""
    evaluation = models.Evaluation.objects.create(
        placement=placement,
        kind=EvaluationKind.PEER,
        moment=EvaluationMoment.MID,
        monday=MONDAY,
        given_by=placement.trainee.name,
    )
    mate = TraineeFactory(group=placement.trainee.group, tutor=placement.trainee.tutor)
    return models.PeerRequest.objects.create(evaluation=evaluation, peer=mate)


def _award(placement, tutor, words: Words):
    requirements.write(models=models)
    standard.write_occasions(models=models)
    return awards.give(
        placement.trainee,
        occasion=f"Occasion of {words.trainee}",
        level=2,
        reason=f"Reason of {words.trainee}",
        by=tutor,
        placement=placement,
    )


def _step(trainee, words: Words):
    step = JourneyStep.objects.create(
        group=trainee.group, code="x", phase="welcome", names={"en": f"Step of {words.school}"}
    )
    journey.tick(trainee, step, by=trainee.user)
    return step


def _certificate(placement, tutor, words: Words):
    number = "IMY-2026-0001" if words is ONE else "IMY-2026-0002"
    content = copy.deepcopy(certificates.CONTENT)
    content |= {"number": number}
    content["holder"] |= {"surnames": words.trainee}
    content["sending"] |= {"name": words.school, "tutor": words.school}
    content["host"] |= {"name": words.company, "tutor": words.company}
    content["intermediary"] |= {"tutor": words.tutor}
    content["signatures"] = []
    made = models.Certificate(
        placement=placement,
        number=number,
        code=codes.new(),
        language="en",
        content=content,
        content_digest="0" * 64,
        issued_on=NOW.date(),
        requested_by=tutor,
        rendered_at=NOW,
        done_at=NOW,
        pdf_digest="0" * 64,
        batch=models.CertificateBatch.objects.create(
            group=placement.trainee.group, asked_by=tutor, asked_at=NOW
        ),
    )
    made.pdf.save("one.pdf", ContentFile(b"%PDF-1.7"), save=False)
    made.save()
    return made


def gather() -> SimpleNamespace:
    """The whole cast: `cast.one` and `cast.other`, and who plays which role."""
    one, other = side(ONE), side(OTHER)
    return SimpleNamespace(**vars(one), one=one, other=other)


def browser_of(role: str, cast: SimpleNamespace) -> Browser:
    """The role's own browser."""
    browser = Browser()
    if role == "company":
        browser.come_in(cast.link)
    elif role != "nobody":
        browser.force_login(user_of(role, cast))
    return browser


def user_of(role: str, cast: SimpleNamespace):
    """Who plays a role that has an account."""
    here = cast.other if role.startswith("other_") else cast.one
    return {
        "trainee": here.trainee.user,
        "sending": here.sending.user,
        "tutor": here.tutor,
    }[role.removeprefix("other_")]
