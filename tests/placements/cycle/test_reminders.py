"""What goes out when: the ladder, quiet nights, missed weeks, once and no more."""

import re
import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from imyportal import mail, work
from imyportal.models import OutgoingMail
from imyportal.today import signals
from placements import reminders
from placements.cycle import check_ins, doing, laying, timetable
from placements.cycle.timetable import Rung
from placements.enums import CycleKind, ReminderOutcome, WeekStatus
from placements.models import AgreedDay, HourWeek, Reminder
from placements.tasks import go_on_with_the_week
from tests.assessment.observing import standard_set
from tests.factories import (
    MONDAY,
    HourWeekFactory,
    PlacementFactory,
    TraineeFactory,
    UserFactory,
    WorkDayFactory,
)

FIVE = dict.fromkeys(["mood", "work", "people", "home", "learning"], 3)


def only(*kinds):
    """The agency asks for nothing else."""
    off = [Rung(kind) for kind in CycleKind if kind not in kinds]
    timetable.change(None, off, by=UserFactory(tutor=True))


@pytest.fixture
def goes_out(db, today):
    """`goes_out("2026-03-05 12:00")`: what the cycle queues at that moment, in short."""
    only("check_in", "hours", "sign")

    def mails(moment):
        today(moment)
        before = set(OutgoingMail.objects.values_list("pk", flat=True))
        go_on_with_the_week()
        new = OutgoingMail.objects.exclude(pk__in=before).order_by("pk")
        return [row.key.removeprefix("reminder:").replace(":", " ").split() for row in new]

    return mails


def board(placement):
    viewer = placement.trainee.group.lead_tutor
    found = signals(viewer, timezone.now())[placement.trainee.pk]
    return [(each.level.name, each.text) for each in found]


def kinds(mails):
    return [(kind, "".join(rest[2:])) for kind, *rest in mails]


def say(placement):
    monday = check_ins.week_of(placement, timezone.localdate())
    by = placement.trainee.user
    check_ins.give_trainee(placement, monday, answers=FIVE, text="", call_wanted=False, by=by)


def work_through(placement, monday, days=5):
    week = HourWeekFactory(placement=placement, monday=monday)
    for number in range(days):
        WorkDayFactory(week=week, date=monday + timedelta(days=number))
    return week


# --- The ladder -------------------------------------------------------------------------------


def test_check_in_is_asked_twice_then_the_board_says_so(goes_out, client_for):
    placement = PlacementFactory()

    assert goes_out("2026-03-05 11:59") == []
    assert kinds(goes_out("2026-03-05 12:00")) == [("check_in", "")]
    assert goes_out("2026-03-05 12:01") == []
    assert goes_out("2026-03-05 19:59") == []
    assert kinds(goes_out("2026-03-06 18:00")) == [("check_in", "2")]
    assert goes_out("2026-03-07 12:00") == []
    assert goes_out("2026-03-09 09:00") == []
    board = client_for(placement.trainee.group.lead_tutor).get(reverse("admin:index"))
    assert "No answer to the check-in" in board.content.decode()


def test_check_in_that_was_answered_is_not_asked_for_again(goes_out):
    placement = PlacementFactory()
    goes_out("2026-03-05 12:00")
    say(placement)

    assert goes_out("2026-03-06 18:00") == []
    assert mail.render(OutgoingMail.objects.get()) is None  # nor does the first go out any more


@pytest.mark.parametrize(
    ("starts", "ends", "is_asked"), [(0, 0, True), (1, 1, False), (-9, -1, False)]
)
def test_check_in_is_asked_of_who_is_there_that_day(goes_out, starts, ends, is_asked):
    thursday = MONDAY + timedelta(days=3)
    PlacementFactory(
        starts_on=thursday + timedelta(days=starts), ends_on=thursday + timedelta(days=ends)
    )

    assert bool(goes_out("2026-03-05 12:00")) is is_asked


def test_second_check_in_mail_stays_away_beside_one_about_hours(goes_out):
    placement = PlacementFactory(full_time=True)
    goes_out("2026-03-05 12:00")

    assert kinds(goes_out("2026-03-06 16:00")) == [("hours", "")]
    assert goes_out("2026-03-06 18:00") == []
    told = OutgoingMail.objects.get(template="placements/hours_reminder")
    assert "Your check-in is open, too" in mail.render(told).body
    assert placement.reminders.get(kind="check_in", step=2).outcome == ReminderOutcome.BESIDE


@pytest.mark.parametrize(
    ("days", "status", "friday", "sunday"),
    [
        (3, WeekStatus.OPEN, True, True),  # Thursday is missing on Friday
        (4, WeekStatus.OPEN, False, True),  # Friday is not over
        (5, WeekStatus.OPEN, True, True),  # full, not sent
        (5, WeekStatus.DECLARED, False, False),
    ],
)
def test_hours_are_reminded_of_only_if_missing_or_not_sent(goes_out, days, status, friday, sunday):
    placement = PlacementFactory(full_time=True)
    only("hours", "sign")
    week = work_through(placement, MONDAY, days)
    if status != WeekStatus.OPEN:
        HourWeek.objects.filter(pk=week.pk).update(status=status, declared_at=timezone.now())

    assert kinds(goes_out("2026-03-06 16:00")) == [("hours", "")] * friday
    assert kinds(goes_out("2026-03-08 18:00")) == [("hours", "2")] * sunday
    for row in OutgoingMail.objects.all():
        assert ("not sent" in mail.render(row).subject) is (days == 5)


