"""Absences: said, noticed, taken back; who is told, how early it was, and when a paper is needed."""

import uuid
from datetime import date, datetime, time, timedelta
from functools import partial
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts import links
from accounts.enums import Purpose
from imyportal import mail
from imyportal.models import OutgoingMail
from placements import absences, exports, hours, planning
from placements.absences import going, noticing, papers, promptness, saying
from placements.absences.promptness import Promptness, Said
from placements.absences.saying import Saying
from placements.enums import AbsenceKind, DayKind, NoticeTo
from placements.models import (
    Absence,
    AbsenceNotice,
    AbsencePaper,
    AbsenceRule,
    AgreedDay,
    Placement,
    WorkDay,
)
from tests import uploaded
from tests.assessment.observing import standard_set
from tests.factories import PlacementFactory, SendingTutorFactory, TraineeFactory, UserFactory

from .filling import MONDAY, THURSDAY, declare, fill, ill, worked

pytestmark = pytest.mark.django_db

FRIDAY = THURSDAY + timedelta(days=1)
CANARY = "canary migraine"
ROME = ZoneInfo("Europe/Rome")


def mails():
    """(template, to) of all that was queued, oldest first."""
    return list(OutgoingMail.objects.order_by("pk").values_list("template", "to"))


def both_told(placement, template="placements/absence"):
    """One mail to the agency tutor, one to the company."""
    tutor, company = placement.trainee.responsible, placement.company_tutor
    return sorted([(template, tutor.email), (template, company.email)])


def link_of(placement):
    return links.for_holder(Purpose.COMPANY, placement.company_tutor)


def notice(placement, day=THURSDAY):
    return noticing.notice(placement, day, link=link_of(placement))


def chart(placement):
    rows = WorkDay.objects.filter(week__placement=placement).order_by("date")
    return [(row.date, row.kind, row.told_at is not None) for row in rows]


# --- Saying it --------------------------------------------------------------------------------


def test_say_tells_company_and_tutor_once_and_fills_the_chart(placement):
    first, again = ill(placement, THURSDAY), ill(placement, THURSDAY)

    assert again == first
    assert sorted(mails()) == both_told(placement)
    assert chart(placement) == [(THURSDAY, DayKind.ILL, True)]
    assert {each.to for each in AbsenceNotice.objects.all()} == {"company", "agency"}


def test_form_sent_again_after_all_was_taken_back_says_nothing(placement):
    said, once = Saying(AbsenceKind.ILL, THURSDAY, THURSDAY), uuid.uuid4()
    by = placement.trainee.user
    row = saying.say(placement, said, by=by, once=once).absence
    going.go(row, THURSDAY, by=by)

    with pytest.raises(ValidationError) as refused:
        saying.say(placement, said, by=by, once=once)

    assert refused.value.code == "changed"
    assert not Absence.objects.holding().exists()


def test_say_for_several_days_of_a_weekend_worker_takes_the_agreed_days(today):
    today("2026-03-13 09:00")
    placement = PlacementFactory()
    AgreedDay.objects.bulk_create(
        AgreedDay(placement=placement, weekday=n, starts_at=time(10), ends_at=time(18))
        for n in (5, 6, 2)
    )

    row = ill(placement, FRIDAY, FRIDAY + timedelta(days=6))

    assert (row.first_day, row.last_day) == (date(2026, 3, 14), date(2026, 3, 18))
    assert [day for day, *_ in chart(placement)] == [
        date(2026, 3, 14), date(2026, 3, 15), date(2026, 3, 18),
    ]  # fmt: skip


def test_say_more_days_tells_of_the_new_ones_and_continues(placement):
    first = ill(placement, THURSDAY)

    more = ill(placement, THURSDAY, FRIDAY)

    assert (more.first_day, more.begins_on) == (FRIDAY, first.begins_on)
    assert len(mails()) == 4


def test_say_in_a_sent_week_tells_and_leaves_the_hours(placement, today):
    today("2026-03-13 17:40")
    declare(placement)
    before = chart(placement)
    told = len(mails())

    known = saying.say(
        placement, Saying(AbsenceKind.ILL, FRIDAY, FRIDAY), by=placement.trainee.user
    )

    assert known.left == [FRIDAY]
    assert (chart(placement), len(mails()) - told) == (before, 2)


