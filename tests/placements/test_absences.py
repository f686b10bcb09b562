"""Absences: said, noticed, taken back; and who is told."""

import uuid
from datetime import date, time, timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError

from imyportal import mail
from imyportal.models import OutgoingMail
from placements import absences as known
from placements import planning
from placements.absences import afterwards, going, noticing, papers, promptness, saying
from placements.absences.promptness import Promptness
from placements.absences.saying import Saying
from placements.entries import DayEntry
from placements.enums import AbsenceKind, DayKind, NoticeTo
from placements.models import Absence, AbsenceNotice, AgreedDay
from tests.assessment.observing import standard_set
from tests.factories import PlacementFactory

from .absent import FRIDAY, both_told, chart, mails, notice
from .filling import THURSDAY, declare, fill, ill, sign

pytestmark = pytest.mark.django_db


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
    late = OutgoingMail.objects.get(template="placements/absence", to=placement.company_tutor.email)
    subject = mail.render(late).subject
    assert ("12 marzo" in subject, "13" in subject) == (True, False)


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


def test_notice_of_a_day_whose_hours_the_company_has_signed_is_refused(placement, today):
    today("2026-03-13 17:40")
    sign(declare(placement))

    with pytest.raises(ValidationError) as error:
        notice(placement)

    assert error.value.code == "outside"
    assert not Absence.objects.exists()


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


# --- Entered afterwards -----------------------------------------------------------------------


def entered(placement, *days, kind=DayKind.ILL):
    for day in days:
        afterwards.save_day(placement, day, DayEntry(kind), by=placement.trainee.user)


def test_day_entered_afterwards_is_an_absence_said_too_late_and_mails_nobody(placement, today):
    today("2026-03-17 12:00")

    entered(placement, THURSDAY, FRIDAY)
    entered(placement, FRIDAY)

    rows = Absence.objects.order_by("first_day")
    assert [(row.first_day, row.begins_on, row.kind) for row in rows] == [
        (THURSDAY, THURSDAY, "ill"), (FRIDAY, THURSDAY, "ill"),
    ]  # fmt: skip
    assert promptness.of([placement])[placement.pk] == promptness.Promptness(late=2)
    [week] = known.of([placement], THURSDAY - timedelta(days=3)).values()
    assert [(each.days, each.said) for each in week] == [
        ((THURSDAY,), "late"), ((FRIDAY,), "late"),
    ]  # fmt: skip
    assert mails() == []


def test_third_day_entered_afterwards_needs_a_paper_once(placement, today):
    today("2026-03-18 12:00")
    monday = THURSDAY + timedelta(days=4)

    entered(placement, THURSDAY, FRIDAY, monday)

    due = [row.paper_due_on for row in Absence.objects.order_by("first_day")]
    assert due == [None, None, THURSDAY + timedelta(days=2)]
    assert papers.ask_due() == 1
    assert mails() == [("placements/absence_paper", placement.trainee.email)]


def test_day_that_was_worked_after_all_takes_its_absence_along_unless_it_was_told(placement, today):
    saying.say(placement, Saying("ill", THURSDAY, THURSDAY), by=placement.trainee.user)
    today("2026-03-17 12:00")
    entered(placement, FRIDAY, kind=DayKind.ABSENT)

    entered(placement, THURSDAY, FRIDAY, kind=DayKind.OFF)

    assert [row.first_day for row in Absence.objects.holding()] == [THURSDAY]
    entered(placement, FRIDAY)
    afterwards.clear_day(placement, FRIDAY, by=placement.trainee.user)
    assert [row.first_day for row in Absence.objects.holding()] == [THURSDAY]


def test_day_that_the_company_noticed_is_answered_by_entering_it(placement, today):
    notice(placement)
    before = mails()
    today("2026-03-13 12:00")

    entered(placement, THURSDAY)

    row = Absence.objects.get()
    assert (row.kind, row.said_at is not None, mails()) == ("ill", True, before)
