"""Signed weeks on the desk: corrected, asked about, only looked at."""

from datetime import time

import pytest
from django.urls import reverse

from imyportal.models import OutgoingMail
from placements import signing
from placements.enums import DayKind, WeekStatus
from placements.models import Correction, HourWeek
from tests.factories import MONDAY, PlacementFactory, UserFactory, filled_week

pytestmark = pytest.mark.django_db


@pytest.fixture
def tutor():
    return UserFactory(tutor=True)


@pytest.fixture
def desk(tutor, client_for):
    return client_for(tutor)


@pytest.fixture
def signed(tutor):
    week = filled_week(WeekStatus.DECLARED, trainee__tutor=tutor)
    signing.sign_week(
        week, name="Marco", role="tutor", how="link", button="Sign", version=week.version
    )
    return week


CORRECTION = {
    "date": MONDAY.isoformat(), "kind": DayKind.WORKED, "starts_at": "08:30", "ends_at": "16:30",
    "break_minutes": "90", "reason": "Left early, says the company",
}  # fmt: skip


def test_signed_day_is_corrected_with_a_reason(desk, signed, tutor):
    url = reverse("admin:placements_hourweek_correct", args=[signed.pk])

    response = desk.post(url, CORRECTION)

    correction = Correction.objects.get()
    assert response.status_code == 302
    assert (correction.minutes_more, correction.by) == (-60, tutor)


def test_correction_without_reason_or_times_is_refused_at_the_field(desk, signed):
    url = reverse("admin:placements_hourweek_correct", args=[signed.pk])

    no_reason = desk.post(url, CORRECTION | {"reason": ""})
    no_times = desk.post(url, CORRECTION | {"starts_at": ""})

    assert list(no_reason.context["form"].errors) == ["reason"]
    assert list(no_times.context["form"].errors) == ["starts_at"]
    assert not Correction.objects.exists()


def test_week_shows_what_counts_beside_what_was_signed(desk, signed):
    desk.post(reverse("admin:placements_hourweek_correct", args=[signed.pk]), CORRECTION)

    page = desk.get(reverse("admin:placements_hourweek_change", args=[signed.pk])).text

    assert "7:30, corrected to 08:30–16:30, 6:30 h" in page
    assert "37:30 signed, 36:30 now" in page


def test_correction_begins_with_the_chosen_day_as_it_counts_now(desk, signed):
    url = reverse("admin:placements_hourweek_correct", args=[signed.pk])
    desk.post(url, CORRECTION)

    first, other = (desk.get(url + query).context["form"] for query in ("", "?day=2026-03-03"))

    assert [field.value() for field in first][:4] == [
        "2026-03-02",
        "worked",
        time(8, 30),
        time(16, 30),
    ]
    assert [field.value() for field in other][:4] == [
        "2026-03-03",
        "worked",
        time(8, 30),
        time(17, 30),
    ]


def test_correction_of_a_day_ahead_is_refused_at_the_day(desk, signed, today):
    today("2026-03-03")
    url = reverse("admin:placements_hourweek_correct", args=[signed.pk])

    response = desk.post(url, CORRECTION | {"date": "2026-03-05"})

    assert response.context["form"].errors == {"date": ["This day has not come yet."]}


def test_week_offers_to_write_to_both_sides_and_to_remind(desk, tutor, today):
    today("2026-03-06")
    week = HourWeek.objects.create(
        placement=PlacementFactory(trainee__tutor=tutor, full_time=True), monday=MONDAY
    )
    url = reverse("admin:placements_hourweek_change", args=[week.pk])

    tools = [tool for _heading, part in desk.get(url).context["tools"] for tool in part]
    remind = next(tool for tool in tools if tool["label"] == "Remind the trainee")
    desk.post(remind["url"])

    placement = week.placement
    assert [tool["url"] for tool in tools if tool["url"].startswith("mailto:")] == [
        f"mailto:{placement.trainee.email}", f"mailto:{placement.company_tutor.email}",
    ]  # fmt: skip
    assert OutgoingMail.objects.get().to == placement.trainee.email


def test_signed_week_offers_no_reminder(desk, signed):
    page = desk.get(reverse("admin:placements_hourweek_change", args=[signed.pk]))

    assert "Remind the trainee" not in page.text


def test_hour_chart_is_only_looked_at(desk, signed):
    url = reverse("admin:placements_hourweek_change", args=[signed.pk])

    page = desk.get(url)

    assert page.context["has_change_permission"] is False
    assert desk.post(url, {"status": "open"}).status_code == 403
    assert b"Correct a signed day" in page.content
