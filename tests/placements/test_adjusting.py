"""What follows from a support plan: agreed hours, warnings, evaluations, mails; and nowhere why."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import links
from accounts.enums import Purpose
from assessment import late, slots
from assessment.enums import EvaluationKind
from imyportal import mail
from imyportal import today as board
from imyportal.models import AuditEvent, OutgoingMail
from placements import planning
from placements.enums import PlacementStatus
from placements.first_day import planning as first_days
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
MONDAY = date(2026, 3, 9)
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


def minutes(placement):
    return {day.minutes for day in placement.timetable.all()}


def test_agreed_days_become_as_short_as_the_plan_when_the_learner_agrees(placement, plan):
    over = PlacementFactory(
        full_time=True,
        trainee=placement.trainee,
        starts_on=date(2026, 1, 5),
        ends_on=date(2026, 1, 30),
    )

    write(plan, day_minutes=300, evaluation_days=3)
    before = minutes(placement)
    agree(plan)

    placement.refresh_from_db()
    assert (before, minutes(placement), minutes(over)) == ({450}, {300}, {450})
    assert (placement.most_day_minutes, placement.evaluation_days) == (300, 3)
    assert {day.ends_at for day in placement.timetable.all()} == {time(15)}
    assert AuditEvent.objects.get(action="placement.adjusted").user == plan.trainee.user


def test_break_goes_where_no_work_follows_it(placement, plan):
    write(plan, day_minutes=240)
    agree(plan)

    assert {(day.ends_at, day.break_minutes) for day in placement.timetable.all()} == {
        (time(12, 30), 0)
    }


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

    assert minutes(later) == {300}


def test_end_of_the_permission_ends_what_is_arranged_and_keeps_the_timetable(placement, plan):
    write(plan, day_minutes=300, evaluation_days=3)
    agree(plan)

    consents.take_back(plan.trainee, plans.PURPOSE, by=plan.trainee.user)

    placement.refresh_from_db()
    plan.refresh_from_db()
    assert (placement.most_day_minutes, placement.evaluation_days) == (None, None)
    assert (plan.day_minutes, plan.evaluation_days) == (None, None)
    assert minutes(placement) == {300}


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
    type(placement).objects.update(arranged_on=date(2026, 3, 6))

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
