"""The people of the house rules: two schools that have nothing to do with each other.

Everybody's rows carry a word of their own, which no page of anybody else may contain.
"""

from datetime import date, timedelta
from types import SimpleNamespace

from django.utils import timezone

from accounts import links
from accounts.enums import Purpose
from assessment import models
from assessment.enums import SignOffMoment
from helpdesk.models import CallbackRequest
from imyportal.models import Closure, Heartbeat, Office
from placements.enums import CycleKind, WeekStatus
from placements.models import (
    AbsenceRule,
    AgreementCover,
    AgreementTerms,
    FirstDay,
    FirstDayPoint,
    Reminder,
    VisitRequest,
    WorkingTimeRules,
)
from tests import cast_asking as asking
from tests import cast_assessed as assessed
from tests import cast_placed as placed
from tests import cast_stay as stay
from tests.assessment import issuing, ready
from tests.assessment.sets import drafted, proposed
from tests.cast_words import NOW, ONE, OTHER, TODAY, Words
from tests.conftest import Browser
from tests.factories import (
    MONDAY,
    AccompanyingPersonFactory,
    CompanyTutorFactory,
    GroupFactory,
    GuardianFactory,
    PlacementFactory,
    SendingOrganisationFactory,
    SendingTutorFactory,
    TraineeFactory,
    UserFactory,
)
from tests.trainees.guides import published
from trainees.enums import ConsentPurpose, ShareParty
from trainees.models import (
    Breach,
    ErasureRequest,
    Handover,
    JourneyStep,
    PaperWanted,
    PurgeRun,
    RetentionRule,
    StandIn,
)

__all__ = ["NOW", "ONE", "OTHER", "TODAY", "Words", "browser_of", "gather", "side", "user_of"]


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
    group.authorisations.create(purpose=ConsentPurpose.PHOTOS, days_before=0)
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
    signed = placed.week(placement, MONDAY, WeekStatus.SIGNED, words)
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
        asked=placed.asked(signed, words),
        absence=placed.absence(placement, words),
        noticed=placed.noticed(placement, words),
        callback=CallbackRequest.objects.create(
            name=f"Parent of {words.trainee}",
            phone="+49 1512 3456789",
            about=f"Call about {words.trainee}",
            language="de",
            trainee=trainee,
            due_at=NOW,
        ),
        office=Office.objects.get_or_create(pk=1)[0],
        closure=Closure.objects.get_or_create(
            first_day=date(2030, 1, 2), last_day=date(2030, 1, 2), reason="Works in the house"
        )[0],
        retention_rule=RetentionRule.objects.get_or_create(
            kind="talk", defaults={"months": 24, "reason": "Law"}
        )[0],
        purge_run=PurgeRun.objects.get_or_create(on=date(2026, 3, 1))[0],
        erasure=ErasureRequest.objects.create(
            trainee=trainee,
            answered_at=NOW,
            answered_by=tutor,
            is_granted=False,
            reason=f"{words.trainee} is still here",
        ),
        absence_rule=AbsenceRule.objects.get_or_create(group=None)[0],
        declared=placed.week(placement, MONDAY + timedelta(weeks=1), WeekStatus.DECLARED, words),
        open=placed.week(placement, MONDAY + timedelta(weeks=2), WeekStatus.OPEN, words),
        check_in=placed.check_in(placement, words),
        contact=placed.contact(placement, tutor, words),
        incident=placed.incident(placement, tutor, words),
        **asking.request(trainee, tutor, words),
        **placed.reports(group, tutor, sending.user, words),
        reminder=Reminder.objects.create(
            kind=CycleKind.CHECK_IN,
            monday=MONDAY + timedelta(weeks=1),
            placement=placement,
            useful_until=NOW,
        ),
        evaluation=assessed.evaluation(placement, words),
        sign_off=ready.sign_off(
            placement,
            moment=SignOffMoment.MID,
            signed_by=tutor,
            signed_at=NOW,
            remark=f"Remark of {words.trainee}",
            remark_at=NOW,
        ),
        asked_peer=assessed.asked_peer(placement),
        written_model=models.WrittenModel.objects.first(),
        objectives=models.ObjectiveSet.objects.current().first(),
        draft=drafted(group, by=sending.user, name=f"Draft {words.school}"),
        proposal=proposed(group, "Cookery", by=sending.user, name=f"Proposal {words.school}"),
        working_time=WorkingTimeRules.objects.first(),
        certificate=assessed.certificate(placement, tutor, words),
        award=assessed.award(placement, tutor, words),
        requirement=models.CertificateRequirement.objects.filter(group=None).first(),
        occasion=models.AwardOccasion.objects.first(),
        step=stay.step(trainee, words),
        edition=(edition := published("guidebook")),
        reflection=stay.reflection(trainee, edition, words),
        handover=Handover.objects.create(
            edition=edition, organisation=school, given_by=tutor, given_at=NOW
        ),
        stand_in=StandIn.objects.create(
            tutor=tutor, colleague=UserFactory(tutor=True), first_day=MONDAY, last_day=MONDAY
        ),
        unticked=JourneyStep.objects.create(
            group=group, code="y", phase="home", names={"en": f"Later step of {words.school}"}
        ),
        badge=issuing.unsigned(trainee),
        consent=stay.consent(trainee, words),
        support=stay.support(
            trainee, [(ShareParty.COMPANY, company_tutor), (ShareParty.SCHOOL, sending.user)]
        ),
        **stay.welcome(group, words),
        bed_stay=(bed_stay := stay.bed_stay(trainee, tutor)),
        house=bed_stay.bed.room.house,
        guest_file=stay.guest_file(bed_stay),
        wanted=(
            wanted := PaperWanted.objects.create(
                group=group, code="x", names={"en": f"Paper of {words.school}"}
            )
        ),
        paper=stay.paper(trainee, wanted),
        point=FirstDayPoint.objects.create(
            group=group, code="x", names={"en": f"Point of {words.school}"}
        ),
        first_day=FirstDay.objects.create(
            placement=placement,
            meets_at=NOW,
            place=f"Gate of {words.company}",
            accompanied_by=tutor,
        ),
        agreement=placed.agreement(placement, tutor, words),
        agreement_terms=AgreementTerms.objects.get_or_create(organisation=None, language="en")[0],
        agreement_cover=AgreementCover.objects.get_or_create(organisation=None)[0],
        breach=Breach.objects.create(
            trainee=trainee,
            rule=f"Rule of {words.trainee}",
            text=f"Night of {words.trainee}",
            happened_at=NOW,
            by=tutor,
            at=NOW,
        ),
        accompanying=(
            accompanying := AccompanyingPersonFactory(
                group=group,
                last_name=words.school,
                email=f"with-{words.school.lower()}@school.example",
            )
        ),
        accompanying_link=links.create(Purpose.ACCOMPANYING, accompanying),
        way=(way := stay.way_home(trainee, words)),
        home_link=links.create(Purpose.HOME, way),
        visit=(visit := placed.visit(sending, group, company_tutor, words)),
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
