"""Who needs a tutor today: rows, their order, tabs, «Later», agenda, and the board's queries."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from imyportal import opening
from imyportal import today as board
from placements.enums import DayKind, WeekStatus
from placements.models import HourWeek, Placement
from tests.desk.thursday import NOW, THURSDAY, all_is_well, day_of, signed_in, week_of
from tests.factories import GroupFactory, PlacementFactory, TraineeFactory, UserFactory
from trainees.models import AttentionSnooze, StandIn, Trainee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("thursday")]


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
    assert found.subtitle == "Thursday 12 March 2026 · 3 trainees here"


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


def queries_of_the_board(client_for, tutor, django_assert_max_num_queries):
    browser = client_for(tutor)
    browser.get(reverse("admin:find"))  # the first request of a session may note its time
    opening.hours()  # as the request before did, half a minute ago at most
    with django_assert_max_num_queries(15) as captured:
        response = browser.get(reverse("admin:index"))
    assert response.status_code == 200
    return len(captured)


@pytest.mark.parametrize("people", [1, 3, 30])
def test_board_takes_15_queries_at_most(people, tutor, client_for, django_assert_max_num_queries):
    away = UserFactory(tutor=True)
    StandIn.objects.create(tutor=away, colleague=tutor, first_day=THURSDAY, last_day=THURSDAY)
    for n in range(people):
        trainee = TraineeFactory(tutor=[away, tutor][n % 2], birth_date=date(2009, 1, 1))
        PlacementFactory(trainee=trainee, full_time=True)
        board.take(trainee, by=away, now=NOW)
    assert Trainee.objects.count() == people

    count = queries_of_the_board(client_for, tutor, django_assert_max_num_queries)

    assert count == 15
