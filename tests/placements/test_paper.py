"""placements/paper.py: weeks that were signed by hand, everywhere they are told of."""

import threading
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from accounts import links
from accounts.enums import Purpose
from assessment import certificate_pdf, confirming, readiness
from assessment.freezing import Grounds, Stamp, freeze
from imyportal import mail, work
from imyportal.enums import Action
from imyportal.models import AuditEvent, OutgoingMail, StoredFile
from placements import chart_pdf, paper, printing, sheets, signing
from placements.enums import SignedHow, WeekStatus
from placements.models import HourWeek, SignatureScan, WeekSignature, WorkDay
from placements.views.papers import printable
from tests.assessment.observing import sign_off
from tests.conftest import Browser
from tests.factories import (
    MONDAY,
    HourWeekFactory,
    SendingTutorFactory,
    UserFactory,
    WorkDayFactory,
    filled_week,
)
from tests.placements.test_printing import text_of
from tests.uploaded import pdf

NOW = "2026-03-20T10:00:00+01:00"
FRIDAY = MONDAY + timedelta(days=4)
SHORT = {"ends_on": MONDAY + timedelta(days=11)}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def now(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def week():
    return filled_week(**SHORT)


def sheet_of_paper():
    return SimpleUploadedFile("firmato.pdf", pdf(), "application/pdf")


def mark(*weeks, **changes):
    placement = weeks[0].placement
    for each in weeks:
        each.refresh_from_db()
    fields = {
        "name": "Marco Bartolini",
        "signed_on": FRIDAY + timedelta(days=7),
        "file": sheet_of_paper(),
        "by": placement.trainee.responsible,
        "button": "Mark",
    }
    shown = {each.monday: each.version for each in weeks}
    return paper.mark_signed(placement, shown, **(fields | changes))


def all_errors(error):
    found = getattr(error, "error_dict", None)
    return [each for errors in found.values() for each in errors] if found else error.error_list


def second_week(week):
    found = HourWeekFactory(placement=week.placement, monday=MONDAY + timedelta(weeks=1))
    for n in range(5):
        WorkDayFactory(week=found, date=found.monday + timedelta(days=n))
    return found


def test_mark_signed_signs_several_weeks_with_one_scan_and_one_mail_each(week):
    HourWeek.objects.filter(pk=week.pk).update(status=WeekStatus.RETURNED, version=4,
        returned_at="2026-03-09T10:00Z", return_reason="Friday")  # fmt: skip
    other = second_week(week)

    first, second = mark(week, other)

    assert (first.how, first.scan, first.day) == (SignedHow.PAPER, second.scan, date(2026, 3, 13))
    assert StoredFile.objects.count() == 1
    assert set(HourWeek.objects.values_list("status", "declared_by")) == {
        ("signed", week.placement.trainee.responsible.pk)
    }
    told = OutgoingMail.objects.filter(template="placements/weeks_on_paper")
    assert sorted(told.values_list("to", flat=True)) == sorted(
        [week.placement.trainee.email, week.placement.company_tutor.email]
    )
    texts = [mail.render(row) for row in told]
    assert all("75:00" in text.body for text in texts)
    name = week.placement.trainee.name
    assert [name in text.body for text in texts] == [row.details["to_company"] for row in told]
    assert not OutgoingMail.objects.filter(template="placements/week_sent").exists()
    assert AuditEvent.objects.filter(action=Action.WEEK_MARKED).count() == 2


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda week: WorkDay.objects.filter(week=week, date=FRIDAY).delete(), "missing"),
        (lambda week: {"signed_on": FRIDAY - timedelta(days=1)}, "early"),
        (lambda week: {"signed_on": date(2026, 3, 21)}, "future"),
        (lambda week: {"file": SimpleUploadedFile("a.pdf", b"<html>")}, "kind"),
    ],
)
def test_mark_signed_what_cannot_be_is_refused_and_nothing_stays(week, change, code):
    changes = change(week)

    with pytest.raises(ValidationError) as error, transaction.atomic():
        mark(week, **(changes if isinstance(changes, dict) else {}))

    week.refresh_from_db()
    assert code in {each.code for each in all_errors(error.value)}
    assert (week.status, StoredFile.objects.count()) == (WeekStatus.OPEN, 0)


