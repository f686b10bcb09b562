"""placements/printing.py, chart_pdf.py: the hour chart on paper, and what its code tells."""

import io
import re
from datetime import date, timedelta

import page
import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from pypdf import PdfReader

from accounts import links
from accounts.enums import Purpose
from imyportal import codes, history, ratelimit
from imyportal.enums import Action
from imyportal.models import AuditEvent
from placements import chart_pdf, exports, paper, printing, signing
from placements.entries import DayEntry
from placements.enums import DayKind, SignedHow, WeekStatus
from placements.models import ChartPrint, WorkDay
from placements.views.papers import CHARTS, printable
from tests.conftest import Browser
from tests.factories import (
    MONDAY,
    GroupFactory,
    HourWeekFactory,
    PlacementFactory,
    SendingTutorFactory,
    UserFactory,
    WorkDayFactory,
    filled_week,
)
from tests.uploaded import pdf, upload

pytestmark = pytest.mark.django_db
TODAY = MONDAY + timedelta(days=10)
SHORT = {"ends_on": MONDAY + timedelta(days=11)}


def printed(placement, by=None, today=TODAY):
    by = by or placement.trainee.responsible
    found = printable(by).filter(pk=placement.pk)
    return printing.charts(found, by=by, today=today)


def sign(week, **changes):
    week.refresh_from_db()
    fields = {
        "name": "Marco Bartolini",
        "role": "Tutor",
        "how": SignedHow.LINK,
        "button": "Firma",
        "version": week.version,
    }
    return signing.sign_week(week, **(fields | changes))


def text_of(pdf):
    return " ".join(
        " ".join(each.extract_text() for each in PdfReader(io.BytesIO(pdf)).pages).split()
    )


@pytest.fixture
def signed():
    week = filled_week(WeekStatus.DECLARED, **SHORT)
    sign(week)
    return week


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_render_is_valid_for_archives_and_screen_readers(signed, profile):
    blank = PlacementFactory(full_time=True, trainee__group=signed.placement.trainee.group, **SHORT)
    charts = [*printed(signed.placement), *printed(blank)]

    made = chart_pdf.render(charts, language="it")

    report = page.validate_pdf_bytes(made, profile=profile)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


def test_render_blank_chart_has_lines_for_every_day_and_says_so_to_whoever_asks():
    placement = PlacementFactory(full_time=True, **SHORT)

    (chart,) = printed(placement, by=placement.trainee.user)
    text = text_of(chart_pdf.render([chart], language="en"))

    assert placement.trainee.name in text
    assert text.count("Company tutor: date and signature") == 2
    assert text.count("08:30–17:30") == 10
    assert "Agreed hours 75:00 h" in text
    assert "Sun 8" in text
    assert codes.grouped(chart.row.code) in text
    assert chart.row.stated["is_blank"]


def test_render_filled_chart_says_what_happened_to_each_week(signed):
    placement, tutor = (
        signed.placement,
        UserFactory(tutor=True, first_name="Giulia", last_name="Conti"),
    )
    second = HourWeekFactory(placement=placement, monday=MONDAY + timedelta(weeks=1))
    WorkDayFactory(week=second, filled_by=tutor)
    WorkDay.objects.create(week=second, date=second.monday + timedelta(days=1), kind=DayKind.ILL)
    signing.correct(
        signed,
        MONDAY,
        DayEntry(DayKind.OFF),
        by=tutor,
        reason="It was the patron's day.",
    )

    text = text_of(chart_pdf.render(printed(placement), language="en"))

    assert "Signed by Marco Bartolini, Tutor, on" in text
    assert "Corrected from 08:30–17:30, 7:30 h by Giulia Conti" in text
    assert "Filled in by Giulia Conti (IMY)" in text
    assert "Absent" in text
    assert "Ill" not in text
    assert "patron" not in text
    assert "Not sent to the company yet." in text


