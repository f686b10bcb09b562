"""What follows from a support plan: agreed hours, warnings, evaluations, mails; and nowhere why."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from accounts import links
from accounts.enums import Purpose
from assessment import late, readiness, slots
from assessment.enums import EvaluationKind
from imyportal import mail
from imyportal import today as board
from imyportal.db import check_row
from imyportal.models import AuditEvent, OutgoingMail
from placements import agreed_hours, days_todo, glances, planning, sheets
from placements.enums import ContactWith, PlacementStatus, SignedHow, WeekStatus
from placements.first_day import planning as first_days
from placements.models import Arrangement, Contact, HourWeek, Placement, WeekSignature
from placements.worktime import showing
from tests.assessment.observing import standard_set
from tests.factories import (
    HourWeekFactory,
    PlacementFactory,
    SendingTutorFactory,
    WorkDayFactory,
)
from trainees import consents
from trainees.enums import ShareParty, SupportTopic
from trainees.support import looking, plans, sharing
from trainees.support.sharing import Person

pytestmark = pytest.mark.django_db
MONDAY, THURSDAY = date(2026, 3, 9), date(2026, 3, 12)
CANARY = "zebrafinch-lamp"


@pytest.fixture
def placement(today):
    today("2026-03-12")
    return PlacementFactory(full_time=True, starts_on=date(2026, 3, 2), ends_on=date(2026, 4, 30))


@pytest.fixture
def plan(placement):
    trainee = placement.trainee
    consents.agree(trainee, plans.PURPOSE, by=trainee.user, language="en")
    return plans.begin(trainee, by=trainee.responsible)


def write(plan, **numbers):
    plan.refresh_from_db()
    texts = {SupportTopic.WORK: CANARY}
    by = plan.trainee.responsible
    return plans.write(plan, texts, by=by, seen=plan.changed_at, **numbers)


def agree(plan):
    plan.refresh_from_db()
    return plans.agree(plan, by=plan.trainee.user, seen=plan.changed_at)


def minutes(placement, day):
    return agreed_hours.of_one(placement).on(day).minutes


def filled(placement, monday, **worked):
    week = HourWeekFactory(placement=placement, monday=monday)
    for n in range(5):
        WorkDayFactory(week=week, date=monday + timedelta(days=n), **worked)
    return week


def on_the_week(placement, monday):
    return [each.agreed_minutes for each in sheets.sheet(placement, monday, today=MONDAY).days[:5]]


def test_agreed_days_become_as_short_as_the_plan_from_the_agreement_on(placement, plan):
    over = PlacementFactory(
        full_time=True,
        trainee=placement.trainee,
        starts_on=date(2026, 1, 5),
        ends_on=date(2026, 1, 30),
    )

    write(plan, day_minutes=300, evaluation_days=3)
    before = on_the_week(placement, MONDAY)
    agree(plan)

    placement.refresh_from_db()
    day = agreed_hours.of_one(placement).on(THURSDAY)
    assert before == on_the_week(over, date(2026, 1, 26)) == [450] * 5
    assert on_the_week(placement, MONDAY) == [450, 450, 450, 300, 300]
    assert placement.evaluation_days == 3
    assert (day.starts_at, day.ends_at, day.break_minutes) == (time(8, 30), time(15), 90)
    assert AuditEvent.objects.get(action="placement.adjusted").user == plan.trainee.user


@pytest.mark.parametrize("status", [WeekStatus.DECLARED, WeekStatus.SIGNED])
def test_week_that_was_sent_keeps_what_it_says(placement, plan, status):
    sent = filled(placement, MONDAY)
    before = sheets.sheet(placement, MONDAY, today=THURSDAY)
    moment = timezone.now()
    if status == WeekStatus.SIGNED:
        WeekSignature.objects.create(
            week=sent, name="Ada", role="tutor", how=SignedHow.LINK, minutes=2250, version=1
        )
    HourWeek.objects.filter(pk=sent.pk).update(status=status, declared_at=moment)

    write(plan, day_minutes=300)
    agree(plan)

    after = sheets.sheet(placement, MONDAY, today=THURSDAY)
    assert [each.agreed_minutes for each in after.days] == [450] * 5 + [0, 0]
    assert [each.agreed.ends_at for each in after.days[:5]] == [
        each.agreed.ends_at for each in before.days[:5]
    ]
    assert on_the_week(placement, MONDAY + timedelta(weeks=1)) == [300] * 5


def test_hours_agreed_anew_after_a_week_came_back_follow_those_that_ended(placement, plan):
    week = filled(placement, MONDAY)
    agree(write(plan, day_minutes=300))
    HourWeek.objects.filter(pk=week.pk).update(
        status=WeekStatus.DECLARED, declared_at=timezone.now()
    )
    consents.take_back(plan.trainee, plans.PURPOSE, by=plan.trainee.user)
    HourWeek.objects.filter(pk=week.pk).update(status=WeekStatus.OPEN, declared_at=None)
    consents.agree(plan.trainee, plans.PURPOSE, by=plan.trainee.user, language="en")

    agree(write(plan, day_minutes=240))

    spans = placement.arrangements.order_by("first_day").values_list("first_day", "last_day")
    (_first, ended), (begins, open_end) = spans
    assert (begins, open_end) == (ended + timedelta(days=1), None)


def test_day_with_hours_keeps_what_was_agreed_for_it(placement, plan):
    WorkDayFactory(week=HourWeekFactory(placement=placement, monday=MONDAY), date=THURSDAY)

    write(plan, day_minutes=300)
    agree(plan)

    assert on_the_week(placement, MONDAY) == [450, 450, 450, 450, 300]


def test_total_is_the_old_hours_of_the_past_and_the_new_ones_of_the_rest(placement, plan, today):
    filled(placement, MONDAY - timedelta(weeks=1))
    write(plan, day_minutes=300)
    agree(plan)
    today("2026-04-02")
    consents.take_back(plan.trainee, plans.PURPOSE, by=plan.trainee.user)

    # 2 to 11 March at 7:30 h, 12 March to 1 April at 5 h, then again at 7:30 h to 30 April.
    expected = 8 * 450 + 15 * 300 + 21 * 450
    glance = glances.of([placement], today=timezone.localdate())[placement.pk]
    chart = sheets.chart(placement, MONDAY, today=timezone.localdate()).glance
    facts = readiness.gather([placement])[placement.pk]
    assert glance.agreed == chart.agreed == facts.agreed_minutes == expected
    assert glance == chart


def test_board_asks_for_the_hours_that_are_agreed_for_each_day(placement, plan, today):
    """Below the agreed hours is said of what was agreed on the day, as `Glance.is_below` says."""
    write(plan, day_minutes=300)
    agree(plan)
    today("2026-04-06")
    for monday in (MONDAY + timedelta(weeks=1), MONDAY + timedelta(weeks=2)):
        filled(placement, monday, minutes=300, starts_at=time(8), ends_at=time(13))

    def below():
        rows = glances.below(Placement.objects.all(), today=timezone.localdate())
        return [row["short"] for row in rows]

    with_plan = below()
    Arrangement.objects.all().delete()

    assert (with_plan, below()) == ([], [10 * 150])


def test_break_goes_where_no_work_follows_it(placement, plan):
    write(plan, day_minutes=240)
    agree(plan)

    found = agreed_hours.latest(placement)
    assert {(day.ends_at, day.break_minutes) for day in found} == {(time(12, 30), 0)}


def test_later_placement_is_short_from_its_confirmation_on(placement, plan):
    write(plan, day_minutes=300)
    agree(plan)
    later = PlacementFactory(
        full_time=True,
        trainee=placement.trainee,
        status=PlacementStatus.PROPOSED,
        starts_on=date(2026, 5, 4),
        ends_on=date(2026, 5, 29),
    )

    planning.confirm(later, by=plan.trainee.responsible)

    assert minutes(later, date(2026, 5, 4)) == 300


@pytest.mark.parametrize("taken_back", ["2026-03-12", "2026-03-16"])
def test_end_of_the_permission_gives_the_hours_back_from_that_day_on(
    placement, plan, today, taken_back
):
    write(plan, day_minutes=300, evaluation_days=3)
    agree(plan)
    today(taken_back)

    consents.take_back(plan.trainee, plans.PURPOSE, by=plan.trainee.user)

    placement.refresh_from_db()
    plan.refresh_from_db()
    day = date.fromisoformat(taken_back)
    kept = 450 if day == THURSDAY else 300
    assert (placement.evaluation_days, plan.day_minutes, plan.evaluation_days) == (None,) * 3
    assert on_the_week(placement, MONDAY) == [450, 450, 450, kept, kept]
    assert minutes(placement, day) == 450


@pytest.mark.parametrize(
    ("days", "most"),
    [
        (("2026-03-12", "2026-03-11"), 300),
        (("2026-03-12", None), 0),
        (("2026-03-12", "2026-03-20"), 300),
        (("2026-03-20", None), 300),
        (("2026-03-01", "2026-03-10"), 300),
    ],
)
def test_arrangement_that_cannot_be_is_refused(placement, days, most):
    first, last = (each and date.fromisoformat(each) for each in days)
    Arrangement.objects.create(
        placement=placement,
        first_day=date(2026, 3, 10),
        last_day=date(2026, 3, 25),
        ended_at=timezone.now(),
        most_day_minutes=360,
    )
    row = Arrangement(placement=placement, first_day=first, last_day=last, most_day_minutes=most)
    row.ended_at = last and timezone.now()

    with pytest.raises(ValidationError):
        check_row(row)


@pytest.mark.postgres
def test_two_arrangements_for_one_day_are_refused_by_the_database(placement):
    same = {"placement": placement, "most_day_minutes": 300}
    ended = {"last_day": THURSDAY, "ended_at": timezone.now()}
    Arrangement.objects.create(first_day=THURSDAY, **ended, **same)

    with pytest.raises(IntegrityError):
        Arrangement.objects.create(first_day=MONDAY, **same)


def test_longer_day_is_named_to_all_and_its_reason_to_nobody(placement, plan, client):
    week = HourWeekFactory(placement=placement, monday=MONDAY)
    WorkDayFactory(
        week=week,
        date=MONDAY,
        minutes=390,
        starts_at=time(8),
        ends_at=time(14, 30),
        break_minutes=0,
    )
    tutor = placement.trainee.responsible

    def named():
        rows = board.board(tutor, now=timezone.now()).rows
        return [each.text for row in rows for each in row.why if "longer" in each.key]

    before = named(), showing.of_week(placement, MONDAY)
    write(plan, day_minutes=300)
    agree(plan)
    placement.refresh_from_db()
    since_then = named(), showing.of_week(placement, MONDAY)
    Arrangement.objects.update(first_day=MONDAY)

    said = "Monday 9 March: 6:30 h of work, at most 5:00 h are arranged"
    assert before == since_then == ([], [])
    assert named() == [said]
    assert [each.text for each in showing.of_week(placement, MONDAY)] == [said]
    client.force_login(placement.trainee.user)
    week_page = client.get(reverse("placements:week", args=[MONDAY])).content.decode()
    assert said in week_page and CANARY not in week_page


def test_evaluations_are_due_days_later_and_never_after_they_close(placement, plan):
    standard_set()
    mine = {each.key: each.due_on for each in slots.of(placement, list(EvaluationKind))}
    write(plan, evaluation_days=7)
    agree(plan)
    placement.refresh_from_db()

    found = slots.of(placement, list(EvaluationKind))

    more = {each.due_on - mine[each.key] for each in found if each.due_on < each.closes_on}
    assert mine and more == {timedelta(days=7)}
    assert all(each.due_on <= each.closes_on for each in found)
    # What may be changed until Sunday for others may be changed a week longer: to the last day to give it.
    assert all(each.changes_until == each.closes_on for each in found)
    due = {each.slot.key: each.slot.due_on for each in late.find(timezone.now())}
    assert due and all(
        due[key] == each for key, each in ((s.key, s.due_on) for s in found) if key in due
    )


@pytest.mark.parametrize("party", [ShareParty.COMPANY, ShareParty.SCHOOL])
def test_who_may_read_something_gets_one_mail_that_says_nothing(placement, plan, party):
    row = placement.company_tutor
    if party == ShareParty.SCHOOL:
        organisation = placement.trainee.group.organisation
        row = SendingTutorFactory(organisation=organisation).user
    write(plan)
    texts = {SupportTopic.HOURS: CANARY}
    plan.refresh_from_db()
    plans.write(plan, texts, by=plan.begun_by, seen=plan.changed_at)
    person = Person(party, row, "Ada Neri", date(2026, 4, 30))
    topics = [SupportTopic.WORK, SupportTopic.HOURS]
    made = sharing.propose(plan, person, topics, date(2026, 4, 30), by=plan.begun_by)

    for each in made:
        sharing.agree(each, by=plan.trainee.user)
    told = OutgoingMail.objects.get(template__endswith="support_shared")
    body = mail.render(told).body
    sharing.end(made[0], by=plan.trainee.user)
    half = mail.render(told)
    sharing.end(made[1], by=plan.trainee.user)

    assert half is not None
    said = "has shared something with you", "ha condiviso qualcosa con Lei"
    assert told.to == row.email and any(each in body for each in said)
    assert CANARY not in body and "support plan" not in body
    assert mail.render(told) is None


def test_first_day_sheet_shows_what_is_shared_and_notes_the_look(client, placement, plan):
    write(plan)
    person = Person(ShareParty.COMPANY, placement.company_tutor, "Ada", date(2026, 4, 30))
    made = sharing.propose(plan, person, [SupportTopic.WORK], date(2026, 3, 20), by=plan.begun_by)
    first_days.plan(placement, timezone.now(), by=plan.begun_by, place="Gate 2")
    token = links.token_of(links.create(Purpose.COMPANY, placement.company_tutor))
    kwargs = {"token": token, "placement": placement.public_id}
    door = reverse("company:open_first_day", kwargs=kwargs)

    before = client.get(door, follow=True).content.decode()
    sharing.agree(made[0], by=plan.trainee.user)
    shown = client.get(door, follow=True).content.decode()

    assert CANARY not in before and CANARY in shown
    assert AuditEvent.objects.filter(action="support.viewed").count() == 1


def test_shared_topic_written_anew_is_shown_once_the_learner_agrees(placement, plan, today):
    write(plan)
    person = Person(ShareParty.COMPANY, placement.company_tutor, "Ada", date(2026, 4, 30))
    made = sharing.propose(plan, person, [SupportTopic.WORK], date(2026, 3, 20), by=plan.begun_by)
    sharing.agree(made[0], by=plan.trainee.user)
    link = links.create(Purpose.COMPANY, placement.company_tutor)
    today("2026-03-20")
    plan.refresh_from_db()
    anew = {SupportTopic.WORK: "Not seen by the learner"}
    plans.write(plan, anew, by=plan.begun_by, seen=plan.changed_at)

    before = looking.shared(plan, link)
    agree(plan)
    after = looking.shared(plan, link)

    assert before == []
    assert [line.text for line in after] == ["Not seen by the learner"]


def test_share_that_is_over_is_shown_to_nobody_and_asked_of_nobody(placement, plan, today):
    write(plan)
    person = Person(ShareParty.COMPANY, placement.company_tutor, "Ada", date(2026, 4, 30))
    sharing.propose(plan, person, [SupportTopic.WORK], date(2026, 3, 20), by=plan.begun_by)

    today("2026-03-21")

    assert list(plan.shares.running()) == []


def test_other_hours_are_said_to_learner_and_tutor_and_asked_of_the_board(
    client, placement, plan, today
):
    """Before the permission is taken back and after it, on every page that acts on the hours."""
    tutor, mine = placement.trainee.responsible, reverse("trainees:support")
    pages = {
        "plan": reverse("admin:trainees_trainee_support", args=[placement.trainee.pk]),
        "placement": placement.get_absolute_url(),
    }

    def read(user, url):
        client.force_login(user)
        return client.get(url).content.decode()

    def rows():
        found = board.board(tutor, now=timezone.now()).rows
        return [each.text for row in found for each in row.why if "new_hours" in each.key]

    write(plan, day_minutes=300)
    agree(plan)
    short = "From 12 March 2026 on: at most 5:00 h a day, 25:00 h a week"
    again = "From 16 March 2026 on: 37:30 h a week again, as before"
    today("2026-03-16")
    before = read(plan.trainee.user, mine)
    on_desk = {name: read(tutor, url) for name, url in pages.items()}
    asked = rows()
    consents.take_back(plan.trainee, plans.PURPOSE, by=plan.trainee.user)
    after = read(plan.trainee.user, mine)

    assert short in before and again in before and again in after
    assert "12–15 March 2026: at most 5:00 h a day, 25:00 h a week" in after
    assert short in on_desk["plan"] and short in on_desk["placement"]
    assert again in read(tutor, pages["plan"]) and again in read(tutor, pages["placement"])
    assert (asked, rows()) == (
        ["Other hours: at most 5:00 h a day"],
        ["Other hours: as before again"],
    )
    said = {"kind": "call", "with_whom": ContactWith.COMPANY, "at": timezone.now(), "text": "Told."}
    Contact.objects.create(trainee=placement.trainee, by=tutor, **said)
    assert rows() == []


def test_plan_that_leaves_the_hours_out_says_before_it_is_agreed_what_comes(client, plan, today):
    agree(write(plan, day_minutes=300))
    today("2026-03-13")
    write(plan, day_minutes=None)
    client.force_login(plan.trainee.user)

    body = client.get(reverse("trainees:support")).content.decode()

    assert "When you agree, your hours change" in body
    assert body.index("37:30 h a week again") < body.index("I agree to what stands here")


def test_home_asks_for_the_permission_and_later_for_what_is_written(client, placement, today):
    trainee = placement.trainee
    client.force_login(trainee.user)

    def asked():
        row = days_todo.days(trainee, placement, timezone.localdate())
        return [each.note for each in row.todos if each.title == "Your support plan"]

    plan = plans.begin(trainee, by=trainee.responsible)
    first = asked()
    consents.agree(trainee, plans.PURPOSE, by=trainee.user, language="en")
    said_yes = asked()
    write(plan)
    written = asked()
    agree(plan)

    assert first == ["May we write down what helps you? Say yes or no"]
    assert (said_yes, written) == ([], ["Read what it says, and whether you agree"])
    assert asked() == []
