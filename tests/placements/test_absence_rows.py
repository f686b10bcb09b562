"""Papers for absences, what must never be false, and who sees a row."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from imyportal.models import OutgoingMail
from placements import hours
from placements.absences import going, papers
from placements.models import (
    Absence,
    AbsencePaper,
    AbsenceRule,
)
from tests import uploaded
from tests.factories import SendingTutorFactory, TraineeFactory, UserFactory

from .absent import FRIDAY, ROME, link_of
from .filling import THURSDAY, ill, worked

pytestmark = pytest.mark.django_db


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


def test_when_it_was_said_is_never_changed(placement):
    row = ill(placement, THURSDAY)

    for moment in (None, row.said_at - timedelta(hours=3)):
        with pytest.raises(DatabaseError), transaction.atomic():
            Absence.objects.update(said_at=moment)


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