def test_signature_is_reminded_of_once_and_again_only_with_another_week(goes_out):
    placement = PlacementFactory()
    only("sign")
    sent = {"status": WeekStatus.DECLARED, "placement": placement}
    thursday = timezone.datetime(2026, 3, 5, 15, tzinfo=timezone.get_default_timezone())
    HourWeekFactory(**sent, monday=MONDAY, declared_at=thursday)

    assert goes_out("2026-03-09 14:59") == []  # two working days: Friday and Monday
    assert kinds(goes_out("2026-03-09 16:00")) == [("sign", "")]
    assert ("WAITING", "Week 1 is with the company") in board(placement)
    assert goes_out("2026-03-11 16:00") == []  # two more: now somebody calls
    assert ("AMBER", "Week 1 is still not signed") in board(placement)
    assert goes_out("2026-03-16 16:00") == []
    HourWeekFactory(**sent, monday=MONDAY + timedelta(weeks=1), declared_at=timezone.now())
    assert kinds(goes_out("2026-03-18 16:00")) == [("sign", "")]


def test_company_without_hours_to_sign_is_asked_about_last_week(goes_out):
    only("company_questions")
    quiet, with_hours = PlacementFactory(), PlacementFactory()
    HourWeekFactory(
        placement=with_hours,
        monday=MONDAY,
        status=WeekStatus.DECLARED,
        declared_at=timezone.now(),
    )
    PlacementFactory(company_tutor=quiet.company_tutor, company=quiet.company)  # one mail for both

    asked = goes_out("2026-03-10 10:00")

    assert asked == [["company_questions", str(quiet.company_tutor.pk), "2026-W11"]]
    assert "2–8 marzo" in mail.render(OutgoingMail.objects.get()).body
    assert goes_out("2026-03-12 09:00") == []


# --- When nothing goes out --------------------------------------------------------------------


def test_nothing_goes_out_at_night(goes_out):
    PlacementFactory()

    assert goes_out("2026-03-05 20:00") == []
    assert goes_out("2026-03-06 07:59") == []
    assert kinds(goes_out("2026-03-06 08:00")) == [("check_in", "")]


def test_missed_week_is_not_made_up_for(goes_out):
    placement = PlacementFactory()
    goes_out("2026-03-04 12:00")

    assert goes_out("2026-03-12 11:00") == []
    assert kinds(goes_out("2026-03-12 12:00")) == [("check_in", "")]
    assert [row.monday for row in placement.reminders.all()] == [MONDAY + timedelta(weeks=1)]


def test_reminder_that_nobody_did_in_time_is_dropped_and_says_so(goes_out, today):
    placement = PlacementFactory()
    today("2026-03-05 12:00")
    laying.lay_due()

    assert goes_out("2026-03-10 09:00") == []
    assert placement.reminders.get().outcome == ReminderOutcome.TOO_LATE


def test_reminder_of_hours_that_is_late_keeps_to_its_own_week(goes_out, today):
    only("hours")
    in_order, short = PlacementFactory.create_batch(2, full_time=True)
    HourWeek.objects.filter(pk=work_through(in_order, MONDAY).pk).update(
        status=WeekStatus.DECLARED, declared_at=timezone.now()
    )
    week = work_through(short, MONDAY, 4)

    sent = goes_out("2026-03-10 09:00")  # both miss Monday the 9th
    today("2026-03-12 09:00")
    row = OutgoingMail.objects.get()
    body = mail.render(row).body
    WorkDayFactory(week=week, date=MONDAY + timedelta(days=4))
    HourWeek.objects.filter(pk=week.pk).update(
        status=WeekStatus.DECLARED, declared_at=timezone.now()
    )

    assert sent == [["hours", str(short.trainee.pk), "2026-W10", "2"]]
    assert re.findall(r"\w+ \d+ March", body) == ["Friday 6 March"]
    assert mail.render(row) is None


def test_of_two_steps_that_were_missed_the_second_goes_out_alone(goes_out):
    placement = PlacementFactory(full_time=True)

    assert kinds(goes_out("2026-03-08 19:00")) == [("hours", "2")]  # which tells of both
    assert kinds(goes_out("2026-03-09 09:00")) == []
    assert placement.reminders.count() == 2


def test_trainee_without_an_address_is_told_of_in_the_list(goes_out):
    placement = PlacementFactory(trainee__email="", trainee__user=None)

    assert goes_out("2026-03-05 12:00") == []
    assert placement.reminders.get().outcome == ReminderOutcome.NO_ADDRESS


