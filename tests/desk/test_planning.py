"""Placements on the desk: planned, confirmed, ended."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from placements import signing
from placements.enums import PlacementStatus, WeekStatus
from placements.models import AgreedDay, HourWeek, Placement
from tests.factories import (
    MONDAY,
    CompanyTutorFactory,
    HostCompanyFactory,
    PlacementFactory,
    TraineeFactory,
    UserFactory,
    WorkDayFactory,
    filled_week,
)

from .forms import add, errors, future_group, placement_data

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


def test_new_placement_is_offered_with_the_usual_week(desk):
    response = desk.get(reverse("admin:placements_placement_add"))

    formset = response.context["inline_admin_formsets"][0].formset
    assert [form["weekday"].value() for form in formset.forms] == [0, 1, 2, 3, 4]
    assert {form["starts_at"].value() for form in formset.forms} == {time(8, 30)}


def test_placement_is_added_with_its_timetable(desk, tutor):
    trainee = TraineeFactory(group=future_group(tutor))

    response = add(desk, placement_data(trainee, CompanyTutorFactory()))

    assert response.status_code == 302
    placement = Placement.objects.get(trainee=trainee)
    assert placement.status == PlacementStatus.PROPOSED
    assert [day.minutes for day in placement.timetable.all()] == [450] * 5


def test_line_of_the_timetable_without_times_is_a_free_day(desk, tutor):
    trainee = TraineeFactory(group=future_group(tutor))
    empty = {"timetable-4-starts_at": "", "timetable-4-ends_at": ""}

    add(desk, placement_data(trainee, CompanyTutorFactory(), **empty))

    assert [day.weekday for day in AgreedDay.objects.all()] == [0, 1, 2, 3]


def test_overlap_is_said_at_the_first_day_and_keeps_what_was_typed(desk, tutor):
    trainee = TraineeFactory(group=future_group(tutor))
    first = trainee.group.arrives_on
    PlacementFactory(trainee=trainee, starts_on=first, ends_on=first + timedelta(days=5))

    response = add(desk, placement_data(trainee, CompanyTutorFactory(), tasks="Wiring"))

    assert list(errors(response)) == ["starts_on"]
    assert "This trainee is at" in errors(response)["starts_on"][0]
    assert "S.r.l.." not in errors(response)["starts_on"][0]
    assert b"Wiring" in response.content
    assert Placement.objects.count() == 1


def test_company_tutor_of_another_company_is_refused_at_the_field(desk, tutor):
    trainee = TraineeFactory(group=future_group(tutor))
    data = placement_data(trainee, CompanyTutorFactory(), company=HostCompanyFactory().pk)

    response = add(desk, data)

    assert "Choose somebody of this company." in errors(response)["company_tutor"][0]


def test_last_day_before_the_first_is_refused(desk, tutor):
    trainee = TraineeFactory(group=future_group(tutor))
    earlier = (trainee.group.arrives_on - timedelta(days=1)).isoformat()
    PlacementFactory(
        trainee=trainee,
        starts_on=trainee.group.arrives_on - timedelta(days=5),
        ends_on=trainee.group.arrives_on + timedelta(days=5),
    )

    response = add(desk, placement_data(trainee, CompanyTutorFactory(), ends_on=earlier))

    assert errors(response) == {"__all__": ["The last day is before the first day."]}


def test_minor_at_a_company_from_18_is_stored_with_a_warning(desk, tutor):
    minor = timezone.localdate() - timedelta(days=16 * 365)
    trainee = TraineeFactory(group=future_group(tutor), birth_date=minor)
    company_tutor = CompanyTutorFactory(company__minors_allowed=False)

    response = add(desk, placement_data(trainee, company_tutor))

    told = [str(each) for each in response.wsgi_request._messages]
    assert any("takes trainees from 18 on" in text for text in told)
    assert Placement.objects.filter(trainee=trainee).exists()


def test_placement_beyond_the_stay_is_stored_with_a_warning(desk, tutor):
    trainee = TraineeFactory(group=future_group(tutor))
    later = (trainee.group.leaves_on + timedelta(days=1)).isoformat()

    response = add(desk, placement_data(trainee, CompanyTutorFactory(), ends_on=later))

    told = [str(each) for each in response.wsgi_request._messages]
    assert any("goes beyond that" in text for text in told)


def test_confirm_action_confirms_and_says_why_not(desk, tutor):
    good = PlacementFactory(trainee__tutor=tutor, status="proposed", full_time=True)
    bare = PlacementFactory(trainee__tutor=tutor, status="proposed")
    data = {"action": "confirm", "_selected_action": [good.pk, bare.pk]}

    response = desk.post(reverse("admin:placements_placement_changelist"), data, follow=True)

    good.refresh_from_db()
    bare.refresh_from_db()
    assert (good.status, bare.status) == ("confirmed", "proposed")
    assert b"Enter the agreed weekly timetable first." in response.content


def test_ending_a_placement_asks_for_a_reason(desk, tutor):
    placement = PlacementFactory(trainee__tutor=tutor)
    url = reverse("admin:placements_placement_end", args=[placement.pk])

    refused = desk.post(url, {"cancel": "1", "cancel-reason": ""})
    done = desk.post(url, {"cancel": "1", "cancel-reason": "Company closed"})

    placement.refresh_from_db()
    assert (refused.status_code, list(refused.context["sent"].errors)) == (200, ["reason"])
    assert (done.status_code, placement.status) == (302, PlacementStatus.CANCELLED)


def test_ending_on_a_day_interrupts(desk, tutor):
    placement = PlacementFactory(trainee__tutor=tutor)
    url = reverse("admin:placements_placement_end", args=[placement.pk])

    desk.post(url, {"end": "1", "end-reason": "Gone home", "end-last_day": "2026-03-13"})

    placement.refresh_from_db()
    assert (placement.status, placement.ends_on) == ("interrupted", date(2026, 3, 13))


@pytest.mark.parametrize("day", ["", "2027-01-01"])
def test_ending_early_on_no_day_of_it_is_refused_at_the_day(desk, tutor, day):
    placement = PlacementFactory(trainee__tutor=tutor)
    url = reverse("admin:placements_placement_end", args=[placement.pk])

    response = desk.post(url, {"end": "1", "end-reason": "Gone home", "end-last_day": day})

    placement.refresh_from_db()
    assert (list(response.context["sent"].errors), placement.status) == (["last_day"], "confirmed")


def test_proposal_can_only_be_cancelled(desk, tutor):
    placement = PlacementFactory(trainee__tutor=tutor, status="proposed")

    page = desk.get(reverse("admin:placements_placement_end", args=[placement.pk]))

    assert "Cancel, it came to nothing" in page.text
    assert "End early on this day" not in page.text


def test_cancelling_after_a_signature_names_the_other_button(desk, signed):
    url = reverse("admin:placements_placement_end", args=[signed.placement_id])

    page = desk.post(url, {"cancel": "1", "cancel-reason": "No"})

    assert "A week of this placement is signed. End it early instead." in page.text


def test_dates_cannot_leave_hours_outside(desk, tutor):
    placement = PlacementFactory(trainee__tutor=tutor, full_time=True)
    week = HourWeek.objects.create(placement=placement, monday=MONDAY + timedelta(weeks=1))
    WorkDayFactory(week=week, date=week.monday)
    data = {
        "company_tutor": placement.company_tutor_id,
        "starts_on": MONDAY.isoformat(),
        "ends_on": (MONDAY + timedelta(days=4)).isoformat(),
        "timetable-TOTAL_FORMS": "0",
        "timetable-INITIAL_FORMS": "0",
    }

    response = desk.post(reverse("admin:placements_placement_change", args=[placement.pk]), data)

    assert errors(response) == {"ends_on": ["Hours were entered on days outside these dates."]}
