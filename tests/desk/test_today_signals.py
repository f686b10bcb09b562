"""What the Today board says of a trainee, and when it says nothing."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from assessment.models import Evaluation, Indicator, Score
from imyportal import today as board
from imyportal.attention import Level
from imyportal.models import OutgoingMail
from placements.enums import DayKind, WeekStatus
from placements.models import CompanyTutor, HourWeek, Placement
from tests.desk.thursday import (
    NOW,
    THURSDAY,
    all_is_well,
    day_of,
    keys,
    signed_in,
    week_of,
    without_this_week,
)
from tests.factories import (
    MONDAY,
    GroupFactory,
    GuardianFactory,
    PlacementFactory,
    TraineeFactory,
    WorkDayFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("thursday")]


def test_nothing_to_do_is_no_signal(tutor):
    all_is_well(tutor)

    assert keys(tutor) == []


def test_absence_nobody_told_the_company_of_is_red(tutor):
    week = week_of(all_is_well(tutor))
    day_of(week, THURSDAY, DayKind.ILL).save()

    assert keys(tutor) == ["RED absent:2026-03-12"]


def test_absence_the_company_knows_of_is_no_signal_on_the_first_day(tutor):
    day = day_of(week_of(all_is_well(tutor)), THURSDAY, DayKind.ILL)
    day.told_at = NOW
    day.save()

    assert keys(tutor) == []


def test_second_day_of_absence_is_red_though_the_company_knows(tutor):
    week = week_of(all_is_well(tutor))
    week.days.filter(date=THURSDAY - timedelta(days=1)).update(
        kind="ill", starts_at=None, ends_at=None, break_minutes=0, minutes=0, told_at=NOW
    )
    day = day_of(week, THURSDAY, DayKind.ILL)
    day.told_at = NOW
    day.save()

    reason = board.signals(tutor, NOW)[week.placement.trainee_id][0]

    assert (reason.level, reason.text) == (Level.RED, "Absent for 2 days")
    assert reason.since == "since Wednesday 11 March"


def test_absence_that_is_over_is_no_signal(tutor):
    week = week_of(all_is_well(tutor))
    week.days.filter(date__lte=MONDAY + timedelta(days=8)).update(
        kind="ill", starts_at=None, ends_at=None, break_minutes=0, minutes=0, told_at=NOW
    )

    assert keys(tutor) == []


def test_two_days_without_hours_are_amber(tutor):
    week = week_of(all_is_well(tutor))
    week.days.filter(date__gte=MONDAY + timedelta(days=8)).delete()

    assert keys(tutor) == ["AMBER no_hours"]


def test_one_day_without_hours_is_no_signal(tutor):
    week = week_of(all_is_well(tutor))
    week.days.filter(date=MONDAY + timedelta(days=9)).delete()

    assert keys(tutor) == []


def test_week_sent_back_is_amber(tutor):
    week = week_of(all_is_well(tutor))
    HourWeek.objects.filter(pk=week.pk).update(
        status=WeekStatus.RETURNED, returned_at=NOW, return_reason="Tuesday"
    )

    assert keys(tutor) == ["AMBER returned:2026-03-09"]


def test_week_with_the_company_waits_for_others(tutor):
    week = week_of(all_is_well(tutor))
    HourWeek.objects.filter(pk=week.pk).update(status=WeekStatus.DECLARED, declared_at=NOW)

    assert keys(tutor) == ["WAITING sign:2026-03-09"]


def test_past_week_that_was_never_sent_is_amber(tutor, today):
    placement = all_is_well(tutor)
    today("2026-03-18")
    week = week_of(placement)
    for day in (THURSDAY, THURSDAY + timedelta(days=1)):
        WorkDayFactory(week=week, date=day)
    for offset in (14, 15):
        third, _ = HourWeek.objects.get_or_create(
            placement=placement, monday=MONDAY + timedelta(weeks=2)
        )
        WorkDayFactory(week=third, date=MONDAY + timedelta(days=offset))

    found = board.signals(tutor, timezone.now())[placement.trainee_id]

    assert [(each.key, each.since) for each in found] == [("open:2026-03-09", "week of 9 March")]


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"email": ""}, "has no e-mail address"),
        ({"doubted_at": NOW}, "Somebody said: I am not"),
        ({"doubted_at": NOW, "doubt": "Ask my brother"}, "They wrote: “Ask my brother”"),
    ],
)
def test_company_tutor_nobody_can_reach_is_amber(tutor, change, text):
    placement = all_is_well(tutor)
    CompanyTutor.objects.filter(pk=placement.company_tutor_id).update(**change)

    (reason,) = board.signals(tutor, NOW)[placement.trainee_id]

    assert reason.level == Level.AMBER
    assert text in reason.text


def test_mail_that_does_not_arrive_is_amber(tutor):
    placement = all_is_well(tutor)
    OutgoingMail.objects.create(
        key="x", template="placements/week_sent", to=placement.company_tutor.email, language="it",
        attempts=3, last_error="SMTPRecipientsRefused",
    )  # fmt: skip

    (reason,) = board.signals(tutor, NOW)[placement.trainee_id]

    assert reason.text == f"Mail to {placement.company_tutor.name} does not arrive"


def test_arrived_without_placement_is_amber(tutor):
    trainee = signed_in(TraineeFactory(tutor=tutor))

    (reason,) = board.signals(tutor, NOW)[trainee.pk]

    assert (reason.level, reason.key) == (Level.AMBER, "no_placement")
    assert reason.since == "arrived Saturday 28 February"


def test_proposal_is_opened_and_several_are_listed(tutor):
    trainee = signed_in(TraineeFactory(tutor=tutor))
    one = PlacementFactory(trainee=trainee, status="proposed", ends_on=date(2026, 3, 20))
    (first,) = board.signals(tutor, NOW)[trainee.pk]
    PlacementFactory(trainee=trainee, status="proposed", starts_on=date(2026, 3, 23))
    (second,) = board.signals(tutor, NOW)[trainee.pk]

    assert (first.action, first.url) == ("Confirm", one.get_absolute_url())
    assert second.url.endswith(f"/placement/?trainee__id__exact={trainee.pk}")


def test_look_at_the_week_opens_this_week(tutor):
    week = week_of(all_is_well(tutor))
    HourWeek.objects.filter(pk=week.pk).update(
        status=WeekStatus.RETURNED, returned_at=NOW, return_reason="Tuesday"
    )

    (reason,) = board.signals(tutor, NOW)[week.placement.trainee_id]

    assert reason.url == reverse("admin:placements_hourweek_change", args=[week.pk])


def test_arriving_next_week_without_placement_comes_up_this_week(tutor):
    group = GroupFactory(
        lead_tutor=tutor, arrives_on=date(2026, 3, 16), leaves_on=date(2026, 4, 30)
    )
    TraineeFactory(group=group)

    assert keys(tutor) == ["WEEK no_placement"]


def test_minor_without_guardian_is_amber_until_there_is_one_who_can_be_asked(tutor):
    placement = all_is_well(tutor, trainee__birth_date=date(2009, 1, 1))
    nobody = keys(tutor)
    GuardianFactory(trainee=placement.trainee)
    silent = keys(tutor)

    GuardianFactory(trainee=placement.trainee, email="home@mail.example")

    assert (nobody, silent) == (["AMBER no_guardian"], ["PLAIN guardian_no_email"])
    assert keys(tutor) == []


def test_never_signed_in_is_plain(tutor):
    placement = all_is_well(tutor)
    User.objects.filter(pk=placement.trainee.user_id).update(last_login=None)

    assert keys(tutor) == ["PLAIN never_signed_in"]


def score(placement, kind, monday, value):
    evaluation, _ = Evaluation.objects.get_or_create(
        placement=placement, kind=kind, moment="week", monday=monday, defaults={"given_by": "x"}
    )
    Score.objects.create(evaluation=evaluation, indicator=Indicator.objects.first(), value=value)


def test_own_score_20_above_the_companys_is_plain(tutor):
    placement = all_is_well(tutor)
    score(placement, "self", MONDAY + timedelta(weeks=1), 70)
    score(placement, "company", MONDAY + timedelta(weeks=1), 50)

    (reason,) = board.signals(tutor, NOW)[placement.trainee_id]

    assert (reason.level, reason.text) == (Level.PLAIN, "Own score 70, company 50")


def test_scores_19_apart_are_no_signal(tutor):
    placement = all_is_well(tutor)
    score(placement, "self", MONDAY + timedelta(weeks=1), 69)
    score(placement, "company", MONDAY + timedelta(weeks=1), 50)

    assert keys(tutor) == []


def test_own_average_down_by_5_is_plain(tutor):
    placement = all_is_well(tutor)
    score(placement, "self", MONDAY, 52)
    score(placement, "self", MONDAY + timedelta(weeks=1), 47)

    (reason,) = board.signals(tutor, NOW)[placement.trainee_id]

    assert reason.text == "Own average fell from 52 to 47"


def test_open_self_evaluation_waits_for_the_trainee(tutor):
    without_this_week(all_is_well(tutor))

    assert keys(tutor) == ["WAITING self:2026-03-09"]


def test_ended_placement_without_certificate_is_of_this_week(tutor):
    placement = all_is_well(tutor)
    Placement.objects.filter(pk=placement.pk).update(ends_on=date(2026, 3, 11))

    found = board.signals(tutor, NOW)[placement.trainee_id]
    (reason,) = [each for each in found if each.icon == "medal"]

    assert (reason.level, reason.text) == (Level.WEEK, "Certificate: 1 week is not signed")
