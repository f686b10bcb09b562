"""The calendar of visits: read back, followed through changes, closed with its address."""

from datetime import date, timedelta

import icalendar
import pytest
from django.urls import reverse

from imyportal.models import OutgoingMail
from placements.enums import StopAnswer
from placements.visits import calendar, emails, ending
from tests.conftest import ROME
from tests.factories import VisitFactory, VisitStopFactory
from tests.placements.visits.days import say, stops_of, told

pytestmark = pytest.mark.django_db


def events(content):
    found = icalendar.Calendar.from_ical(content)
    return {str(each["summary"]): each for each in found.walk("VEVENT")}


def test_feed_is_read_back_with_stable_names_times_of_rome_and_no_whole_name(visit, school, by):
    alfa, beta = stops_of(visit)
    say(alfa, StopAnswer.YES)
    say(beta, StopAnswer.NO)

    content = calendar.feed(school.user)

    found = events(content)
    one, two = found["Visit: Alfa, S.r.l."], found["Visit: Beta, S.r.l."]
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert b"Alfa\\, S.r.l." in content and b"Bus 20\\; poi" in content
    assert one.decoded("dtstart").astimezone(ROME).isoformat() == "2026-03-18T09:30:00+01:00"
    assert (one["uid"], one["sequence"], one["status"]) == (str(alfa.public_id), 1, "CONFIRMED")
    assert two["status"] == "CANCELLED"
    assert "Lena H." in one["description"]
    assert not any(each.last_name in content.decode() for each in alfa.visit.group.trainees.all())


def test_company_that_agreed_gets_its_own_visit_on_its_page_and_with_the_mail_of_the_day(
    visit, by, company_client
):
    alfa, beta = stops_of(visit)
    say(alfa, StopAnswer.YES)
    company = company_client(alfa.company_tutor)
    page, path = (
        reverse(f"company:{name}", args=[alfa.public_id]) for name in ("visit", "visit_file")
    )

    for _twice in range(2):
        ending.fix(visit, by=by)
    (event,) = events(company.get(path).content).values()

    assert (event["uid"], event["status"]) == (str(alfa.public_id), "CONFIRMED")
    assert f"{by}" in event["summary"] and "Beta" not in event.to_ical().decode()
    assert path in company.get(page).content.decode()
    assert company.get(path.replace(str(alfa.public_id), str(beta.public_id))).status_code == 404
    assert told()[2:] == [("fixed", alfa.company_tutor.email)]
    mail = emails.visit_company(OutgoingMail.objects.latest("pk"))
    assert f"/visit/{alfa.public_id}/" in mail.context["url"]


def test_feed_counts_up_when_a_day_is_cancelled_and_keeps_its_names(visit, school, by):
    before = events(calendar.feed(school.user))

    ending.cancel(visit, "Strike", by=by)

    after = events(calendar.feed(school.user))
    assert {str(each["status"]) for each in after.values()} == {"CANCELLED"}
    for name, each in after.items():
        assert each["uid"] == before[name]["uid"]
        assert each["sequence"] == before[name]["sequence"] + 1


@pytest.mark.parametrize(
    ("day", "offset"), [(date(2026, 3, 28), 1), (date(2026, 3, 30), 2), (date(2026, 10, 26), 1)]
)
def test_clock_of_italy_in_the_file_is_right_around_both_changes(day, offset):
    stop = VisitStopFactory(visit=VisitFactory(day=day))
    zone = calendar.rome().to_tz()

    assert stop.begins.utcoffset() == timedelta(hours=offset)
    assert stop.begins.replace(tzinfo=zone).utcoffset() == timedelta(hours=offset)


def test_feed_opens_by_its_secret_address_until_it_is_renewed(visit, school, client):
    path = calendar.address(school.user).split("8000")[-1].split("example")[-1]
    path = path[path.index("/calendar/") :]

    answer = client.get(path)
    calendar.renew(school.user)

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, max-age=900"
    assert len(events(answer.content)) == 2
    assert client.get(path).status_code == 404


def test_feed_of_a_closed_account_is_closed(visit, school, client):
    path = calendar.address(school.user)
    type(school.user).objects.filter(pk=school.user.pk).update(is_active=False)

    assert client.get(path[path.index("/calendar/") :]).status_code == 404
