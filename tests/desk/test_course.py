"""The stay of one trainee so far: every room tells, in time order, what the viewer may see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from placements.models import Contact, Incident
from tests.desk.thursday import NOW, all_is_well
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def look(client, trainee, **query):
    return client.get(reverse("admin:trainees_trainee_course", args=[trainee.pk]), query)


def lines(page):
    return [line for week in page.context["weeks"] for line in week.lines]


def test_stay_so_far_tells_of_every_room_in_time_order(both, desk):
    trainee = both.one.trainee

    page = look(desk, trainee)

    found = lines(page)
    times = [line.moment.at for line in found]
    assert times == sorted(times, reverse=True)
    assert {line.kind.key for line in found} == {
        "contact", "check_in", "incident", "absence", "week", "visit", "report", "evaluation", "certificate",
        "request",
    }  # fmt: skip
    assert all(line.moment.url and desk.get(line.moment.url).status_code == 200 for line in found)


def test_stay_so_far_of_one_kind_and_without_what_others_may_not_see(tutor, client_for, thursday):
    placement = all_is_well(UserFactory(tutor=True), trainee__group__lead_tutor=tutor)
    trainee = placement.trainee
    Contact.objects.create(
        group=trainee.group, kind="call", with_whom="sending", at=NOW, text="On us all", by=tutor
    )
    trainee.contacts.create(kind="call", with_whom="trainee", at=NOW, text="On me", by=tutor)
    Incident.objects.create(
        trainee=trainee, kind="accident", severity=2, happened_at=NOW, known_at=NOW, place="W",
        text="Fell.", by=trainee.tutor, reported_at=NOW,
    )  # fmt: skip

    seen = [
        {line.kind.key for line in lines(look(client_for(each), trainee))}
        for each in (tutor, trainee.tutor)
    ]
    only = look(client_for(tutor), trainee, kind="contact")

    assert seen == [{"contact", "evaluation"}, {"contact", "evaluation", "incident"}]
    assert {line.moment.said for line in lines(only)} == {"All is well.", "On us all", "On me"}
    assert "Fell." not in look(client_for(trainee.tutor), trainee).content.decode()


def test_stay_so_far_takes_as_many_queries_for_many_rows(tutor, client_for, thursday):
    placement, counts = all_is_well(tutor), []
    browser = client_for(tutor)
    look(browser, placement.trainee)
    for _time in range(2):
        for _row in range(2):
            placement.trainee.contacts.create(
                kind="call", with_whom="trainee", at=timezone.now(), text="Again", by=tutor
            )
        with CaptureQueriesContext(connection) as found:
            look(browser, placement.trainee)
        counts.append(len(found))

    assert counts[0] == counts[1] <= 20