def test_charts_same_content_is_the_same_print_and_bytes(signed):
    first, again = printed(signed.placement), printed(signed.placement, today=TODAY + timedelta(1))

    assert first[0].row == again[0].row
    assert chart_pdf.render(first, language="it") == chart_pdf.render(again, language="it")


def test_charts_changed_content_is_another_print():
    week = filled_week(**SHORT)
    before = printed(week.placement)
    WorkDay.objects.filter(week=week, date=MONDAY).update(minutes=420, break_minutes=120)

    after = printed(week.placement)

    assert before[0].row.code != after[0].row.code


def test_charts_company_sees_only_what_was_sent_to_it(signed):
    placement = signed.placement
    WorkDayFactory(week=HourWeekFactory(placement=placement, monday=MONDAY + timedelta(weeks=1)))
    link = links.create(Purpose.COMPANY, placement.company_tutor)

    (chart,) = printed(placement, by=link)

    filled = [[bool(day["now"]) for day in week["days"]] for week in chart.content["weeks"]]
    assert [sum(days) for days in filled] == [5, 0]
    assert chart.row.link == link


@pytest.mark.parametrize("count", [1, 3])
def test_charts_reading_does_not_grow(django_assert_num_queries, count):
    tutor = UserFactory(tutor=True)
    for _each in range(count):
        week = filled_week(WeekStatus.DECLARED, trainee__tutor=tutor, **SHORT)
        sign(week)
    found = list(printable(tutor))
    printing.charts(found, by=tutor, today=TODAY)

    with django_assert_num_queries(4 + 2 * count):
        printing.charts(found, by=tutor, today=TODAY)


@pytest.mark.parametrize("change", ["update", "delete"])
def test_chart_print_is_never_changed(signed, change):
    (chart,) = printed(signed.placement)
    rows = ChartPrint.objects.filter(pk=chart.row.pk)

    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(stated={}) if change == "update" else rows.delete()


def test_chart_print_by_nobody_is_refused(signed):
    with pytest.raises(DatabaseError), transaction.atomic():
        ChartPrint.objects.create(placement=signed.placement, code="1", digest="2", stated={})


# --- Who may print ----------------------------------------------------------------------------


def print_as(user, placement, **data):
    browser = Browser()
    browser.force_login(user)
    return browser.post(reverse("placements:chart", args=[placement.public_id]), data)


def test_chart_file_goes_to_trainee_school_and_agency_only(signed):
    placement = signed.placement
    school = SendingTutorFactory(organisation=placement.trainee.group.organisation)
    may = [placement.trainee.user, school.user, placement.trainee.group.lead_tutor]
    may_not = [PlacementFactory().trainee.user, SendingTutorFactory().user, UserFactory(tutor=True)]

    answers = [print_as(user, placement).status_code for user in [*may, *may_not]]

    assert answers == [200, 200, 200, 404, 404, 404]
    assert ChartPrint.objects.count() == 1


def test_chart_file_is_a_download_in_the_language_asked_for(signed):
    response = print_as(signed.placement.trainee.user, signed.placement, language="it")

    assert response["Content-Type"] == "application/pdf"
    assert re.fullmatch(r'attachment; filename="IMY-[\w-]+\.pdf"', response["Content-Disposition"])
    assert PdfReader(io.BytesIO(response.content)).trailer["/Root"]["/Lang"] == "it"


def test_chart_file_too_often_is_refused(signed):
    user, other = signed.placement.trainee.user, signed.placement.trainee.responsible
    while ratelimit.hit(f"print:chart:user:{user.pk}", limit=CHARTS, seconds=600):
        pass

    answers = [print_as(each, signed.placement).status_code for each in (user, other)]

    assert answers == [429, 200]


