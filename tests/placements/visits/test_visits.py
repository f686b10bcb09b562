"""A day of visits from the wish of a school to the report: who is asked, told, and sees what."""

from datetime import date, time, timedelta

import icalendar
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts import links
from accounts.enums import Purpose
from imyportal.models import OutgoingMail
from placements import attention
from placements.enums import ReportSide, StopAnswer, VisitState
from placements.models import Contact, Visit, VisitReport, VisitRequest
from placements.visits import asking, calendar, ending, offering, planning, wishes
from placements.visits.ending import Seen
from placements.visits.planning import Changes, Day
from tests.conftest import ROME
from tests.factories import (
    CompanyTutorFactory,
    GroupFactory,
    PlacementFactory,
    SendingTutorFactory,
    UserFactory,
    VisitFactory,
    VisitStopFactory,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 18)  # Wednesday of the third week


@pytest.fixture
def school(today):
    """Two companies with trainees of one group; it is the week before the visit."""
    today("2026-03-11 10:00")
    guest = SendingTutorFactory(user__last_name="Berger")
    group = GroupFactory(organisation=guest.organisation)
    for name, directions in (("Alfa", "Bus 20; poi a piedi"), ("Beta", "")):
        tutor = CompanyTutorFactory(company__name=f"{name}, S.r.l.", company__directions=directions)
        PlacementFactory(trainee__group=group, company_tutor=tutor)
    return guest


@pytest.fixture
def group(school):
    return school.organisation.groups.get()


@pytest.fixture
def by(group):
    return group.lead_tutor


@pytest.fixture
def visit(school, group, by):
    """Planned, with the sending tutor, and both companies asked."""
    visit = planned(group, by, guests=[school])
    asking.ask(visit, by=by)
    return visit


def planned(group, by, **day):
    found = offering.offers(by, group.organisation, group, DAY)
    stops = [planning.Stop(each.tutor, each.starts_at, each.ends_at) for each in found]
    return planning.plan(group.organisation, group, Day(DAY, by, **day), stops, by=by)


def stops_of(visit):
    return list(visit.stops.select_related("company_tutor", "visit").order_by("company__name"))


def say(stop, said, **more):
    link = links.for_holder(Purpose.COMPANY, stop.company_tutor)
    return asking.answer(stop, said, link=link, shown=stop.when, **more)


def told(template="visit_company"):
    """Who got which mail, oldest first."""
    rows = OutgoingMail.objects.filter(template=f"placements/{template}").order_by("pk")
    return [(row.details["what"], row.to) for row in rows]


def on_board(viewer):
    """What the board of `viewer` says of visits."""
    keys = {each.key.split(":")[0] for each in attention.signals(viewer, timezone.now())}
    return {key for key in keys if key.startswith("visit")}


# --- Planning and asking ----------------------------------------------------------------------


def test_offers_are_companies_with_trainees_that_day_45_minutes_apart(group, by):
    PlacementFactory()  # of another group
    PlacementFactory(trainee__group=group, starts_on=DAY + timedelta(days=1))

    found = offering.offers(by, group.organisation, group, DAY)

    assert [(str(each.company), each.starts_at, each.ends_at) for each in found] == [
        ("Alfa, S.r.l.", time(9, 30), time(10)),
        ("Beta, S.r.l.", time(10, 15), time(10, 45)),
    ]


def test_asking_twice_mails_each_company_once(visit, by):
    again = asking.ask(visit, by=by)

    assert again.count == 0
    assert told() == [("asked", stop.company_tutor.email) for stop in stops_of(visit)]


def test_company_that_no_mail_reaches_is_named_and_stays_unasked(group, by):
    tutor = group.trainees.order_by("pk").first().placements.get().company_tutor
    type(tutor).objects.filter(pk=tutor.pk).update(email="")

    asked = asking.ask(planned(group, by), by=by)

    assert (asked.count, [stop.company_tutor for stop in asked.to_call]) == (1, [tutor])


def test_changed_time_is_asked_again_and_only_there(visit, by):
    alfa, beta = stops_of(visit)
    say(alfa, StopAnswer.YES)
    say(beta, StopAnswer.YES)

    changes = Changes(
        times={alfa.pk: (time(14), time(14, 30)), beta.pk: (time(10, 15), time(10, 45))}
    )
    planning.change(visit, Day(DAY, by), changes, by=by)

    alfa, beta = stops_of(visit)
    assert (alfa.answer, alfa.answered_at, alfa.sequence) == (StopAnswer.ASKED, None, 2)
    assert (beta.answer, beta.sequence) == (StopAnswer.YES, 1)
    assert told()[2:] == [("again", alfa.company_tutor.email)]