def test_say_to_a_company_without_address_is_told_to_nobody_there(placement):
    type(placement.company_tutor).objects.update(email="")

    ill(placement, THURSDAY)

    assert chart(placement) == [(THURSDAY, DayKind.ILL, False)]
    assert [each.to for each in AbsenceNotice.objects.all()] == [NoticeTo.AGENCY]


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [(date(2026, 3, 11), None, "past"), (date(2026, 3, 14), date(2026, 3, 15), "free"),
     (date(2026, 5, 4), None, "outside"), (THURSDAY, THURSDAY + timedelta(days=31), "long")],
)  # fmt: skip
def test_say_refuses(placement, first, last, code):
    with pytest.raises(ValidationError) as refused:
        ill(placement, first, last)

    errors = getattr(refused.value, "error_dict", {"": [refused.value]})
    assert [each.code for found in errors.values() for each in found] == [code]
    assert not Absence.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_two_taps_at_once_tell_once(placement, at_once):
    standard_set()
    tap = partial(ill, placement, THURSDAY)

    first, second = at_once(tap, tap, at="absences.held")

    assert first == second
    assert sorted(mails()) == both_told(placement)


# --- Going after all --------------------------------------------------------------------------


def test_go_after_all_tells_the_same_people_and_frees_the_days(placement):
    row = ill(placement, THURSDAY, FRIDAY)
    OutgoingMail.objects.all().delete()

    for _tap in range(2):
        going.go(row, THURSDAY, by=placement.trainee.user)

    row.refresh_from_db()
    assert sorted(mails()) == both_told(placement, "placements/absence_over")
    assert row.withdrawn_at is not None
    assert chart(placement) == []


def test_back_earlier_keeps_the_days_that_were_missed(placement, today):
    row = ill(placement, THURSDAY, FRIDAY + timedelta(days=3))
    today("2026-03-13 07:00")

    going.go(row, FRIDAY, by=placement.trainee.user)

    row.refresh_from_db()
    assert (row.last_day, row.back_on) == (THURSDAY, FRIDAY)
    assert [day for day, *_ in chart(placement)] == [THURSDAY]


def test_who_was_not_told_of_the_absence_is_not_told_of_its_end(placement):
    by = placement.trainee.responsible
    said = Saying(AbsenceKind.ILL, THURSDAY, THURSDAY)
    row = saying.log(placement, said, by=by, said_at=None, tells_company=False).absence

    going.go(row, THURSDAY, by=by)

    assert mails() == []


def test_taken_back_before_the_mail_went_out_tells_nothing(placement):
    going.go(ill(placement, THURSDAY), THURSDAY, by=placement.trainee.user)

    assert [mail.render(row) for row in OutgoingMail.objects.all()] == [None] * 4


def test_placement_ended_early_ends_announced_days(placement):
    fill(placement, days=3)
    row = ill(placement, THURSDAY, FRIDAY)

    planning.interrupt(placement, by=placement.trainee.responsible, last_day=THURSDAY, reason="x")

    row.refresh_from_db()
    assert row.last_day == THURSDAY
    assert chart(placement)[-1][0] == THURSDAY


# --- The company notices ----------------------------------------------------------------------


def test_notice_tells_the_tutor_and_asks_the_trainee_once(placement):
    for _tap in range(2):
        notice(placement)

    assert sorted(mails()) == sorted([
        ("placements/absence_asked", placement.trainee.email),
        ("placements/absence_noticed", placement.trainee.responsible.email),
    ])  # fmt: skip
    assert chart(placement) == []


def test_notice_of_what_was_said_tells_nobody(placement):
    row = ill(placement, THURSDAY)

    assert notice(placement) == row
    assert len(mails()) == 2


def test_answer_tells_the_company_without_why_and_fills_the_chart(placement):
    row = notice(placement)
    OutgoingMail.objects.all().delete()

    for _tap in range(2):
        said = Saying(AbsenceKind.ILL, THURSDAY, THURSDAY)
        saying.answer(row, said, by=placement.trainee.user)

    assert sorted(mails()) == both_told(placement)
    assert chart(placement) == [(THURSDAY, DayKind.ILL, True)]


def test_deny_is_for_the_tutor_to_find_out(placement):
    row = noticing.deny(notice(placement), by=placement.trainee.user)

    assert (row.denied_at is not None, chart(placement)) == (True, [])
    assert mails()[-1] == ("placements/absence_noticed", placement.trainee.responsible.email)
    assert promptness.of([placement])[placement.pk] == Promptness()


# --- Promptness -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "expected"),
    [("2026-03-11 20:00", Said.IN_TIME), ("2026-03-12 08:29", Said.IN_TIME),
     ("2026-03-12 08:30", Said.LATE), ("2026-03-12 19:00", Said.LATE)],
)  # fmt: skip
def test_promptness_is_measured_against_the_agreed_start(placement, today, at, expected):
    today(at)
    row = ill(placement, THURSDAY)
    today("2026-03-12 20:00")

    assert promptness.said(row) == expected
    assert promptness.of([placement])[placement.pk] == Promptness(**{expected: 1})


