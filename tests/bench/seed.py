"""An agency in the middle of a week: two groups of thirty here, one that has gone home.

Made through the models, so that a new column with a default needs nothing here; `history.py`
multiplies the group that has gone.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.models import Group as Role
from django.db import connection, transaction

from accounts.models import User
from assessment import models, standard
from assessment.enums import EvaluationKind, EvaluationMoment
from imyportal import codes, weeks
from imyportal.models import OutgoingMail
from placements.enums import DayKind, SignedHow, WeekStatus
from placements.models import HourWeek, WeekSignature, WorkDay
from tests.assessment import certificates
from tests.factories import (
    MONDAY,
    CompanyTutorFactory,
    GroupFactory,
    GuardianFactory,
    PlacementFactory,
    SendingOrganisationFactory,
    SendingTutorFactory,
    TraineeFactory,
    UserFactory,
)
from trainees.models import Group, Trainee

NOW = datetime(2026, 3, 19, 12, tzinfo=ZoneInfo("Europe/Rome"))  # Thursday of the third week
STAY = timedelta(weeks=8)
TUTORS = 20  # agency tutors who work here, or did


@dataclass(frozen=True)
class Agency:
    """Who looks at the pages, and what is multiplied."""

    coordinator: User
    tutor: User  # leads the first group that is here
    trainee: Trainee  # of the first group, with a week that waits at the company
    gone: Group
    here: Group


def make(size: int = 30) -> Agency:
    """Two groups of `size` here and one gone."""
    standard.write(1, models=models)
    tutors = UserFactory.create_batch(TUTORS, tutor=True)
    coordinator = UserFactory(tutor=True)
    coordinator.groups.add(Role.objects.get(name="Coordinators"))
    schools = SendingOrganisationFactory.create_batch(3)
    sending = [SendingTutorFactory(organisation=school) for school in schools]
    companies = CompanyTutorFactory.create_batch(max(2, size))
    groups = []
    with transaction.atomic():
        for number, first in enumerate([MONDAY, MONDAY, MONDAY - 2 * STAY]):
            group = GroupFactory(
                organisation=schools[number],
                sending_tutor=sending[number],
                lead_tutor=tutors[number],
                arrives_on=first - timedelta(days=2),
                leaves_on=first + STAY - timedelta(days=2),
            )
            groups.append(group)
            for n in range(size):
                _stay(group, n, companies[(n + number) % len(companies)], first)
    return Agency(coordinator, tutors[0], _with_a_week_sent(groups[0]), groups[2], groups[0])


def _with_a_week_sent(group: Group) -> Trainee:
    return Trainee.objects.filter(
        group=group, placements__weeks__status=WeekStatus.DECLARED
    ).first() or Trainee.objects.get(group=group, placements__isnull=False)


def _stay(group, n, company_tutor, first: date) -> None:
    """One trainee; of ten here one has no placement and some are in trouble of each kind."""
    is_over = group.leaves_on < NOW.date()
    trainee = TraineeFactory(
        group=group,
        first_name=["Lena", "Jakub", "Mia", "Sofia", "Tom"][n % 5],
        birth_date=date(2008 if n % 3 else 2006, 1 + n % 12, 1 + n % 28),
        phone="+49 151 0001",
    )
    if n % 7 != 6 or is_over:
        User.objects.filter(pk=trainee.user_id).update(last_login=NOW - timedelta(days=2))
    if n % 8 != 7:
        GuardianFactory(trainee=trainee)
    if n % 10 == 9 and not is_over:
        return
    placement = PlacementFactory(
        trainee=trainee,
        company_tutor=company_tutor,
        full_time=True,
        starts_on=first,
        ends_on=first + STAY - timedelta(days=3),
        tasks="Wired and tested control cabinets",
    )
    _weeks(placement, n, is_over)
    _learning(placement, n, is_over)
    _mails(trainee, placement, n)


def _weeks(placement, n: int, is_over: bool) -> None:
    last = placement.ends_on if is_over else NOW.date() - timedelta(days=1)
    mondays = weeks.mondays(placement.starts_on, last)
    for number, monday in enumerate(mondays[:4]):
        if is_over or number == 0:
            state = WeekStatus.SIGNED
        elif number == 1:
            state = [
                WeekStatus.DECLARED, WeekStatus.SIGNED, WeekStatus.RETURNED, WeekStatus.OPEN,
                WeekStatus.DECLARED,
            ][n % 5]  # fmt: skip
        else:
            state = WeekStatus.OPEN
        days = [day for day in weeks.days_of(monday)[:5] if day <= last]
        _week(placement, monday, days[: 1 if n % 11 == 5 else 5], state, ill=n % 13 == 3)


def _week(placement, monday: date, days: list[date], state: WeekStatus, *, ill: bool) -> None:
    week = HourWeek.objects.create(placement=placement, monday=monday)
    WorkDay.objects.bulk_create(_day(week, day, ill and day == days[-1]) for day in days)
    sent = datetime.combine(monday + timedelta(days=5), time(9), tzinfo=NOW.tzinfo)
    changes = {"status": state}
    if state != WeekStatus.OPEN:
        changes["declared_at"] = sent
    if state == WeekStatus.RETURNED:
        changes |= {"returned_at": sent, "return_reason": "Tuesday is missing"}
    HourWeek.objects.filter(pk=week.pk).update(**changes)
    if state == WeekStatus.SIGNED:
        WeekSignature.objects.create(
            week=week,
            signed_at=sent,
            name=placement.company_tutor.name,
            role="Tutor",
            how=SignedHow.LINK,
            button="Firma 37:30 ore",
            minutes=2250,
            version=1,
            digest="0" * 64,
        )


def _day(week: HourWeek, day: date, ill: bool) -> WorkDay:
    if ill:
        return WorkDay(week=week, date=day, kind=DayKind.ILL)
    return WorkDay(
        week=week,
        date=day,
        kind=DayKind.WORKED,
        starts_at=time(8, 30),
        ends_at=time(17, 30),
        break_minutes=90,
        minutes=450,
    )


def _learning(placement, n: int, is_over: bool) -> None:
    given = [
        (EvaluationKind.SELF, EvaluationMoment.START, placement.starts_on, 60),
        (EvaluationKind.SELF, EvaluationMoment.WEEK, MONDAY + timedelta(weeks=1), 70 - 9 * (n % 3)),
        (EvaluationKind.COMPANY, EvaluationMoment.WEEK, MONDAY + timedelta(weeks=1), 80),
    ]
    if is_over:
        given = [(EvaluationKind.AGENCY, EvaluationMoment.FINAL, placement.starts_on, 80)]
    for kind, moment, monday, value in given:
        evaluation = models.Evaluation.objects.create(
            placement=placement, kind=kind, moment=moment, monday=monday
        )
        models.Score.objects.bulk_create(
            models.Score(evaluation=evaluation, objective=objective, value=value)
            for objective in models.Objective.objects.filter(set__is_current=True)
        )
    if is_over:
        _certificate(placement)


def _certificate(placement) -> None:
    models.Certificate.objects.create(
        placement=placement,
        number=f"IMY-2025-{placement.pk:04d}",
        code=codes.new(),
        language="en",
        content=certificates.CONTENT,
        content_digest="0" * 64,
        issued_on=placement.ends_on,
        requested_by=placement.trainee.group.lead_tutor,
        rendered_at=NOW,
        done_at=NOW,
        pdf="gone.pdf",
        pdf_digest="0" * 64,
    )


def _mails(trainee, placement, n: int) -> None:
    """Sent long ago; one in twenty does not arrive."""
    for kind, to in (("invitation", trainee.email), ("sent", placement.company_tutor.email)):
        failing = n % 20 == 19 and kind == "sent"
        OutgoingMail.objects.create(
            key=f"{kind}:{trainee.pk}",
            template="placements/week_sent",
            to=to,
            language="it",
            done_at=None if failing else NOW,
            sent_at=None if failing else NOW,
            due_at=NOW + timedelta(hours=1) if failing else NOW,
            attempts=3 if failing else 1,
            last_error="SMTPRecipientsRefused: mailbox full" if failing else "",
        )


def analyse() -> None:
    """Let the planner know what is there, as autovacuum would have."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
