"""When evaluations are due, by group; late ones, and the one mail that reminds of each."""

import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from assessment import late, plans, reminders, slots
from assessment.award_forms import AwardForm
from assessment.enums import EvaluationKind
from assessment.models import EvaluationDue, EvaluationPlan
from assessment.plan_forms import PlanForm
from assessment.plans import Due
from imyportal import mail, work
from imyportal.models import OutgoingMail
from tests.assessment.observing import give_company, give_peer, give_self, noon, standard_set
from tests.factories import MONDAY, PlacementFactory, UserFactory

pytestmark = pytest.mark.django_db

WEDNESDAY_OF_WEEK_3 = noon(MONDAY + timedelta(days=16))
WEEKLY = Due("self", "week", 1, 1, 3, 4)


@pytest.fixture
def placement():
    standard_set()
    return PlacementFactory()


def keys(placement, *kinds):
    return [slot.key for slot in slots.of(placement, kinds or [EvaluationKind.SELF])]


def told(now=WEDNESDAY_OF_WEEK_3):
    return sorted(
        each.key.split(":", 3)[-1] for each in late.find(now) if each.slot.is_late(now.date())
    )


def test_standard_plan_has_every_kind_of_eight_weeks(placement):
    assert keys(placement, EvaluationKind.PEER) == ["peer-2026-W13"]
    assert keys(placement, EvaluationKind.COMPARE) == ["compare-2026-W12", "compare-2026-W16"]
    assert keys(placement, EvaluationKind.MODEL) == ["model-2026-W10", "model-2026-W14"]
    assert keys(placement, EvaluationKind.COMPANY) == ["company-2026-W13", "company-2026-W17"]


def test_change_holds_from_the_next_monday_and_leaves_begun_weeks(placement, today):
    today("2026-03-12")
    before = keys(placement)

    plans.change(placement.trainee.group, [WEEKLY], by=UserFactory(tutor=True))
    plans.change(placement.trainee.group, [Due("self", "final", opens=0, due=1)], by=UserFactory())

    assert keys(placement) == [*before[:3], "2026-W17"]
    assert keys(PlacementFactory()) == before


def test_follow_agency_brings_the_agencys_plan_back(placement, today):
    today("2026-03-12")
    before = keys(placement)
    plans.change(placement.trainee.group, [Due("self", "final", opens=0, due=1)], by=UserFactory())

    plans.follow_agency(placement.trainee.group, by=UserFactory())

    assert keys(placement) == before


def test_what_was_given_is_given_when_the_placement_is_made_longer(placement):
    placement.ends_on = MONDAY + timedelta(days=11)
    give_self(placement, 2)
    placement.ends_on = MONDAY + timedelta(weeks=5)
    placement.save()

    assert "2026-W11" not in told()


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "last"),
    [
        (
            date(2026, 12, 28),
            date(2027, 1, 8),
            "2027-W01",
        ),  # over the turn of an ISO year of 53 weeks
        (date(2026, 3, 23), date(2026, 4, 3), "2026-W14"),  # over the change to summer time
    ],
)
def test_weeks_are_iso_weeks(starts_on, ends_on, last):
    standard_set()
    found = slots.of(PlacementFactory(starts_on=starts_on, ends_on=ends_on), [EvaluationKind.SELF])

    assert (found[-1].key, found[-1].due_on) == (last, ends_on)


@pytest.mark.parametrize(
    "wrong",
    [
        {"opens": 4, "due": 3},
        {"opens": 3, "due": 7},
        {"first_week": None},
        {"every": 0},
        {"moment": "mid"},
        {"moment": "start", "first_week": None, "every": None},
        {
            "kind": "company",
            "moment": "start",
            "first_week": None,
            "every": None,
            "opens": None,
            "due": None,
        },
    ],
)
def test_line_of_a_plan_that_can_not_be_is_refused(placement, wrong):
    line = Due(**(vars(WEEKLY) | wrong))

    with pytest.raises(ValidationError):
        plans.change(placement.trainee.group, [line], by=UserFactory())

    assert not EvaluationPlan.objects.filter(group__isnull=False).exists()


# --- Late -------------------------------------------------------------------------------------


def test_late_is_what_was_due_and_is_not_given(placement):
    give_self(placement, 1)

    assert told(noon(MONDAY + timedelta(days=12))) == ["2026-W11", "model-2026-W10", "start"]
    assert told(noon(MONDAY + timedelta(days=16))) == ["2026-W11"]


def test_open_after_the_last_day_are_the_final_ones_alone(placement):
    found = late.find(noon(placement.ends_on + timedelta(days=2)))

    assert {each.slot.moment for each in found} == {"final"}


def test_remind_late_is_one_mail_each_whoever_asks(placement):
    for _ in range(2):
        reminders.remind_late(now=WEDNESDAY_OF_WEEK_3)
    reminders.remind_late(now=WEDNESDAY_OF_WEEK_3 + timedelta(days=1), viewer=UserFactory())

    (row,) = OutgoingMail.objects.all()
    assert (row.key, row.to) == (
        f"reminder:evaluation:{placement.pk}:2026-W11",
        placement.trainee.email,
    )


def test_remind_late_goes_to_the_company_in_its_language_and_stops_when_given(
    placement, mailoutbox, today
):
    from imyportal.mail import deliver_due

    when = noon(MONDAY + timedelta(weeks=4))
    give_self(placement, 4)
    reminders.remind_late(now=when)
    row = OutgoingMail.objects.get(template="assessment/company_reminder")
    assert (row.to, row.language) == (
        placement.company_tutor.email,
        placement.company_tutor.language,
    )
    give_company(placement, 4)

    today(when.date().isoformat())
    deliver_due()

    assert not [each for each in mailoutbox if each.to == [row.to]]


