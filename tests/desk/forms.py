"""What tests of the desk's forms fill in, and read."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from tests.factories import GroupFactory


def future_group(tutor):
    start = timezone.localdate() + timedelta(days=10)
    return GroupFactory(lead_tutor=tutor, arrives_on=start, leaves_on=start + timedelta(days=60))


def placement_data(trainee, company_tutor, **more):
    first = trainee.group.arrives_on
    data = {
        "trainee": trainee.pk,
        "company": company_tutor.company_id,
        "company_tutor": company_tutor.pk,
        "starts_on": first.isoformat(),
        "ends_on": (first + timedelta(days=20)).isoformat(),
        "timetable-TOTAL_FORMS": "5",
        "timetable-INITIAL_FORMS": "0",
    }
    for weekday in range(5):
        data |= {
            f"timetable-{weekday}-weekday": weekday,
            f"timetable-{weekday}-starts_at": "08:30",
            f"timetable-{weekday}-ends_at": "17:30",
            f"timetable-{weekday}-break_starts_at": "12:30",
            f"timetable-{weekday}-break_minutes": "90",
        }
    return data | more


def add(desk, data):
    return desk.post(reverse("admin:placements_placement_add"), data)


def errors(response):
    return dict(response.context["adminform"].form.errors)
