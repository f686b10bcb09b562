"""A group whose placements are over: the smallest one of which certificates can be issued."""

from datetime import timedelta

from django.utils import timezone

from assessment import certificates, models, standard
from assessment.enums import EvaluationKind, EvaluationMoment, SignOffMoment
from imyportal import weeks
from placements.enums import SignedHow, WeekStatus
from placements.models import HourWeek, Placement, WeekSignature
from tests.factories import (
    GroupFactory,
    HourWeekFactory,
    PlacementFactory,
    SendingTutorFactory,
    TraineeFactory,
    UserFactory,
    WorkDayFactory,
)

LAST_MONDAY = weeks.monday_of(timezone.localdate() - timedelta(weeks=2))


def ready_group(trainees=1, **group):
    """A group with a sending tutor; each trainee has a placement that lacks nothing."""
    standard.write(1, models=models)
    group = GroupFactory(**group)
    group.sending_tutor = SendingTutorFactory(organisation=group.organisation)
    group.save(update_fields=["sending_tutor"])
    for _each in range(trainees):
        ready_placement(group=group)
    return group


def ready_placement(*, group=None, week=WeekStatus.SIGNED, signed_off=True, **placement):
    """One week, signed (or in state `week`); looked back on, every objective scored 80 and signed off."""
    group = group or ready_group(0)
    made = PlacementFactory(
        trainee=TraineeFactory(group=group),
        starts_on=LAST_MONDAY,
        ends_on=LAST_MONDAY + timedelta(days=4),
        full_time=True,
        **placement,
    )
    sign_week(made, week)
    look_back(made)
    score(made)
    if signed_off:
        sign_off(made)
    return made


def sign_week(placement, status=WeekStatus.SIGNED):
    """Five days of 7:30 h; declared, and signed unless `status` says otherwise."""
    week = HourWeekFactory(placement=placement, monday=placement.starts_on)
    for day in weeks.days_of(week.monday)[:5]:
        WorkDayFactory(week=week, date=day)
    now = timezone.now()
    returned = {"returned_at": now, "return_reason": "Tuesday is missing"}
    HourWeek.objects.filter(pk=week.pk).update(
        status=status, declared_at=now, **(returned if status == WeekStatus.RETURNED else {})
    )
    if status == WeekStatus.SIGNED:
        WeekSignature.objects.create(
            week=week,
            signed_at=now,
            name=placement.company_tutor.name,
            role="",
            how=SignedHow.LINK,
            button="Firma 37:30 ore",
            minutes=2250,
            version=1,
            digest="0" * 64,
        )
    return week


def look_back(placement):
    """The trainee's own final evaluation, without scores."""
    return models.Evaluation.objects.create(
        placement=placement,
        kind=EvaluationKind.SELF,
        moment=EvaluationMoment.FINAL,
        monday=placement.starts_on,
    )


def score(placement, value=80, kind=EvaluationKind.AGENCY, monday=None):
    """The final evaluation, of the week of `monday`: every objective as a whole."""
    evaluation = models.Evaluation.objects.create(
        placement=placement,
        kind=kind,
        moment=EvaluationMoment.FINAL,
        monday=monday or placement.starts_on,
    )
    models.Score.objects.bulk_create(
        models.Score(evaluation=evaluation, objective=objective, value=value)
        for objective in models.Objective.objects.filter(set__is_current=True)
    )
    return evaluation


def sign_off(placement, value=80, moment=SignOffMoment.FINAL, **changes):
    """Every objective confirmed as proposed; a row alone, without what `signing_off` tells of it."""
    by = changes.pop("signed_by", None) or UserFactory(tutor=True)
    made = models.SignOff.objects.create(
        placement=placement, moment=moment, signed_by=by, **changes
    )
    models.SignedResult.objects.bulk_create(
        models.SignedResult(sign_off=made, objective=objective, proposed=value, value=value)
        for objective in models.Objective.objects.filter(set__is_current=True)
    )
    return made


def placements_of(group):
    return list(Placement.objects.filter(trainee__group=group).order_by("pk"))


def ask(group, by=None):
    """For the certificates of a whole group."""
    return certificates.request(placements_of(group), by=by or group.lead_tutor)
