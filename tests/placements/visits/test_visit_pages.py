"""The pages of visits: of the company that is asked, of the school that comes, of the desk."""

from datetime import date, time

import pytest
from django.urls import reverse

from imyportal.models import OutgoingMail
from placements.enums import ReportSide, StopAnswer
from placements.models import Contact, HostCompany, Visit, VisitRequest
from placements.visits import ending, planning, wishes
from placements.visits.ending import Seen
from placements.visits.planning import Changes, Day
from tests.factories import VisitStopFactory
from tests.placements.visits.days import DAY, planned, say, stops_of, told

pytestmark = pytest.mark.django_db


# --- The company ------------------------------------------------------------------------------


def test_company_answers_by_link_in_one_tap_that_works_twice(visit, company_client):
    stop = stops_of(visit)[0]
    page = reverse("company:visit", args=[stop.public_id])
    company = company_client(stop.company_tutor)
    shown = company.get(page).context["stop"].when

    for _twice in range(2):
        assert company.post(page, {"answer": "yes", "shown": shown}).status_code == 302

    stop.refresh_from_db()
    assert (stop.answer, stop.sequence, stop.answered_link.holder) == (
        StopAnswer.YES,
        1,
        stop.company_tutor,
    )


def test_company_reads_its_answer_and_its_own_word_back(visit, company_client):
    stop = stops_of(visit)[0]
    company = company_client(stop.company_tutor)
    page = reverse("company:visit", args=[stop.public_id])
    typed = {"answer": "other", "at": "15:00", "note": "Entrata da via Roma", "shown": stop.when}

    company.post(page, typed)
    company.get(page)  # with the thanks, which come once
    answer = company.get(page)

    assert "15:00" in answer.context["said"]
    assert answer.context["said"] in answer.content.decode()
    assert "“Entrata da via Roma”" in answer.content.decode()
    assert "15:00" in company.get(reverse("company:weeks") + "?all=1").context["todos"][0].note


def test_company_that_answers_an_old_time_is_shown_the_new_one(visit, by, company_client):
    stop = stops_of(visit)[0]
    page = reverse("company:visit", args=[stop.public_id])
    company, shown = company_client(stop.company_tutor), stop.when
    planning.change(visit, Day(DAY, by), Changes(times={stop.pk: (time(15), time(16))}), by=by)

    answer = company.post(page, {"answer": "yes", "shown": shown})

    assert "L’orario è cambiato nel frattempo" in answer.content.decode()
    assert "15:00–16:00" in answer.content.decode()
    assert stops_of(visit)[0].answer == StopAnswer.ASKED


def test_company_cannot_propose_the_middle_of_the_night(visit, company_client):
    stop = stops_of(visit)[0]
    page = reverse("company:visit", args=[stop.public_id])
    typed = {"answer": "other", "at": "03:00", "shown": stop.when}

    answer = company_client(stop.company_tutor).post(page, typed)

    assert list(answer.context["form"].errors) == ["at"]
    assert stops_of(visit)[0].answer == StopAnswer.ASKED


def test_company_sees_no_visit_of_another_company_and_none_before_it_is_asked(
    visit, group, by, company_client
):
    alfa, beta = stops_of(visit)
    other = planned(group, by)

    company = company_client(alfa.company_tutor)

    assert company.get(reverse("company:visit", args=[beta.public_id])).status_code == 404
    unasked = other.stops.get(company=alfa.company)
    assert company.get(reverse("company:visit", args=[unasked.public_id])).status_code == 404


# --- The school -------------------------------------------------------------------------------


def test_school_asks_to_come_once_and_is_told_when_it_does_not_work(school, by, client_for):
    browser = client_for(school.user)
    page = reverse("sending:visit_wish")
    once = browser.get(page).context["form"]["once"].value()
    typed = {"first_day": "2026-04-02", "last_day": "2026-04-03", "people": "Petra", "once": once}

    for _twice in range(2):
        browser.post(page, typed)
    wish = VisitRequest.objects.get()
    wishes.decline(wish, "Easter", by=by)
    wishes.decline(wish, "Easter", by=by)

    mails = OutgoingMail.objects.filter(template="placements/visit_declined")
    assert [row.to for row in mails] == [school.user.email]
    assert "Easter" in browser.get(reverse("sending:visits")).content.decode()


def test_school_sees_the_visits_on_which_its_tutors_come_and_no_others(
    visit, school, group, by, client_for, django_assert_max_num_queries
):
    alone = planned(group, by)  # the agency's own
    other = VisitStopFactory().visit
    browser = client_for(school.user)

    with django_assert_max_num_queries(20):
        answer = browser.get(reverse("sending:visits"))

    assert [line["visit"] for line in answer.context["coming"]] == [visit]
    for each, status in ((visit, 200), (alone, 404), (other, 404)):
        for name in ("sending:visit", "placements:visit_file"):
            assert browser.get(reverse(name, args=[each.public_id])).status_code == status


