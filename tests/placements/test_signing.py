"""placements/signing.py: sign, send back, correct."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from accounts import links
from accounts.enums import Purpose
from imyportal.models import OutgoingMail
from placements import signing
from placements.entries import DayEntry
from placements.enums import DayKind, SignedHow, WeekStatus
from placements.models import Correction, HourWeek, WeekSignature, WorkDay
from placements.sheets import sheet, signed_minutes
from tests.factories import UserFactory, filled_week

pytestmark = pytest.mark.django_db


def sign(week, **changes):
    fields = {
        "name": "Marco Bartolini",
        "role": "Tutor at Impianti",
        "how": SignedHow.LINK,
        "button": "Firma 37:30 ore",
        "version": week.version,
    }
    return signing.sign_week(week, **(fields | changes))


def templates():
    return sorted(OutgoingMail.objects.values_list("template", flat=True))


@pytest.fixture
def declared():
    return filled_week(WeekStatus.DECLARED)


def test_sign_week_stores_the_evidence_and_tells_both(declared):
    signature = sign(declared, ip="127.0.0.1")

    declared.refresh_from_db()
    assert declared.status == WeekStatus.SIGNED
    assert (signature.name, signature.minutes, signature.button) == (
        "Marco Bartolini",
        5 * 450,
        "Firma 37:30 ore",
    )
    assert signature.digest == signing.digest(declared)
    assert templates() == ["placements/week_signed", "placements/week_signed_copy"]


def test_sign_week_twice_is_signed_once(declared):
    first = sign(declared)

    again = sign(declared, name="Somebody Else")

    assert again == first
    assert len(templates()) == 2


def test_sign_week_changed_meanwhile_is_refused(declared):
    HourWeek.objects.filter(pk=declared.pk).update(version=declared.version + 1)

    with pytest.raises(ValidationError) as refused:
        sign(declared)

    assert refused.value.code == "changed"
    assert not WeekSignature.objects.exists()


def test_sign_week_taken_back_is_refused(declared):
    HourWeek.objects.filter(pk=declared.pk).update(status=WeekStatus.OPEN)

    with pytest.raises(ValidationError) as refused:
        sign(declared)

    assert refused.value.code == "changed"


def test_digest_changes_with_any_minute(declared):
    before = signing.digest(declared)

    WorkDay.objects.filter(week=declared, date=declared.monday).update(break_minutes=60)

    assert signing.digest(declared) != before


@pytest.mark.parametrize(
    "change",
    [
        lambda week: HourWeek.objects.filter(pk=week.pk).update(version=9),
        lambda week: HourWeek.objects.filter(pk=week.pk).update(status=WeekStatus.OPEN),
        lambda week: WorkDay.objects.filter(week=week).update(break_minutes=0),
        lambda week: WorkDay.objects.filter(week=week).delete(),
        lambda week: WorkDay.objects.create(
            week=week, date=week.monday + timedelta(days=6), kind=DayKind.OFF
        ),
        lambda week: WeekSignature.objects.filter(week=week).update(name="X"),
        lambda week: WeekSignature.objects.filter(week=week).delete(),
    ],
    ids=["version", "reopen", "day", "no day", "new day", "signature", "no signature"],
)
def test_signed_week_is_locked_in_the_database(declared, change):
    sign(declared)

    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        change(declared)


def test_return_week_keeps_the_days_and_tells_the_trainee(declared):
    signing.return_week(
        declared, by_name="Marco Bartolini", reason="Tuesday", version=declared.version
    )

    declared.refresh_from_db()
    assert (declared.status, declared.return_reason) == (WeekStatus.RETURNED, "Tuesday")
    assert declared.days.count() == 5
    assert templates() == ["placements/week_returned"]


def test_return_week_without_reason_is_refused(declared):
    with pytest.raises(ValidationError) as refused:
        signing.return_week(declared, by_name="Marco", reason="  ", version=declared.version)

    assert "reason" in refused.value.message_dict


def test_correct_keeps_old_and_new_and_counts_the_new(declared):
    sign(declared)
    tutor = UserFactory(tutor=True)
    entry = DayEntry(DayKind.WORKED, time(8, 30), time(16, 30), 90)

    correction = signing.correct(declared, declared.monday, entry, by=tutor, reason="Left at 16:30")

    placement = declared.placement
    assert correction.old["ends_at"] == "17:30"
    assert correction.new["ends_at"] == "16:30"
    assert correction.minutes_more == -60
    assert WorkDay.objects.get(week=declared, date=declared.monday).minutes == 450
    assert sheet(placement, declared.monday, today=date(2026, 4, 1)).minutes == 5 * 450 - 60
    assert signed_minutes(placement) == 5 * 450 - 60


def test_correct_again_builds_on_the_last_correction(declared):
    sign(declared)
    tutor = UserFactory(tutor=True)
    shorter = DayEntry(DayKind.WORKED, time(8, 30), time(16, 30), 90)
    signing.correct(declared, declared.monday, shorter, by=tutor, reason="Left early")

    signing.correct(declared, declared.monday, DayEntry(DayKind.OFF), by=tutor, reason="Was free")

    assert signed_minutes(declared.placement) == 4 * 450
    assert Correction.objects.count() == 2


def test_correct_open_week_is_refused():
    week = filled_week()

    with pytest.raises(ValidationError) as refused:
        signing.correct(
            week, week.monday, DayEntry(DayKind.OFF), by=UserFactory(tutor=True), reason="x"
        )

    assert refused.value.code == "open"


def test_correct_nothing_is_refused(declared):
    sign(declared)
    same = DayEntry(DayKind.WORKED, time(8, 30), time(17, 30), 90)

    with pytest.raises(ValidationError) as refused:
        signing.correct(declared, declared.monday, same, by=UserFactory(tutor=True), reason="x")

    assert refused.value.code == "same"


@pytest.mark.parametrize("rows", [1, 3])
def test_open_weeks_query_count_does_not_grow(django_assert_num_queries, rows):
    weeks = [filled_week(WeekStatus.DECLARED)]
    tutor = weeks[0].placement.company_tutor
    for _ in range(rows - 1):
        weeks.append(filled_week(WeekStatus.DECLARED, company_tutor=tutor, company=tutor.company))
    link = links.create(Purpose.COMPANY, tutor)
    assert link.holder == tutor

    with django_assert_num_queries(3):
        found = signing.open_weeks(link)

    assert {sheet.week for sheet in found} == set(weeks)