def test_two_companies_may_change_places_but_not_overlap(visit, by):
    alfa, beta = stops_of(visit)
    turned = {alfa.pk: (time(10, 15), time(10, 45)), beta.pk: (time(9, 30), time(10))}

    planning.change(visit, Day(DAY, by), Changes(times=turned), by=by)
    with pytest.raises(ValidationError) as error:
        planning.change(
            visit, Day(DAY, by), Changes(times={alfa.pk: (time(9, 45), time(10, 15))}), by=by
        )

    assert error.value.code == "overlap"
    assert [stop.starts_at for stop in stops_of(visit)] == [time(10, 15), time(9, 30)]


def test_cancelling_tells_everybody_once_but_not_who_said_no(visit, school, by):
    alfa, beta = stops_of(visit)
    say(beta, StopAnswer.NO)

    ending.cancel(visit, "Strike of the railway", by=by)
    with pytest.raises(ValidationError) as error:
        ending.cancel(visit, "Again", by=by)

    assert error.value.code == "over"
    assert told()[2:] == [("off", alfa.company_tutor.email)]
    assert told("visit_day") == [("cancelled", school.user.email)]


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


def test_company_that_answers_an_old_time_is_shown_the_new_one(visit, by, company_client):
    stop = stops_of(visit)[0]
    page = reverse("company:visit", args=[stop.public_id])
    company, shown = company_client(stop.company_tutor), stop.when
    planning.change(visit, Day(DAY, by), Changes(times={stop.pk: (time(15), time(16))}), by=by)

    answer = company.post(page, {"answer": "yes", "shown": shown})

    assert "The time was changed meanwhile" in answer.content.decode()
    assert "15:00–16:00" in answer.content.decode()
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


def test_proposed_time_is_taken_as_long_as_before_and_told(visit, by):
    alfa, beta = stops_of(visit)
    say(alfa, StopAnswer.OTHER, at=time(10, 30))
    with pytest.raises(ValidationError) as error:
        asking.take(alfa, by=by)
    say(beta, StopAnswer.NO)

    asking.take(alfa, by=by)

    alfa = stops_of(visit)[0]
    assert error.value.code == "overlap"
    assert (alfa.starts_at, alfa.ends_at, alfa.answer) == (time(10, 30), time(11), StopAnswer.YES)
    assert told()[2:] == [("agreed", alfa.company_tutor.email)]


# --- The board --------------------------------------------------------------------------------


def test_board_tells_of_answers_silence_wishes_and_missing_reports(visit, school, by, today):
    alfa, beta = stops_of(visit)
    stranger = UserFactory(tutor=True)

    def board(at):
        today(at)
        assert on_board(stranger) == set()
        return on_board(by)

    assert board("2026-03-13 10:00") == set()
    assert board("2026-03-16 10:00") == {"visit_silent"}
    say(alfa, StopAnswer.OTHER, at=time(16))
    say(beta, StopAnswer.NO)
    wishes.ask_to_come(school, wishes.Wish(DAY, DAY, "Petra Berger"))
    assert board("2026-03-16 11:00") == {"visit_other", "visit_no", "visit_wanted"}
    assert board("2026-03-19 10:00") == {"visit_report"}


# --- Afterwards -------------------------------------------------------------------------------


def test_report_of_the_agency_locks_the_day_and_stands_in_the_contact_log(visit, by, today):
    alfa = stops_of(visit)[0]
    with pytest.raises(ValidationError) as early:
        ending.report(visit, ReportSide.AGENCY, {alfa.pk: Seen("All well.")}, by=by)
    today("2026-03-18 17:00")

    ending.report(visit, ReportSide.AGENCY, {alfa.pk: Seen("All well.", is_shared=True)}, by=by)
    ending.report(visit, ReportSide.AGENCY, {alfa.pk: Seen("All very well.")}, by=by)

    visit.refresh_from_db()
    contact = Contact.objects.get()
    assert early.value.code == "early"
    assert visit.state == VisitState.DONE
    assert (contact.kind, contact.minutes, contact.school_text) == ("visit", 30, "All well.")
    assert contact.trainee.placements.get().company == alfa.company
    assert [note.text for note in contact.notes.all()] == [
        "The report was put right: All very well."
    ]
    assert VisitReport.objects.get().seen == "All very well."


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


# --- Calendars --------------------------------------------------------------------------------


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
