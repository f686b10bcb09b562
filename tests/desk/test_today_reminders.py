"""«Remind» on the Today board: who gets a mail, and that twice is once."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from assessment.reminders import remind_self_evaluations
from imyportal import today as board
from imyportal.mail import deliver_due
from imyportal.models import OutgoingMail
from placements.enums import WeekStatus
from placements.models import HourWeek
from tests.desk.thursday import NOW, all_is_well, week_of, without_this_week
from tests.factories import MONDAY, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("thursday")]


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
    remind_self_evaluations()
    deliver_due()

    subjects = sorted(message.subject for message in mailoutbox)
    assert len(subjects) == 3
    assert "Hours: 2 days are missing" in subjects
    hours = next(each for each in mailoutbox if "missing" in each.subject)
    assert "Tuesday 10 March" in hours.body