def test_promptness_of_what_the_company_noticed_is_not_said_until_it_is(placement):
    row = notice(placement)
    before = promptness.of([placement])[placement.pk]
    saying.answer(row, Saying(AbsenceKind.ILL, THURSDAY, THURSDAY), by=placement.trainee.user)

    assert (before, promptness.of([placement])[placement.pk]) == (
        Promptness(not_said=1), Promptness(late=1),
    )  # fmt: skip


@pytest.mark.parametrize("rows", [1, 3])
def test_facts_for_reports_are_three_queries_however_many(
    placement, rows, django_assert_num_queries
):
    found = [placement, *PlacementFactory.create_batch(rows - 1, full_time=True)]
    for each in found:
        ill(each, THURSDAY, note=CANARY)

    with django_assert_num_queries(3):
        week, prompt = absences.of(found, MONDAY), promptness.of(found)

    (fact,) = week[placement.pk]
    assert (fact.days, fact.said) == ((THURSDAY,), Said.LATE)
    assert prompt[placement.pk].total == 1
    assert CANARY not in repr(week)
    assert "ill" not in repr(week)


def test_facts_know_absences_entered_afterwards_and_those_nobody_answered(placement):
    fill(placement, days=2)
    row = WorkDay.objects.earliest("date")
    WorkDay.objects.filter(pk=row.pk).update(
        kind="ill", starts_at=None, ends_at=None, minutes=0, break_minutes=0
    )
    notice(placement)

    found = absences.of([placement], MONDAY)[placement.pk]

    assert [(each.days, each.said) for each in found] == [
        ((THURSDAY,), Said.NOT), ((MONDAY,), None),
    ]  # fmt: skip


def test_days_the_company_was_told_of_before_are_absences_now(placement, today):
    today("2026-03-12 07:48")
    ill(placement, THURSDAY)
    AbsenceNotice.objects.all().delete()
    Absence.objects.all().delete()
    migration = import_module("placements.migrations.0014_absences_known")

    migration.from_days(apps, None)

    row = Absence.objects.get()
    assert (row.first_day, row.kind, row.user) == (THURSDAY, "ill", placement.trainee.user)
    assert promptness.of([placement])[placement.pk] == Promptness(in_time=1)
    assert row.notices.get().to == NoticeTo.COMPANY


# --- Nobody reads why -------------------------------------------------------------------------


@pytest.mark.parametrize("shares", [False, True])
def test_reason_and_words_stay_with_the_agency(placement, shares):
    ill(placement, THURSDAY, note=CANARY, shares_reason=shares)

    company = OutgoingMail.objects.get(to=placement.company_tutor.email)
    message = mail.render(company)
    company.language = "en"
    english = mail.render(company)
    agency = mail.render(OutgoingMail.objects.exclude(pk=company.pk).get())
    table = exports.days(Placement.objects.all(), with_reasons=False)
    export = repr([list(row) for row in table.rows])
    texts = [f"{each.subject} {each.body} {each.alternatives}" for each in (message, agency)]
    assert CANARY not in " ".join([*texts, export])
    assert ("the reason: ill" in english.body) is shares


# --- Papers -----------------------------------------------------------------------------------


def asked_on(days):
    """What the worker mails on each day, as (day, template)."""
    start, found = datetime(2026, 3, 12, 18, tzinfo=ROME), []
    for n in days:
        papers.ask_due(start + timedelta(days=n))
        papers.ask_due(start + timedelta(days=n))
        rows = OutgoingMail.objects.filter(template="placements/absence_paper")
        found.append(rows.count())
    return found


def test_paper_is_asked_for_on_the_third_day_and_reminded_of_once(placement):
    ill(placement, THURSDAY, THURSDAY + timedelta(days=5))

    assert asked_on([0, 1, 2, 3, 4, 5, 20]) == [0, 0, 1, 1, 1, 2, 2]


def test_paper_two_workers_ask_for_is_asked_for_once(placement):
    row, now = ill(placement, THURSDAY, THURSDAY + timedelta(days=5)), datetime.now(ROME)

    asked = [papers.ask(row.pk, now) for _worker in range(2)]

    assert asked == [True, False]


@pytest.mark.parametrize(("rule", "count"), [(2, 1), (5, 0)])
def test_rule_of_the_group_goes_before_the_agencys(placement, rule, count):
    AbsenceRule.objects.create(group=placement.trainee.group, paper_after=rule)
    ill(placement, THURSDAY, FRIDAY + timedelta(days=1))

    assert asked_on([5]) == [count]