def test_school_reads_its_own_reports_and_those_shared_with_it(
    visit, school, by, today, client_for
):
    alfa, beta = stops_of(visit)
    today("2026-03-18 17:00")
    ending.report(
        visit,
        ReportSide.AGENCY,
        {alfa.pk: Seen("Word for all", is_shared=True), beta.pk: Seen("Word for us")},
        by=by,
    )
    browser = client_for(school.user)

    answer = browser.post(
        reverse("sending:visit_report", args=[visit.public_id]),
        {f"stop-{alfa.pk}-seen": "Proud trainees"},
        follow=True,
    )

    page = answer.content.decode()
    assert "Proud trainees" in page and "Word for all" in page and "Word for us" not in page
    assert Contact.objects.count() == 2  # the school's report is no contact of the agency


def test_school_and_agency_read_whom_to_ask_for_the_address_and_the_way(
    visit, school, by, client_for
):
    alfa = stops_of(visit)[0]
    HostCompany.objects.filter(pk=alfa.company_id).update(address="Via Roma 7, <Pescia>")
    pages = [
        client_for(school.user).get(reverse("sending:visit", args=[visit.public_id])),
        client_for(by).get(visit.get_absolute_url()),
    ]

    for page in pages:
        text = page.content.decode()
        assert "Via Roma 7, &lt;Pescia&gt;" in text and "Bus 20; poi a piedi" in text
        assert alfa.company_tutor.name in text


# --- The desk ---------------------------------------------------------------------------------


def test_day_is_planned_in_two_steps_and_companies_are_asked_with_one_button(
    school, group, by, client_for
):
    desk = client_for(by)
    page = reverse("admin:placements_visit_plan") + f"?whose=group-{group.pk}&day={DAY}"
    form = desk.get(page).context["form"]
    rows = {
        row[name].html_name: row[name].value()
        for row in form.rows
        for name in ("tick", "starts_at", "ends_at")
    }

    answer = desk.post(page, rows | {"day": DAY, "guests": [school.pk], "agency_tutor": ""})
    visit = Visit.objects.get()
    desk.post(reverse("admin:placements_visit_ask", args=[visit.pk]))

    assert answer.url == visit.get_absolute_url()
    assert "Ask 2 companies" not in desk.get(answer.url).content.decode()
    assert len(told()) == 2
    assert visit.guests.get() == school


def test_day_that_overlaps_comes_back_with_what_was_typed(group, by, client_for):
    desk = client_for(by)
    page = reverse("admin:placements_visit_plan") + f"?whose=group-{group.pk}&day={DAY}"
    form = desk.get(page).context["form"]
    first, second = form.rows
    typed = {first["tick"].html_name: "on", second["tick"].html_name: "on"}
    for row in (first, second):
        typed |= {row["starts_at"].html_name: "09:30", row["ends_at"].html_name: "10:30"}

    answer = desk.post(page, typed | {"day": DAY, "agency_tutor": by.pk})

    assert "are at the same time" in answer.content.decode()
    assert answer.content.decode().count('value="10:30"') == 2
    assert not Visit.objects.exists()


def test_short_way_to_another_place_is_taken_only_once_the_planner_has_seen_it(
    visit, by, client_for
):
    desk = client_for(by)
    alfa, beta = stops_of(visit)  # 09:30–10:00 and 10:15–10:45
    HostCompany.objects.filter(pk=beta.company_id).update(address="Piazza Mazzini 1, Pescia")
    say(alfa, StopAnswer.OTHER, at=time(10, 45))
    take = reverse("admin:placements_visitstop_take", args=[alfa.pk])
    page = reverse("admin:placements_visit_times", args=[visit.pk])

    asked = desk.post(take)
    say(alfa, StopAnswer.OTHER, on=date(2026, 3, 22), at=time(10, 45))
    sunday = desk.post(take)
    say(alfa, StopAnswer.OTHER, at=time(10, 45))
    before = stops_of(visit)[0].starts_at
    desk.post(take, {"short_is_fine": "on"})

    assert "only 0 min after Beta" in asked.content.decode()
    assert "22 March 2026, Sunday: the companies may be closed" in sunday.content.decode()
    assert "The free day is fine" in sunday.content.decode()
    assert (before, stops_of(visit)[0].starts_at) == (time(9, 30), time(10, 45))

    form = desk.get(page).context["form"]
    typed = {row[name].html_name: row[name].value() for row in form.rows for name in row.fields}
    typed = {key: value for key, value in typed.items() if value} | {"day": DAY}
    typed |= {"agency_tutor": by.pk, f"company-{alfa.company_id}-starts_at": "10:50"}
    assert desk.post(page, typed).status_code == 302  # short before, and seen
    typed |= {f"company-{beta.company_id}-{name}_at": at
              for name, at in (("starts", "11:20"), ("ends", "11:50"))}  # fmt: skip
    answer = desk.post(page, typed)

    wrong = {row.tutor.company_id: list(row.errors) for row in answer.context["form"].rows}
    assert wrong == {alfa.company_id: [], beta.company_id: ["starts_at"]}
    assert desk.post(page, typed | {"short_is_fine": "on"}).status_code == 302
    later = {
        f"company-{beta.company_id}-starts_at": "12:00",
        f"company-{beta.company_id}-ends_at": "12:30",
    }
    assert desk.post(page, typed | later).status_code == 302
    HostCompany.objects.update(address="Via Roma 7")  # one place: no way at all
    assert desk.post(page, typed).status_code == 302