def test_mark_signed_hours_changed_meanwhile_is_refused(week):
    placement, shown = week.placement, {week.monday: 7}

    with pytest.raises(ValidationError) as error:
        paper.mark_signed(
            placement, shown, name="M", signed_on=FRIDAY, file=sheet_of_paper(),
            by=placement.trainee.responsible, button="Mark",
        )  # fmt: skip

    assert error.value.code == "changed"


@pytest.mark.parametrize(
    "lie",
    [
        {"how": SignedHow.PAPER},
        {"how": SignedHow.LINK, "signed_on": FRIDAY},
    ],
)
def test_signature_that_lies_about_paper_is_refused_by_the_database(week, lie):
    with pytest.raises(IntegrityError), transaction.atomic():
        WeekSignature.objects.create(
            week=week, name="M", role="T", button="B", minutes=1, version=1, digest="0", **lie
        )


def test_add_scan_keeps_both_and_neither_ever_goes(week):
    (signature,) = mark(week)

    more = paper.add_scan(signature, file=sheet_of_paper(), reason="Too dark", by=signature.user)

    assert paper.scans(signature) == [signature.scan, more.file]
    for rows in (SignatureScan.objects.all(), WeekSignature.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()
    with pytest.raises(ValidationError):
        paper.add_scan(signature, file=sheet_of_paper(), reason=" ", by=signature.user)


def test_signed_on_paper_is_said_on_every_page_and_paper(week, client):
    placement = week.placement
    (signature,) = mark(week)
    marked_by = f"{signature.user} (IMY)"
    trainee, company, desk = Browser(), Browser(), Browser()
    trainee.force_login(placement.trainee.user)
    company.come_in(links.create(Purpose.COMPANY, placement.company_tutor))
    desk.force_login(signature.user)

    texts = {
        "trainee": trainee.get(reverse("placements:week", args=[MONDAY])),
        "home": trainee.get(reverse("placements:home")),
        "company": company.get(
            reverse("company:thanks", args=[placement.public_id, "2026-W10"]),
            headers={"accept-language": "en"},
        ),
        "list": desk.get(reverse("admin:placements_hourweek_changelist") + "?signature__how__exact=paper"),
        "form": desk.get(reverse("admin:placements_hourweek_change", args=[week.pk])),
        "chart": desk.get(reverse("admin:placements_placement_chart", args=[placement.pk])),
    }  # fmt: skip
    said = {name: response.content.decode() for name, response in texts.items()}
    charts = printing.charts(
        printable(signature.user).filter(pk=placement.pk), by=signature.user, today=FRIDAY
    )
    said["print"] = text_of(chart_pdf.render(charts, language="en"))

    assert "On paper, dated Friday 13 March" in said["trainee"]
    assert marked_by in said["trainee"]
    assert "by Marco Bartolini on paper" in said["home"]
    assert reverse("company:scan", args=[placement.public_id, "2026-W10", 1]) in said["company"]
    assert "signed on paper" in said["list"]
    assert "2026-03-13" in said["form"]
    assert "on 13 March, on paper" in said["chart"]
    assert "on 13 March 2026 on paper; scan kept by" in said["print"]
    assert signing.open_weeks(links.for_holder(Purpose.COMPANY, placement.company_tutor)) == []
    assert sheets.signed_minutes(placement) == 5 * 450


def test_certificate_says_that_hours_were_signed_on_paper(week):
    (signature,) = mark(week)
    placement = week.placement
    sign_off(placement, reason="Not observed.")
    facts = readiness.gather([placement])[placement.pk]
    (confirmed,) = confirming.state([facts]).values()

    content = freeze(
        Grounds(facts, confirmed, []),
        Stamp("IMY-2026-0001", "7Q4X92KDM3ABC", signature.user, signature.signed_at),
    )
    page = certificate_pdf.page(content)

    assert page["signatures"][0]["when"] == "Hours of week 1 signed on paper, 13 March 2026"
    assert page["weeks"][0]["signed_on"] == "13 Mar, on paper"


def test_scan_opens_for_trainee_agency_and_company_only_and_is_noted(week):
    (signature,) = mark(week)
    placement = week.placement
    url = reverse("placements:scan", args=[placement.public_id, MONDAY, 1])
    people = [
        placement.trainee.user,
        signature.user,
        SendingTutorFactory(organisation=placement.trainee.group.organisation).user,
        UserFactory(tutor=True),
    ]
    answers = []
    for user in people:
        browser = Browser()
        browser.force_login(user)
        answers.append(browser.get(url).status_code)
    company = Browser()
    company.come_in(links.create(Purpose.COMPANY, placement.company_tutor))
    answers.append(
        company.get(reverse("company:scan", args=[placement.public_id, "2026-W10", 1])).status_code
    )

    assert answers == [200, 200, 403, 404, 200]
    assert AuditEvent.objects.filter(action=Action.FILE_DOWNLOADED).count() == 3


# --- The desk ---------------------------------------------------------------------------------


@pytest.fixture
def desk(week):
    browser = Browser()
    browser.force_login(week.placement.trainee.responsible)
    return browser


def test_paper_page_marks_the_ticked_weeks(week, desk):
    second_week(week)
    address = reverse("admin:placements_placement_paper", args=[week.placement.pk])
    query = f"{address}?week=2026-W10&week=2026-W11"
    page = desk.get(query)
    form = page.context["form"]

    answer = desk.post(
        query,
        {
            "shown": form["shown"].value(),
            "once": form["once"].value(),
            "name": form["name"].value(),
            "signed_on": "2026-03-13",
            "file": sheet_of_paper(),
        },
    )

    assert "Mark 2 weeks as signed by hand, 75:00 h" in page.content.decode()
    assert answer.status_code == 302
    assert set(WeekSignature.objects.values_list("button", "name")) == {
        ("Mark 2 weeks as signed by hand, 75:00 h", week.placement.company_tutor.name)
    }


def test_paper_page_with_an_error_keeps_what_was_typed_and_asks_for_the_file(week, desk):
    address = reverse("admin:placements_placement_paper", args=[week.placement.pk])
    shown = f"{week.monday}:{week.version}"
    data = {"shown": shown, "name": "Anna Rossi", "signed_on": "2026-03-03"}

    answer = desk.post(f"{address}?week=2026-W10", data | {"file": sheet_of_paper()})

    text = answer.content.decode()
    assert "nobody can have signed them before" in text
    assert 'value="Anna Rossi"' in text
    assert "Choose the file again" in text


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("faster", ["link", "paper"])
def test_mark_signed_while_the_company_signs_leaves_one_signature(faster):
    week = filled_week(WeekStatus.DECLARED, **SHORT)
    held, go_on, outcomes = threading.Event(), threading.Event(), {}

    def stand():
        if threading.current_thread().name == faster:
            held.set()
            go_on.wait(10)

    def sign():
        return signing.sign_week(
            week, name="Marco", role="Tutor", how=SignedHow.LINK, button="Firma",
            version=week.version,
        )  # fmt: skip

    def run(name, act):
        try:
            outcomes[name] = act()
        except ValidationError as error:
            outcomes[name] = error.code
        finally:
            connection.close()

    work.set_hook("signing.week_locked" if faster == "link" else "paper.week_locked", stand)
    acts = {"link": sign, "paper": lambda: mark(HourWeek.objects.get(pk=week.pk))[0]}
    slower = "paper" if faster == "link" else "link"
    try:
        threads = [
            threading.Thread(target=run, args=(name, acts[name]), name=name)
            for name in (faster, slower)
        ]
        threads[0].start()
        assert held.wait(20)
        threads[1].start()
        threads[1].join(0.3)
        go_on.set()
        for thread in threads:
            thread.join(20)
    finally:
        work.set_hook("signing.week_locked" if faster == "link" else "paper.week_locked", None)

    signature = WeekSignature.objects.get()
    assert signature.how == faster
    assert outcomes[slower] == ("signed" if faster == "link" else signature)