def test_paper_of_an_absence_that_goes_on_is_counted_from_its_first_day(placement, today):
    ill(placement, THURSDAY)
    today("2026-03-13 07:00")
    ill(placement, FRIDAY, FRIDAY + timedelta(days=3))

    assert asked_on([1, 2]) == [0, 1]


@pytest.mark.parametrize("how", ["handed in", "settled", "back"])
def test_paper_is_not_asked_for_when_it_is_there_or_not_needed(placement, how):
    row = ill(placement, THURSDAY, FRIDAY + timedelta(days=3))
    if how == "handed in":
        file = uploaded.upload(uploaded.picture(), "paper.jpg")
        papers.hand_in(row, file, by=placement.trainee.user)
    elif how == "settled":
        papers.settle(row, by=placement.trainee.responsible)
    else:
        going.go(row, FRIDAY, by=placement.trainee.user)

    assert asked_on([2, 9]) == [0, 0]


# --- What must never be false -----------------------------------------------------------------


def row_of(placement, **fields):
    start = datetime(2026, 3, 12, 8, 30, tzinfo=ROME)
    by = placement.trainee.user
    usual = {
        "placement": placement, "first_day": THURSDAY, "last_day": THURSDAY,
        "begins_on": THURSDAY, "starts_at": start, "kind": "ill", "noted_by": "trainee",
        "user": by, "said_at": start,
    }  # fmt: skip
    return Absence(**usual | fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"last_day": THURSDAY - timedelta(days=1)},
        {"begins_on": FRIDAY},
        {"user": None},
        {"said_at": None},
        {"noted_by": "company"},
        {"kind": "unknown"},
        {"said_at": None, "noted_by": "agency", "shares_reason": True},
        {"denied_at": datetime(2026, 3, 12, 9, tzinfo=ROME)},
        {"back_on": THURSDAY},
        {"back_on": FRIDAY, "withdrawn_at": datetime(2026, 3, 12, 9, tzinfo=ROME)},
        {"paper_reminded_at": datetime(2026, 3, 12, 9, tzinfo=ROME)},
        {"cleared_at": datetime(2026, 3, 12, 9, tzinfo=ROME)},
        {"paper_settled_at": datetime(2026, 3, 12, 9, tzinfo=ROME)},
    ],
)
def test_impossible_absence_is_refused(placement, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        row_of(placement, **fields).save()

    row_of(placement).save()


def test_two_absences_never_share_a_day(placement):
    ill(placement, THURSDAY, FRIDAY)
    row = row_of(placement, first_day=FRIDAY, last_day=FRIDAY, begins_on=FRIDAY)

    with pytest.raises(ValidationError):
        row.validate_constraints()


@pytest.mark.parametrize("days", [0, 31])
def test_rule_is_a_day_within_a_month_and_one_of_each(placement, days):
    group = placement.trainee.group
    for fields in ({"group": group, "paper_after": days}, {"group": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AbsenceRule.objects.create(**fields)


def test_hours_saved_over_an_absence_forget_that_it_was_told(placement, by):
    ill(placement, THURSDAY)

    row = hours.save_day(placement, THURSDAY, worked(), by=by)

    assert row.told_at is None


@pytest.fixture
def cast_of(placement):
    group = placement.trainee.group
    allowed = UserFactory(tutor=True)
    permission = Permission.objects.get(codename="view_absencepaper")
    allowed.user_permissions.add(permission)
    tutor = placement.trainee.responsible
    type(group).objects.filter(pk=group.pk).update(lead_tutor=allowed)
    type(placement.trainee).objects.update(tutor=tutor)
    return {
        "trainee": placement.trainee.user,
        "mate": TraineeFactory(group=group).user,
        "tutor": tutor,
        "allowed": allowed,
        "school": SendingTutorFactory(organisation=group.organisation).user,
        "company": link_of(placement),
    }


def test_nobody_but_trainee_and_tutor_sees_an_absence(placement, cast_of):
    row = ill(placement, THURSDAY)
    file = uploaded.upload(uploaded.picture(), "paper.jpg")
    papers.hand_in(row, file, by=placement.trainee.user)

    seen = {
        name: (
            Absence.objects.visible_to(who).count(),
            AbsencePaper.objects.visible_to(who).count(),
        )
        for name, who in cast_of.items()
    }

    assert seen == {
        "trainee": (1, 1), "mate": (0, 0), "tutor": (1, 0), "allowed": (1, 1),
        "school": (0, 0), "company": (0, 0),
    }  # fmt: skip
