"""Who needs a tutor today: signals, order, tabs, «Later», reminders, and their queries."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from assessment.models import Evaluation, Indicator, Score
from imyportal import today as board
from imyportal.attention import Level
from imyportal.models import OutgoingMail
from placements.enums import DayKind, WeekStatus
from placements.models import CompanyTutor, HourWeek, Placement, WorkDay
from tests.factories import (
    MONDAY,
    GroupFactory,
    GuardianFactory,
    HourWeekFactory,
    PlacementFactory,
    TraineeFactory,
    UserFactory,
    WorkDayFactory,
)
from trainees.models import AttentionSnooze, Trainee

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 12, 9, tzinfo=ZoneInfo("Europe/Rome"))  # Thursday of week 2
THURSDAY = NOW.date()


@pytest.fixture(autouse=True)
def _thursday(today):
    today("2026-03-12 09:00")


@pytest.fixture
def tutor():
    return UserFactory(tutor=True, first_name="Giulia")


def signed_in(trainee):
    User.objects.filter(pk=trainee.user_id).update(last_login=NOW)
    return trainee


def all_is_well(tutor, **fields):
    """A trainee about whom there is nothing to do: hours up to yesterday, own view given."""
    placement = PlacementFactory(full_time=True, trainee__tutor=tutor, **fields)
    signed_in(placement.trainee)
    first = HourWeekFactory(placement=placement, monday=MONDAY)
    WorkDay.objects.bulk_create(day_of(first, MONDAY + timedelta(days=n)) for n in range(5))
    HourWeek.objects.filter(pk=first.pk).update(status=WeekStatus.SIGNED, declared_at=NOW)
    this = HourWeekFactory(placement=placement, monday=MONDAY + timedelta(weeks=1))
    WorkDay.objects.bulk_create(day_of(this, MONDAY + timedelta(days=n)) for n in (7, 8, 9))
    given = [("self", "start"), ("self", "week"), ("model", "week")]
    Evaluation.objects.bulk_create(
        Evaluation(placement=placement, kind=kind, moment=moment, monday=monday, given_by="Lena")
        for kind, moment, monday in [
            *((*each, MONDAY) for each in given),
            ("self", "week", this.monday),
        ]
    )
    return placement


def without_this_week(placement):
    """The self-evaluation of this week is not given yet."""
    this = MONDAY + timedelta(weeks=1)
    Evaluation.objects.filter(placement=placement, monday=this).delete()
    return placement


def day_of(week, day, kind=DayKind.WORKED):
    worked = kind == DayKind.WORKED
    return WorkDay(
        week=week,
        date=day,
        kind=kind,
        starts_at=time(8, 30) if worked else None,
        ends_at=time(17, 30) if worked else None,
        break_minutes=90 if worked else 0,
        minutes=450 if worked else 0,
    )


def week_of(placement, number=2):
    return placement.weeks.get(monday=MONDAY + timedelta(weeks=number - 1))


def keys(tutor):
    """What the board says, as «level key» of every reason."""
    found = board.signals(tutor, NOW)
    return [f"{each.level.name} {each.key}" for reasons in found.values() for each in reasons]


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

    assert [each.key for each in found] == ["open:2026-03-09"]


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
    signed_in(TraineeFactory(tutor=tutor))

    assert keys(tutor) == ["AMBER no_placement"]


def test_proposal_is_opened_and_several_are_listed(tutor):
    trainee = signed_in(TraineeFactory(tutor=tutor))
    one = PlacementFactory(trainee=trainee, status="proposed", ends_on=date(2026, 3, 20))
    (first,) = board.signals(tutor, NOW)[trainee.pk]
    PlacementFactory(trainee=trainee, status="proposed", starts_on=date(2026, 3, 23))
    (second,) = board.signals(tutor, NOW)[trainee.pk]

    assert (first.action, first.url) == ("Confirm", one.get_absolute_url())
    assert second.url.endswith(f"/placement/?trainee__id__exact={trainee.pk}")


@pytest.mark.parametrize(
    ("others", "shown"),
    [(["now", "next", "later", "past"], "now"), (["past", "later", "next"], "next"),
     (["past", "longer ago"], "past")],
)  # fmt: skip
def test_row_names_the_company_of_today_else_the_next_else_the_last(tutor, others, shown):
    first = {"longer ago": -60, "past": -30, "now": 0, "next": 7, "later": 14}
    trainee = TraineeFactory(tutor=tutor)
    for name in others:
        day = THURSDAY + timedelta(days=first[name])
        PlacementFactory(
            trainee=trainee, company_tutor__company__name=name, starts_on=day, ends_on=day
        )

    rows = board.board(tutor, now=NOW).rows

    assert [row.where for row in rows] == [f"{shown} · {trainee.group.name}"]


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


def test_ended_placement_without_certificate_is_plain(tutor):
    placement = all_is_well(tutor)
    Placement.objects.filter(pk=placement.pk).update(ends_on=date(2026, 3, 11))

    found = board.signals(tutor, NOW)[placement.trainee_id]
    (reason,) = [each for each in found if each.icon == "medal"]

    assert (reason.level, reason.text) == (Level.PLAIN, "Certificate: 1 week is not signed")


def test_board_has_one_row_a_trainee_the_worst_first(tutor):
    plain = all_is_well(tutor)
    User.objects.filter(pk=plain.trainee.user_id).update(last_login=None)
    red = all_is_well(tutor, trainee__birth_date=date(2009, 1, 1))
    day_of(week_of(red), THURSDAY, DayKind.ILL).save()

    rows = board.board(tutor, now=NOW).rows

    assert [row.pk for row in rows] == [red.trainee_id, plain.trainee_id]
    assert [reason.level.name for reason in rows[0].why] == ["RED", "AMBER"]
    assert rows[0].css == "danger"


def test_tabs_share_out_everybody_who_is_here(tutor):
    all_is_well(tutor)
    waiting = week_of(all_is_well(tutor))
    HourWeek.objects.filter(pk=waiting.pk).update(status=WeekStatus.DECLARED, declared_at=NOW)
    signed_in(TraineeFactory(tutor=tutor))

    found = board.board(tutor, now=NOW)

    assert [(tab.key, tab.count) for tab in found.tabs] == [
        ("today", 1), ("week", 0), ("waiting", 1), ("fine", 1),
    ]  # fmt: skip
    assert found.subtitle == "Thursday 12 March 2026 · 2 trainees here"


def test_board_shows_25_rows_then_all(tutor, client_for):
    TraineeFactory.create_batch(27, tutor=tutor)
    browser = client_for(tutor)

    first = browser.get(reverse("admin:index")).context["board"]
    whole = browser.get(first.more_url).context["board"]

    assert (len(first.rows), first.more, len(whole.rows), whole.more) == (25, 2, 27, 0)


def test_agenda_names_who_starts_and_ends_today(tutor):
    ends = all_is_well(tutor)
    Placement.objects.filter(pk=ends.pk).update(ends_on=THURSDAY)
    starts = PlacementFactory(trainee__tutor=tutor, starts_on=THURSDAY)
    GroupFactory(name="Arriving", lead_tutor=tutor, arrives_on=THURSDAY)
    PlacementFactory(starts_on=THURSDAY)

    agenda = board.board(tutor, now=NOW).agenda

    assert [(item.label, item.text, item.sub) for item in agenda] == [
        ("Arrives", "Arriving", "0 trainees"),
        ("Ends", ends.company.name, ends.trainee.name),
        ("Starts", starts.company.name, starts.trainee.name),
    ]


def test_board_of_a_colleague_is_empty_and_a_coordinators_is_full(tutor):
    trainee = signed_in(TraineeFactory(tutor=tutor))
    colleague, boss = UserFactory(tutor=True), UserFactory(admin=True)

    assert board.signals(colleague, NOW) == {}
    assert list(board.signals(boss, NOW)) == [trainee.pk]


def test_later_hides_until_tomorrow_at_eight(tutor, client_for, today):
    trainee = signed_in(TraineeFactory(tutor=tutor))
    browser = client_for(tutor)

    browser.post(reverse("admin:later", args=[trainee.pk]))

    assert AttentionSnooze.objects.get().until == datetime(2026, 3, 13, 8, tzinfo=NOW.tzinfo)
    assert board.board(tutor, now=timezone.now()).rows == []
    assert len(board.board(tutor, now=datetime(2026, 3, 13, 8, tzinfo=NOW.tzinfo)).rows) == 1


def test_new_reason_brings_a_row_back_at_once(tutor):
    placement = all_is_well(tutor)
    User.objects.filter(pk=placement.trainee.user_id).update(last_login=None)
    board.put_off(placement.trainee, by=tutor, now=NOW)

    day_of(week_of(placement), THURSDAY, DayKind.ILL).save()

    assert len(board.board(tutor, now=NOW).rows) == 1


def test_later_for_a_trainee_of_others_is_404(tutor, client_for):
    trainee = TraineeFactory()

    response = client_for(tutor).post(reverse("admin:later", args=[trainee.pk]))

    assert response.status_code == 404
    assert not AttentionSnooze.objects.exists()


@pytest.mark.parametrize("name", ["remind_companies", "remind_self"])
def test_reminding_by_get_is_refused(tutor, client_for, name):
    assert client_for(tutor).get(reverse(f"admin:{name}")).status_code == 405


def late_week(tutor, **fields):
    week = week_of(all_is_well(tutor, **fields), 2)
    HourWeek.objects.filter(pk=week.pk).update(
        status=WeekStatus.DECLARED, declared_at=NOW - timedelta(days=6)
    )
    return week


def test_remind_sends_one_mail_a_company_tutor_and_twice_is_once(tutor, client_for):
    week = late_week(tutor)
    late_week(tutor, company_tutor=week.placement.company_tutor, company=week.placement.company)
    late_week(UserFactory(tutor=True))
    browser = client_for(tutor)

    for _ in range(2):
        browser.post(reverse("admin:remind_companies"))

    assert list(OutgoingMail.objects.values_list("key", "to")) == [
        (
            f"reminder:sign:{week.placement.company_tutor_id}:2026-W11",
            week.placement.company_tutor.email,
        )
    ]


def test_week_sent_yesterday_is_not_reminded_of(tutor, client_for):
    week = late_week(tutor)
    HourWeek.objects.filter(pk=week.pk).update(declared_at=NOW - timedelta(days=1))

    client_for(tutor).post(reverse("admin:remind_companies"))

    assert not OutgoingMail.objects.exists()


def test_remind_hours_mails_the_trainee_once_a_week(tutor, client_for):
    week = week_of(all_is_well(tutor))
    week.days.filter(date__gte=MONDAY + timedelta(days=8)).delete()
    browser = client_for(tutor)

    for _ in range(2):
        browser.post(reverse("admin:remind_hours", args=[week.placement.trainee_id]))

    trainee = week.placement.trainee
    assert [(row.key, row.to) for row in OutgoingMail.objects.all()] == [
        (f"reminder:hours:{trainee.pk}:2026-W11", trainee.email)
    ]


def test_row_says_reminded_today_instead_of_offering_it_again(tutor, client_for):
    week = week_of(all_is_well(tutor))
    week.days.filter(date__gte=MONDAY + timedelta(days=8)).delete()

    client_for(tutor).post(reverse("admin:remind_hours", args=[week.placement.trainee_id]))

    (row,) = board.board(tutor, now=NOW).rows
    (tomorrow,) = board.board(tutor, now=NOW + timedelta(days=1)).rows
    (next_week,) = board.signals(tutor, NOW + timedelta(days=5))[week.placement.trainee_id][:1]
    assert (row.main, row.why[0].since) == (None, "since Tuesday 10 March · reminded today")
    assert tomorrow.why[0].since.endswith("reminded on Thursday")
    assert next_week.action == "Remind"


def test_waiting_says_reminded_today_when_all_were(tutor, client_for):
    late_week(tutor)
    without_this_week(all_is_well(tutor))
    browser = client_for(tutor)

    before = board.board(tutor, now=NOW).waiting
    browser.post(reverse("admin:remind_companies"))
    browser.post(reverse("admin:remind_self"))

    after = board.board(tutor, now=NOW).waiting
    assert [item.do for item in before] == ["Remind", "Remind"]
    assert [item.do for item in after] == ["", ""]
    assert all(item.sub.endswith(", reminded today") for item in after)


def test_reminders_say_what_is_missing(tutor, mailoutbox):
    late_week(tutor)
    missing = week_of(all_is_well(tutor))
    missing.days.filter(date__gte=MONDAY + timedelta(days=8)).delete()
    without_this_week(missing.placement)

    call_command("send_reminders")
    from assessment.reminders import remind_self_evaluations
    from imyportal.mail import deliver_due

    remind_self_evaluations()
    deliver_due()

    subjects = sorted(message.subject for message in mailoutbox)
    assert len(subjects) == 3
    assert "Hours: 2 days are missing" in subjects
    hours = next(each for each in mailoutbox if "missing" in each.subject)
    assert "Tuesday 10 March" in hours.body


def queries_of_the_board(client_for, tutor, django_assert_max_num_queries):
    browser = client_for(tutor)
    browser.get(reverse("admin:find"))  # the first request of a session may note its time
    with django_assert_max_num_queries(15) as captured:
        response = browser.get(reverse("admin:index"))
    assert response.status_code == 200
    return len(captured)


@pytest.mark.parametrize("people", [1, 3, 30])
def test_board_takes_15_queries_at_most(people, tutor, client_for, django_assert_max_num_queries):
    for _ in range(people):
        trainee = TraineeFactory(tutor=tutor, birth_date=date(2009, 1, 1))
        PlacementFactory(trainee=trainee, full_time=True)
    assert Trainee.objects.count() == people

    count = queries_of_the_board(client_for, tutor, django_assert_max_num_queries)

    assert count == 15
