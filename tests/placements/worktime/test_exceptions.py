"""Limits that block, exceptions from them, and limits that are none."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from imyportal.admin import audit as trail
from imyportal.enums import Action
from imyportal.models import AuditEvent
from placements import models
from placements.enums import LimitKind
from placements.models import (
    WorkingTimeException,
    WorkingTimeFinding,
    WorkingTimeLimit,
    WorkingTimeRules,
)
from placements.worktime import exceptions, keeping, standard
from tests.factories import MONDAY
from tests.placements.worktime.minors import SUNDAY, TOO_LONG, TUESDAY, agree, block, stored, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_weeks")]


def test_limit_that_blocks_refuses_the_day_at_its_field(placement, client_for):
    block()
    typed = {"starts_at": "08:30", "ends_at": "18:30", "break_minutes": "90", "version": "0"}

    response = client_for(placement.trainee.user).post(
        reverse("placements:day", args=[MONDAY]), typed
    )

    assert response.status_code == 422
    assert response.context["form"].errors == {"ends_at": [TOO_LONG]}
    assert response.context["form"]["ends_at"].value() == "18:30"
    assert not response.context["conflict"]
    assert stored() == []


def test_limit_that_blocks_lets_pass_what_is_agreed(placement, by):
    block()
    agree(placement, by)

    work(placement, MONDAY)

    assert stored() == [("day", MONDAY, 510)]


def test_agree_and_take_back_are_noted_and_change_the_finding(placement, by):
    work(placement, MONDAY)

    row = agree(placement, by)
    again = agree(placement, by)

    assert again == row
    assert WorkingTimeFinding.objects.get().exception == row
    exceptions.withdraw(row, by=by)
    exceptions.withdraw(row, by=by)
    assert WorkingTimeFinding.objects.get().exception is None
    kept = AuditEvent.objects.filter(action__startswith="worktime.").order_by("pk")
    assert list(kept.values_list("action", flat=True)) == ["worktime.agreed", "worktime.withdrawn"]


def test_exception_stands_in_the_trail_of_its_placement_trainee_and_group_in_one_language(
    placement, by
):
    row = {"kind": LimitKind.DAY, "first": MONDAY, "last": MONDAY, "reason": "A fair."}
    trainee = placement.trainee

    with translation.override("it"):
        exceptions.agree(placement, **row, by=by)

    event = AuditEvent.objects.get(action=Action.EXCEPTION_AGREED)
    day = f"{MONDAY:%Y-%m-%d}"
    assert event.about == f"{trainee}, {placement.company}: {LimitKind.DAY.label}, {day} – {day}"
    for whole in (placement, trainee, trainee.group):
        found = trail.about(whole._meta.label_lower, str(whole.pk))
        assert event in AuditEvent.objects.filter(found), whole


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"last": MONDAY - timedelta(days=1)}, "last"),
        ({"first": MONDAY - timedelta(days=1)}, "first"),
    ],
)
def test_agree_refuses_what_is_no_exception(placement, by, changes, field):
    with pytest.raises(ValidationError) as caught:
        agree(placement, by, **changes)

    assert list(caught.value.error_dict) == [field]


@pytest.mark.parametrize(
    ("kind", "day", "is_covered"),
    [
        ("day", SUNDAY, True),
        ("day", SUNDAY + timedelta(days=1), False),
        ("week", MONDAY - timedelta(days=7), False),
        ("week", MONDAY, True),
        ("rest", SUNDAY, False),
    ],
)
def test_exception_covers_its_limit_on_its_days(kind, day, is_covered):
    kinds = {"day": "day", "week": "week", "rest": "day"}
    row = WorkingTimeException(kind=kinds[kind], first=TUESDAY, last=SUNDAY)

    assert keeping.covers(row, kind, day) is is_covered


@pytest.mark.parametrize(
    "fields",
    [{"reason": ""}, {"last": MONDAY - timedelta(days=1)}, {"withdrawn_at": "2026-03-31T00:00Z"}],
)
def test_exception_that_is_none_breaks_a_constraint(placement, by, fields):
    row = agree(placement, by)

    with pytest.raises(IntegrityError), transaction.atomic():
        WorkingTimeException.objects.filter(pk=row.pk).update(**fields)


@pytest.mark.parametrize(
    "fields",
    [{"article": ""}, {"days": 1}, {"minutes": None}, {"kind": "week"}],
)
def test_limit_that_is_none_breaks_a_constraint(fields):
    row = WorkingTimeLimit.objects.filter(kind="day").first()

    with pytest.raises(IntegrityError), transaction.atomic():
        WorkingTimeLimit.objects.filter(pk=row.pk).update(**fields)


def test_rules_that_are_none_break_a_constraint():
    rules = WorkingTimeRules.objects.filter(age_below=18, country="IT")

    for fields in ({"age_below": 15}, {"country": ""}):
        other = {"valid_from": date(1996, 6, 22)} if "country" in fields else {}
        with pytest.raises(IntegrityError), transaction.atomic():
            rules.update(**fields, **other)


def test_limit_says_which_columns_it_needs():
    row = WorkingTimeLimit.objects.filter(kind="break").first()
    row.after_minutes, row.weeks = None, 4

    with pytest.raises(ValidationError) as caught:
        row.clean()

    assert set(caught.value.error_dict) == {"after_minutes", "weeks"}


def test_standard_limits_pass_their_own_check():
    for row in WorkingTimeLimit.objects.all():
        row.full_clean()
    before = WorkingTimeLimit.objects.count()

    standard.write(models=models)
    assert WorkingTimeLimit.objects.count() == before
