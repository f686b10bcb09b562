"""A group's hours as files: what stands in them, for whom, and how dear they are."""

import csv
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from imyportal.models import AuditEvent
from placements import exports, signing
from placements.entries import DayEntry
from placements.enums import DayKind, SignedHow, WeekStatus
from placements.models import Placement, WorkDay
from tests.factories import (
    MONDAY,
    GroupFactory,
    SendingTutorFactory,
    TraineeFactory,
    filled_week,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(today):
    """One trainee with a week: Tuesday ill, Wednesday corrected, a Saturday added, signed."""
    today("2026-03-19")
    group = GroupFactory(name="Lindenhof, =Mechatronics")
    week = filled_week(
        WeekStatus.DECLARED,
        trainee=TraineeFactory(group=group, first_name="=Lena", last_name="Hoffmann"),
        company_tutor__company__name="@Kestrel S.r.l.",
    )
    return sign(week, group)


def sign(week, group):
    WorkDay.objects.filter(week=week, date=MONDAY + timedelta(days=1)).update(
        kind=DayKind.ILL, starts_at=None, ends_at=None, break_minutes=0, minutes=0, note="Migraine"
    )
    signing.sign_week(
        week, name="Marco", role="Tutor", how=SignedHow.LINK, button="Firma", version=week.version
    )
    for days, entry in (
        (2, DayEntry(DayKind.WORKED, time(8, 30), time(16, 30), 90)),
        (5, DayEntry(DayKind.WORKED, time(9), time(12))),
    ):
        day = MONDAY + timedelta(days=days)
        signing.correct(week, day, entry, by=group.lead_tutor, reason="Migraine")
    return group


def read(browser, url):
    """(rows of the CSV, rows of both sheets of the XLSX)."""
    answers = [browser.get(f"{url}.{form}") for form in ("csv", "xlsx")]
    plain, packed = (b"".join(answer.streaming_content) for answer in answers)
    for answer in answers:
        answer.close()
        assert "attachment" in answer["Content-Disposition"]
    assert b"Migraine" not in plain
    book = load_workbook(BytesIO(packed))
    rows = csv.reader(StringIO(plain.decode("utf-8-sig"), newline=""), delimiter=";")
    return list(rows), *([list(r) for r in sheet.iter_rows(values_only=True)] for sheet in book)


def test_tutor_gets_every_day_with_its_signature_and_correction(group, client_for):
    url = reverse("admin:trainees_group_hours_csv", args=[group.pk]).removesuffix(".csv")

    plain, days, weeks = read(client_for(group.lead_tutor), url)

    assert len(plain) == len(days) == 1 + 6
    assert plain[1][:9] == [
        "'=Lena Hoffmann", "'@Kestrel S.r.l.", "2026-03-02", "worked", "08:30", "17:30", "90",
        "450", "7,50",
    ]  # fmt: skip
    assert [row[3] for row in plain[1:3]] == ["worked", "ill"]
    assert [(row[2], row[7], row[13]) for row in plain[3:7:3]] == [
        ("2026-03-04", "390", "yes"),
        ("2026-03-07", "180", "yes"),
    ]
    assert days[1][:5] == [
        "=Lena Hoffmann", "@Kestrel S.r.l.", datetime(2026, 3, 2), "worked", time(8, 30),
    ]  # fmt: skip
    assert days[1][7:13] == [
        450, 7.5, "signed", "Marco", datetime(2026, 3, 19, 12), "by mailed link",
    ]  # fmt: skip
    assert weeks[1][2:8] == [1, "2026-W10", datetime(2026, 3, 2), 1920, 32, "signed"]


def test_sending_tutor_reads_no_reason_of_an_absence(group, client_for):
    petra = SendingTutorFactory(organisation=group.organisation).user
    url = reverse("sending:hours_csv", args=[group.public_id]).removesuffix(".csv")

    plain, days, _ = read(client_for(petra), url)

    assert plain[2][3] == days[2][3] == "absent"
    assert "ill" not in {cell for row in [*plain, *days] for cell in row}


def test_export_is_noted(group, client_for):
    browser = client_for(group.lead_tutor)

    answer = browser.get(reverse("admin:trainees_group_hours_csv", args=[group.pk]))
    b"".join(answer.streaming_content)

    event = AuditEvent.objects.get(action="data.exported")
    assert (event.user, event.details) == (group.lead_tutor, {"what": "hours", "form": "csv"})


def test_export_holds_only_trainees_the_tutor_sees(group, client_for):
    stranger = TraineeFactory(group=GroupFactory()).group.lead_tutor

    page = client_for(stranger).get(reverse("admin:trainees_group_hours_csv", args=[group.pk]))

    assert page.status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_export_query_count_does_not_grow(group, django_assert_num_queries, rows):
    for _ in range(rows - 1):
        filled_week(WeekStatus.DECLARED, trainee=TraineeFactory(group=group))

    with django_assert_num_queries(3):
        days = list(exports.days(Placement.objects.all(), with_reasons=True).rows)
    with django_assert_num_queries(1):
        weeks = list(exports.week_totals(Placement.objects.all()).rows)

    assert (len(days), len(weeks)) == (6 + (rows - 1) * 5, rows)


def test_days_of_the_last_weekend_of_a_placement_are_in_the_file(today):
    today("2026-04-27")
    week = filled_week(trainee=TraineeFactory(), ends_on=date(2026, 3, 8))
    sunday = WorkDay.objects.create(week=week, date=date(2026, 3, 8), kind=DayKind.OFF)

    rows = list(exports.days(Placement.objects.all(), with_reasons=True).rows)

    assert rows[-1][2] == sunday.date