def test_group_charts_come_in_files_of_eight_and_each_print_is_noted(client):
    group = GroupFactory()
    for number in range(9):
        PlacementFactory(trainee__group=group, trainee__last_name=f"Name{number}", **SHORT)
    client.force_login(group.lead_tutor)
    path = reverse("admin:trainees_group_charts", args=[group.pk])

    page, last = client.get(path), client.post(path, {"part": "2", "language": "it"})

    labels = [part["label"] for part in page.context["parts"]]
    assert labels == ["Print 8 hour charts, Name0 to Name7", "Print 1 hour chart, Name8"]
    assert "Name8" in text_of(last.content)
    assert ChartPrint.objects.get().placement.trainee.last_name == "Name8"
    event = AuditEvent.objects.get(action=Action.CHART_PRINTED)
    assert "Name8" in event.about
    assert event.user == group.lead_tutor


def test_company_chart_of_another_company_is_not_there(signed):
    browser = Browser()
    browser.come_in(links.create(Purpose.COMPANY, signed.placement.company_tutor))
    other = PlacementFactory()

    answers = [
        browser.post(reverse("company:chart", args=[each.public_id])).status_code
        for each in (signed.placement, other)
    ]

    assert answers == [200, 404]


# --- What the code tells ----------------------------------------------------------------------


def check(client, code):
    response = client.get(reverse("assessment:verify_code", args=[code]))
    return response, response.content.decode()


def test_verify_code_of_a_chart_says_what_the_paper_must_say(client, signed):
    (chart,) = printed(signed.placement)

    response, text = check(client, chart.row.code)

    assert response.status_code == 200
    assert "This hour chart is ours." in text
    assert signed.placement.trainee.name in text
    assert "37:30, signed on" in text
    assert "hours were signed or corrected" not in text
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]


def test_verify_code_of_a_chart_tells_that_hours_changed_but_not_how(client, signed):
    (chart,) = printed(signed.placement)
    tutor = signed.placement.trainee.responsible
    entry = DayEntry.of(WorkDay.objects.get(week=signed, date=MONDAY))
    changed = DayEntry(entry.kind, entry.starts_at, entry.ends_at, 120)
    signing.correct(signed, MONDAY, changed, by=tutor, reason="Longer break.")
    printed(signed.placement)

    _response, text = check(client, chart.row.code)

    assert "Since it was printed, hours were signed or corrected." in text
    assert "A newer print exists: ask for it." in text
    assert "37:30, signed on" in text
    assert "37:00" not in text


def test_chart_says_what_was_signed_and_what_a_correction_made_of_it(client, today):
    today(TODAY.isoformat())
    week, sheet = filled_week(**SHORT), upload(pdf(), "sheet.pdf")
    tutor = week.placement.trainee.responsible
    how = {"name": "Marco", "signed_on": MONDAY + timedelta(days=4), "button": "Mark"}
    paper.mark_signed(week.placement, {MONDAY: week.version}, file=sheet, by=tutor, **how)
    entry = DayEntry.of(WorkDay.objects.get(week=week, date=MONDAY))
    more = DayEntry(entry.kind, entry.starts_at, entry.ends_at, 30)
    signing.correct(week, MONDAY, more, by=tutor, reason="Shorter break.")
    week.refresh_from_db()

    (chart,) = printed(week.placement)
    text = text_of(chart_pdf.render([chart], language="en"))
    _response, found = check(client, chart.row.code)
    client.force_login(week.placement.trainee.user)
    own = client.get(reverse("placements:week", args=[MONDAY])).content.decode()
    (row,) = exports.week_totals(printable(tutor)).rows

    since = "38:30 h after a correction by the agency on 12 March"
    assert f"37:30 h signed; {since} 2026" in text
    assert "37:30, signed on paper on 6 March 2026; 38:30 after a correction" in found
    assert "37:30, with corrections by the agency 38:30" in found
    assert f"37:30 h signed; {since}" in own
    assert row[5:] == [
        2310, 38.5, "signed", "Marco", date(2026, 3, 6), "on paper", 2250, 37.5, "yes",
    ]  # fmt: skip
    assert "signed on paper" in [line.after for line in history.lines(week)]


def test_verify_code_of_a_blank_chart_says_that_it_was_blank(client):
    (chart,) = printed(PlacementFactory(full_time=True, **SHORT))

    _response, text = check(client, chart.row.code)

    assert "Printed blank on" in text