def test_remind_late_asks_the_peer_and_not_who_waits_for_them(placement):
    request = give_peer(placement).requests.get()
    OutgoingMail.objects.all().delete()

    reminders.remind_late(now=noon(MONDAY + timedelta(weeks=4)), trainee=placement.trainee.pk)

    to = OutgoingMail.objects.filter(template="assessment/peer_asked").values_list("to", flat=True)
    assert list(to) == [request.peer.email]


@pytest.mark.parametrize(("hour", "count"), [("07:30", 0), ("09:00", 1), ("21:00", 0)])
def test_background_reminds_in_the_daytime(placement, today, hour, count):
    today(f"2026-03-18 {hour}")

    reminders.remind_by_itself()

    assert OutgoingMail.objects.count() == count


def test_what_is_late_for_one_person_at_once_is_one_mail_that_names_all(placement, today):
    group, tutor = placement.trainee.group, placement.company_tutor
    of_another = PlacementFactory(company_tutor=tutor, trainee__group=group)
    today("2026-03-30 12:00")

    count = reminders.remind_late()
    again = reminders.remind_late()

    sent = [message for row in OutgoingMail.objects.all() if (message := mail.render(row))]
    body = {message.to[0]: message.body for message in sent}
    company, own = body[placement.company_tutor.email], body[placement.trainee.email]
    assert sorted(message.to[0] for message in sent) == sorted(
        [placement.trainee.email, of_another.trainee.email, placement.company_tutor.email]
    )
    assert (count, again) == (3, 0)
    assert OutgoingMail.objects.count() == 6  # each with its key, so that none is told of twice
    assert of_another.trainee.name in company and placement.trainee.name in company
    assert "Open as well: " in own


@pytest.mark.parametrize(
    ("again", "looks"),
    [("2026-03-18 10:59", False), ("2026-03-18 11:00", True), ("2026-03-19 08:00", True)],
)
def test_reminders_look_at_everybody_once_an_hour_and_when_a_day_begins(
    placement, today, again, looks, django_assert_max_num_queries
):
    today("2026-03-18 10:00" if again < "2026-03-19" else "2026-03-18 19:30")
    reminders.remind_by_itself()
    PlacementFactory()  # late from the start, and nobody was told
    before = OutgoingMail.objects.count()
    today(again)

    with django_assert_max_num_queries(40 if looks else 4):
        reminders.remind_by_itself()

    assert (OutgoingMail.objects.count() > before) is looks


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_remind_late_twice_at_once_is_one_mail():
    standard_set()
    PlacementFactory()
    both = threading.Barrier(2)
    work.set_hook("reminders.found", lambda: both.wait(10))

    def remind():
        try:
            reminders.remind_late(now=WEDNESDAY_OF_WEEK_3)
        finally:
            connection.close()

    threads = [threading.Thread(target=remind) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    work.set_hook("reminders.found", None)

    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_find_asks_three_queries(django_assert_num_queries, rows):
    standard_set()
    PlacementFactory.create_batch(rows)

    with django_assert_num_queries(3):
        assert len(late.find(WEDNESDAY_OF_WEEK_3)) == 2 * rows


# --- Desk -------------------------------------------------------------------------------------


def sent(form, **changes):
    """What the page would post as it is."""
    shown = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in shown.items() if value not in (None, False)} | changes


def test_page_of_a_group_stores_its_own_and_says_from_when(client, placement, today):
    today("2026-03-12")
    client.force_login(placement.trainee.group.lead_tutor)
    address = reverse("admin:trainees_group_due", args=[placement.trainee.group_id])
    form = client.get(address).context["form"]

    wrong = client.post(address, sent(form, **{"self-opens": "4", "self-due": "1"}))
    right = client.post(address, sent(form, **{"self-every": "2"}), follow=True)

    assert list(wrong.context["form"].errors) == ["self-due"]
    assert "It holds from Monday 16 March on." in right.text
    own = EvaluationDue.objects.filter(plan__group=placement.trainee.group)
    assert own.get(kind="self", moment="week").every == 2
    assert own.count() == EvaluationDue.objects.filter(plan__group=None).count()
    client.post(address, {"follow": "1"})
    assert not own.exists()


def test_page_of_every_group_is_for_coordinators(client_for, placement):
    address = reverse("admin:assessment_due")

    assert client_for(placement.trainee.group.lead_tutor).get(address).status_code == 403
    assert client_for(UserFactory(admin=True)).get(address).status_code == 200


def test_plan_form_says_row_and_field_at_the_input_and_on_top():
    data = {"self-start": "on", "self-every": "1", "self-first": "99", "company-every": "-2"}

    form = PlanForm(data, dues=[])

    found = {
        name: errors[0] for name, errors in form.errors.items() if "number of weeks" in errors[0]
    }
    assert found == {
        "self-first": "“Self-evaluation: from week”: enter a number of weeks from 1 to 52.",
        "company-every": "“Company tutor: every so many weeks”: enter a number of weeks from 1 to 52.",
    }


def test_limits_of_a_form_name_their_field():
    form = AwardForm({"level": "1", "occasion": "x" * 121, "reason": "y" * 501})

    assert form.errors["occasion"] == ["“What for?”: Write at most 120 characters; these are 121."]
    assert form.errors["reason"] == ["“Why?”: Write at most 500 characters; these are 501."]
