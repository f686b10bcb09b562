"""A colleague does the work of a tutor who is away: what they see, and from when until when."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import links
from accounts.enums import Purpose
from imyportal import mail
from imyportal.models import OutgoingMail
from imyportal.visible import visible
from placements import policies
from placements.absences import noticing
from placements.models import HourWeek, Incident, Placement, WeeklyReport
from tests.factories import (
    MONDAY,
    GroupFactory,
    HourWeekFactory,
    PlacementFactory,
    TraineeFactory,
    UserFactory,
)
from trainees.models import Group, StandIn, Trainee
from trainees.models.stand_ins import on_duty

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2026, 3, 10), date(2026, 3, 12)


@pytest.fixture
def giulia():
    return UserFactory(tutor=True, first_name="Giulia")


@pytest.fixture
def colleague():
    return UserFactory(tutor=True)


@pytest.fixture
def stand_in(giulia, colleague):
    return StandIn.objects.create(tutor=giulia, colleague=colleague, first_day=FIRST, last_day=LAST)


@pytest.mark.usefixtures("stand_in")
@pytest.mark.parametrize(
    ("day", "holds"),
    [("2026-03-09", False), ("2026-03-10", True), ("2026-03-12", True), ("2026-03-13", False)],
)
def test_stand_in_sees_all_of_the_tutor_on_these_days_only(day, holds, giulia, colleague, today):
    today(f"{day} 09:00")
    led = GroupFactory(lead_tutor=giulia)
    own = HourWeekFactory(placement=PlacementFactory(trainee__tutor=giulia)).placement.trainee
    in_led_group = TraineeFactory(group=led)
    report = WeeklyReport.objects.create(group=led, monday=MONDAY)
    TraineeFactory()
    seen = {
        Trainee: {own.pk, in_led_group.pk},
        Group: {own.group_id, led.pk},
        Placement: {own.placements.get().pk},
        HourWeek: {own.placements.get().weeks.get().pk},
        WeeklyReport: {report.pk},
    }

    found = {model: set(visible(model, colleague).values_list("pk", flat=True)) for model in seen}

    assert found == (seen if holds else {key: set() for key in seen})
    assert policies.can_report(colleague, led) is holds
    assert (on_duty(giulia, timezone.localdate()) == colleague) is holds
    assert not visible(Trainee, UserFactory(tutor=True)).exists()


@pytest.mark.usefixtures("stand_in")
def test_lists_and_pages_of_the_desk_open_for_the_stand_in_in_as_many_queries(
    giulia, colleague, client_for, today
):
    today("2026-03-11 09:00")
    trainee = PlacementFactory(trainee__tutor=giulia).trainee
    list_url = reverse("admin:trainees_trainee_changelist")
    counts = []
    for person in (giulia, colleague):
        browser = client_for(person)
        browser.get(reverse("admin:find"))
        with CaptureQueriesContext(connection) as found:
            page = browser.get(list_url)
        counts.append(len(found))
        assert trainee.last_name in page.content.decode()
        assert browser.get(trainee.get_absolute_url()).status_code == 200

    assert counts[0] == counts[1]
    assert client_for(UserFactory(tutor=True)).get(trainee.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("fields", [
    {"colleague": "giulia"},
    {"last_day": FIRST - timedelta(days=1)},
])  # fmt: skip
def test_stand_in_for_oneself_or_backwards_is_refused_by_the_database(fields, giulia, colleague):
    values = {"tutor": giulia, "colleague": colleague, "first_day": FIRST, "last_day": LAST}
    row = StandIn(**values | fields | ({"colleague": giulia} if "colleague" in fields else {}))

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    with pytest.raises(ValidationError):
        row.full_clean()


def test_second_stand_in_on_one_of_the_days_is_refused(stand_in, giulia, client_for):
    other = UserFactory(tutor=True)
    url = reverse("admin:trainees_standin_add")
    days = {"first_day": LAST, "last_day": LAST + timedelta(days=3)}

    page = client_for(giulia).post(url, {"tutor": giulia.pk, "colleague": other.pk} | days)

    assert "Somebody stands in on one of these days already." in page.content.decode()
    assert StandIn.objects.get() == stand_in


@pytest.mark.postgres
def test_second_stand_in_on_one_of_the_days_is_refused_by_the_database(stand_in, giulia):
    other = UserFactory(tutor=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        StandIn.objects.create(tutor=giulia, colleague=other, first_day=LAST, last_day=LAST)


@pytest.mark.parametrize("is_coordinator", [False, True])
def test_only_coordinators_say_that_somebody_else_is_away(is_coordinator, giulia, client_for):
    by = UserFactory(admin=True) if is_coordinator else UserFactory(tutor=True)
    people = {"tutor": giulia.pk, "colleague": by.pk}

    client_for(by).post(
        reverse("admin:trainees_standin_add"), people | {"first_day": FIRST, "last_day": LAST}
    )

    assert StandIn.objects.filter(tutor=giulia).exists() is is_coordinator


@pytest.mark.parametrize("day", ["2026-03-12", "2026-03-13"])
def test_register_of_incidents_is_open_to_the_stand_in_while_it_holds(
    day, stand_in, giulia, colleague, today
):
    today(f"{day} 09:00")
    now = timezone.now()
    incident = Incident.objects.create(
        trainee=TraineeFactory(tutor=giulia), kind="conflict", severity=1, place="Kitchen",
        text="Words", happened_at=now, known_at=now, reported_at=now, by=giulia,
    )  # fmt: skip

    seen = Incident.objects.visible_to(colleague)

    assert list(seen) == ([incident] if day == "2026-03-12" else [])


@pytest.mark.usefixtures("stand_in")
def test_urgent_mail_for_the_tutor_goes_to_the_stand_in(giulia, colleague, today):
    today("2026-03-11 09:00")
    placement = PlacementFactory(trainee__tutor=giulia, full_time=True)
    link = links.for_holder(Purpose.COMPANY, placement.company_tutor)

    noticing.notice(placement, FIRST, link=link)

    row = OutgoingMail.objects.get(to=colleague.email)
    assert colleague.first_name in mail.render(row).body
    assert not OutgoingMail.objects.filter(to=giulia.email).exists()
