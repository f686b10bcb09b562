"""How early absences were said, what reports may know of them, and what nobody reads."""

import pytest

from imyportal import mail
from imyportal.models import OutgoingMail
from placements import absences, exports
from placements.absences import promptness, saying
from placements.absences.promptness import Promptness, Said
from placements.absences.saying import Saying
from placements.enums import AbsenceKind
from placements.models import (
    Placement,
    WorkDay,
)
from tests.factories import PlacementFactory

from .absent import notice
from .filling import MONDAY, THURSDAY, declare, fill, ill, sign

pytestmark = pytest.mark.django_db

CANARY = "canary migraine"


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


def test_day_the_company_noticed_and_signed_as_worked_is_no_absence(placement, today):
    today("2026-03-13 18:00")
    notice(placement)
    week = declare(placement)
    before = absences.of([placement], MONDAY)[placement.pk]
    sign(week)

    assert [each.days for each in before] == [(THURSDAY,)]
    assert absences.of([placement], MONDAY)[placement.pk] == []


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