@pytest.mark.parametrize(
    ("thursday", "iso", "following", "next_iso"),
    [
        ("2026-03-26", "2026-W13", "2026-04-02", "2026-W14"),  # clocks go forward between
        ("2026-10-22", "2026-W43", "2026-10-29", "2026-W44"),  # and back
        ("2026-12-31", "2026-W53", "2027-01-07", "2027-W01"),
    ],
)
def test_week_by_week_one_mail_at_the_hour_here(goes_out, thursday, iso, following, next_iso):
    placement = PlacementFactory(starts_on="2026-03-02", ends_on="2027-02-26")
    key = str(placement.pk)

    assert goes_out(f"{thursday} 11:59") == []
    assert goes_out(f"{thursday} 12:00") == [["check_in", key, iso]]
    assert goes_out(f"{following} 11:59") == []
    assert goes_out(f"{following} 12:00") == [["check_in", key, next_iso]]


# --- Once -------------------------------------------------------------------------------------


def test_mail_that_was_sent_before_there_were_reminders_is_not_sent_again(goes_out):
    placement = PlacementFactory(full_time=True)
    key = f"reminder:hours:{placement.trainee.pk}:2026-W10"
    mail.queue("placements/hours_reminder", to="a@b.example", language="en", key=key)

    assert goes_out("2026-03-06 16:00") != []  # the check-in
    assert placement.reminders.get(kind="hours").outcome == ReminderOutcome.BEFORE
    assert OutgoingMail.objects.filter(template="placements/hours_reminder").count() == 1


def test_what_a_tutor_asks_for_is_the_reminder_of_the_week(goes_out, today):
    placement = PlacementFactory(full_time=True)
    week = HourWeekFactory(placement=placement, monday=MONDAY, status=WeekStatus.OPEN)
    today("2026-03-04 21:00")
    HourWeek.objects.filter(pk=week.pk).update(
        status=WeekStatus.DECLARED, declared_at=timezone.now() - timedelta(days=5)
    )
    tutor = placement.trainee.group.lead_tutor

    counts = [
        reminders.remind_trainees(viewer=tutor, trainee_id=placement.trainee.pk),
        reminders.remind_trainees(viewer=tutor),
        reminders.remind_companies(viewer=tutor),
        reminders.remind_companies(),
    ]
    call_command("send_reminders")

    assert counts == [1, 0, 1, 0]
    assert kinds(goes_out("2026-03-06 17:00")) == [("check_in", "")]
    assert Reminder.objects.filter(kind="hours").count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("hook", ["cycle.laid", "work.before_commit"])
def test_week_gone_on_with_twice_at_once_is_one_mail_each(today, hook):
    """The first one stands with its window open while the second one runs through."""
    standard_set()
    PlacementFactory.create_batch(3)
    today("2026-03-05 12:00")
    if hook == "work.before_commit":
        laying.lay_due()
    held, go = threading.Event(), threading.Event()

    def hold():
        if not held.is_set():
            held.set()
            go.wait(20)

    def first():
        try:
            go_on_with_the_week()
        finally:
            connection.close()

    work.set_hook(hook, hold)
    thread = threading.Thread(target=first)
    thread.start()
    assert held.wait(20)
    second = go_on_with_the_week()
    go.set()
    thread.join()
    work.set_hook(hook, None)

    assert second == 0
    assert OutgoingMail.objects.filter(template="placements/check_in").count() == 3
    assert Reminder.objects.filter(outcome=ReminderOutcome.MAILED).count() == 3


@pytest.mark.parametrize("count", [1, 30])
def test_reminders_take_a_fixed_number_of_queries(db, today, count, django_assert_max_num_queries):
    only("check_in", "hours")
    AgreedDay.objects.bulk_create(
        AgreedDay(placement=each, weekday=0, starts_at="08:00", ends_at="12:00")
        for each in PlacementFactory.create_batch(count)
    )
    today("2026-03-06 18:00")

    with django_assert_max_num_queries(45):
        go_on_with_the_week()

    assert OutgoingMail.objects.count() == count  # about hours, which tells of the check-in


# --- Work of many rows ------------------------------------------------------------------------


def test_row_that_fails_is_put_off_and_stops_no_other(goes_out, monkeypatch, today, caplog):
    placements = PlacementFactory.create_batch(3)
    bad = placements[1].pk
    whole = doing._draft

    def draft(row, *person):
        if row.placement_id == bad:
            raise ValueError("broken")
        return whole(row, *person)

    monkeypatch.setattr(doing, "_draft", draft)

    assert len(goes_out("2026-03-05 12:00")) == 2
    row = Reminder.objects.get(placement=bad)
    assert (row.outcome, row.attempts, row.last_error) == ("", 1, "ValueError: broken")
    monkeypatch.undo()
    assert len(goes_out("2026-03-05 12:02")) == 1


def test_rows_that_are_left_undone_are_an_error(db, caplog):
    placement = PlacementFactory(trainee=TraineeFactory())
    Reminder.objects.create(
        kind="check_in", monday=MONDAY, placement=placement, useful_until=timezone.now()
    )

    assert work.do_in_batches(Reminder.objects.due, lambda rows: []) == 0
    assert "left undone" in Reminder.objects.get().last_error
