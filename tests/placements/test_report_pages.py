"""Weekly reports on the desk, on the school's pages, in files and mails; and what never gets there."""

import io
import re
import zipfile
from datetime import timedelta

import page
import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from imyportal import mail
from imyportal import today as board
from imyportal.models import OutgoingMail
from placements.enums import ContactKind, ContactWith, WeekStatus
from placements.models import CheckIn, Contact, HourWeek, ReportMessage, WeeklyReport
from placements.reports import asking, drafting, releasing
from tests import cast as casting
from tests.attack.poison import _is_text
from tests.attack.shooting import models as our_models
from tests.factories import MONDAY, UserFactory

from .reporting import FRIDAY, absent, draft_of, group_at_work, released

pytestmark = pytest.mark.django_db
CANARY = "Migraine-canary"
# Who and where: a report names them. What a tutor types for the school is theirs to write.
NAMED = {
    "trainees.Trainee.first_name",
    "trainees.Trainee.last_name",
    "trainees.Group.name",
    "trainees.SendingOrganisation.name",
    "placements.HostCompany.name",
    "placements.WeeklyReport.in_short",
    "accounts.User.first_name",
    "accounts.User.last_name",
    "accounts.User.phone",
    "accounts.User.email",
}


@pytest.fixture
def cast(today):
    today(casting.TODAY)
    return casting.gather()


def plant():
    """The canary in every other text of every row that can still be changed; how many texts hold it."""
    planted = 0
    for model in our_models():
        for field in model._meta.concrete_fields:
            if _is_text(field) and f"{model._meta.label}.{field.name}" not in NAMED:
                for row in model._default_manager.all():
                    text = CANARY[: field.max_length]
                    try:
                        with transaction.atomic():
                            model._default_manager.filter(pk=row.pk).update(**{field.name: text})
                    except DatabaseError:
                        continue
                    planted += 1
    return planted


def everything(report, browser):
    """All that a school gets of a report, as text by its name."""
    at = [report.group.public_id, report.monday]
    found = {"page": browser.get(reverse("sending:report", args=at)).content.decode()}
    pdf, csv, xlsx = (
        b"".join(browser.get(reverse(f"sending:report_{form}", args=at)).streaming_content)
        for form in ("pdf", "csv", "xlsx")
    )
    found["pdf"] = " ".join(each.extract_text() for each in PdfReader(io.BytesIO(pdf)).pages)
    found["csv"] = csv.decode()
    with zipfile.ZipFile(io.BytesIO(xlsx)) as book:
        found["xlsx"] = " ".join(book.read(name).decode() for name in book.namelist())
    message = mail.render(OutgoingMail.objects.get(template="placements/report"))
    found["mail"] = f"{message.subject} {message.body} {message.alternatives[0].content}"
    trainee = report.content["trainees"][0]["id"]
    path = reverse("sending:trainee", args=[report.group.public_id, trainee])
    section = browser.get(path).content.decode().split('id="weeks"')[1].split("</section>")[0]
    return found | {"course": section}


def test_nothing_anybody_wrote_and_no_reason_gets_into_a_report(cast, client_for):
    one = cast.one
    Contact.objects.create(
        trainee=one.trainee, kind=ContactKind.CALL, with_whom=ContactWith.TRAINEE, by=one.tutor,
        at=casting.NOW - timedelta(days=7), text=CANARY, is_shared=True, school_text=CANARY,
    )  # fmt: skip
    CheckIn.objects.update(mood=1, work=1, people=1, home=1, learning=1)
    assert plant() > 60
    drafting.refresh_now(one.report_draft)
    draft = WeeklyReport.objects.get(pk=one.report_draft.pk)
    draft.lines.update(is_shown=True)
    report = releasing.release(draft, by=one.tutor, revision=draft.revision)

    found = everything(report, client_for(one.sending.user))

    kinds = set(report.lines.values_list("kind", flat=True))
    assert {"week", "absence", "check_in", "contact"} <= kinds
    for name, text in found.items():
        assert CANARY not in text, name
        assert not re.search(r"\b(ill|illness|sick)\b", text, re.IGNORECASE), name
        assert "Absent" in text, name


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_pdf_is_valid(cast, client_for, profile):
    browser = client_for(cast.one.sending.user)
    path = reverse("sending:report_pdf", args=[cast.one.group.public_id, MONDAY])

    made, again = (b"".join(browser.get(path).streaming_content) for _ in range(2))

    assert made == again
    report = page.validate_pdf_bytes(made, profile=profile)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


# --- The school -------------------------------------------------------------------------------


def school_and_tutor(client_for, today, *statuses):
    """A group with a released report, and a browser of either side."""
    today(FRIDAY)
    group = group_at_work(*statuses or [WeekStatus.SIGNED])
    report = released(group, by=group.lead_tutor)
    reader = group.organisation.tutors.get().user
    return report, reader, client_for(reader), client_for(group.lead_tutor)


def test_report_is_acknowledged_once(client_for, today):
    report, reader, school, desk = school_and_tutor(client_for, today)
    at = [report.group.public_id, report.monday]

    school.post(reverse("sending:report_acknowledge", args=at))
    asking.acknowledge(report, by=UserFactory())

    assert report.acknowledgement.by == reader
    assert f"Read by {reader}" in school.get(reverse("sending:report", args=at)).content.decode()
    assert f"Read by {reader}" in desk.get(report.get_absolute_url()).content.decode()
    with pytest.raises(DatabaseError), transaction.atomic():
        type(report.acknowledgement).objects.update(by=UserFactory())


def test_question_stands_on_the_board_until_it_is_answered_by_mail(client_for, today):
    report, reader, school, desk = school_and_tutor(client_for, today)
    at = [report.group.public_id, report.monday]
    form = {"text": "Is there a bed?", "once": "7f0e7e8e-6a55-4d6c-8f40-d8a5f6d0c9b1"}

    empty = school.post(reverse("sending:report_question", args=at), {"text": ""})
    for _ in range(2):
        school.post(reverse("sending:report_question", args=at), form)
    asked = [item.text for item in board_of(report)]
    answer = reverse("admin:trainees_group_report_answer", args=[report.group.pk, report.monday])
    desk.post(answer, {"text": "Yes, until Sunday."})

    assert "Write your question." in empty.content.decode()
    assert ReportMessage.objects.filter(from_school=True).count() == 1
    assert asked == [f"Question about a report: {report.group.organisation}"]
    assert board_of(report) == []
    row = OutgoingMail.objects.get(template="placements/report_answer")
    assert (row.to, "Yes, until Sunday." in mail.render(row).body) == (reader.email, True)
    shown = school.get(reverse("sending:report", args=at)).content.decode()
    assert shown.index("Is there a bed?") < shown.index("Yes, until Sunday.")


def board_of(report):
    """What stands beside the groups on the board of the group's tutor."""
    groups = board.board(report.group.lead_tutor, now=drafting.timezone.now()).groups
    return [item for item in groups if item.done_url]


def test_reports_by_mail_can_be_ended(client_for, today):
    report, _reader, school, _desk = school_and_tutor(client_for, today)

    school.post(reverse("sending:reports_by_mail"), {"wanted": "0"})

    assert releasing.readers(report) == []
    assert "Send me the weekly reports" in school.get(reverse("sending:groups")).content.decode()


def test_older_version_says_that_it_was_replaced(client_for, today):
    report, _reader, school, _desk = school_and_tutor(client_for, today)
    releasing.correct(report)
    newer = released(report.group)
    path = reverse("sending:report", args=[report.group.public_id, report.monday])

    now, before = (school.get(f"{path}{query}").content.decode() for query in ("", "?version=1"))

    assert newer.version == 2
    assert "It replaces what you had before" in now
    assert "It was replaced by a later one" in before
    assert school.get(f"{path}?version=3").status_code == 404


# --- The desk ---------------------------------------------------------------------------------


def test_desk_releases_what_is_ticked_and_typed(client_for, today):
    today(FRIDAY)
    group = group_at_work(WeekStatus.SIGNED, WeekStatus.OPEN)
    report = draft_of(group)
    desk = client_for(group.lead_tutor)
    keys = list(report.lines.values_list("pk", flat=True))
    hidden = report.lines.filter(kind="week").first()
    form = {
        "in_short": "All went well.", "offered": "0" * 16, "revision": report.revision,
        "seen": keys, "show": [key for key in keys if key != hidden.pk],
    }  # fmt: skip

    desk.post(report.get_absolute_url(), form | {"do": "save"})
    kept = WeeklyReport.objects.get()
    desk.post(report.get_absolute_url(), form | {"do": "release"})

    assert (kept.is_released, kept.in_short) == (False, "All went well.")
    content = WeeklyReport.objects.get().content
    assert content["in_short"] == "All went well."
    assert sum(len(each["lines"]) for each in content["trainees"]) == len(keys) - 1
    assert "Released" in desk.get(report.get_absolute_url()).content.decode()


def test_refresh_and_preview_keep_what_was_typed_and_unticked(client_for, today):
    today(FRIDAY)
    group = group_at_work(WeekStatus.OPEN)
    absent(HourWeek.objects.get(), 0)
    report = draft_of(group)
    desk = client_for(group.lead_tutor)
    form = {"in_short": "My own words.", "offered": "", "revision": report.revision,
            "seen": list(report.lines.values_list("pk", flat=True)), "show": []}  # fmt: skip

    page = desk.post(report.get_absolute_url(), form | {"do": "refresh"}, follow=True)
    preview = desk.post(report.get_absolute_url(), form | {"do": "preview"}, follow=True)
    long = desk.post(
        report.get_absolute_url(), form | {"in_short": "x" * 2001, "show": form["seen"]}
    )

    assert "My own words." in page.content.decode()
    assert not report.lines.filter(is_shown=True).exists()
    assert "My own words." in preview.content.decode()
    assert ">None<" not in preview.content.decode()
    assert long.content.decode().count(" checked") == len(form["seen"])


def test_release_looks_at_the_sources_once_more(client_for, today):
    today(FRIDAY)
    group = group_at_work(WeekStatus.OPEN)
    report = draft_of(group)
    absent(HourWeek.objects.get(), 0)
    form = {"revision": report.revision, "do": "release"}

    page = client_for(group.lead_tutor).post(report.get_absolute_url(), form, follow=True)

    assert not WeeklyReport.objects.released().exists()
    assert "2 lines are new or have changed since you looked" in page.content.decode()


def test_report_asked_for_on_monday_is_late_on_the_board_afterwards(today):
    today(FRIDAY)
    report = draft_of(group_at_work(WeekStatus.OPEN))

    states = []
    for moment in ("2026-03-09 09:59", "2026-03-09 10:00"):
        today(moment)
        (item,) = board_of(report)
        states.append((item.text, item.is_late))

    text = f"Report to release: {report.group}"
    assert states == [(text, False), (text, True)]


def test_tutor_of_one_trainee_may_not_read_about_the_whole_group(client_for, today):
    today(FRIDAY)
    group = group_at_work(WeekStatus.OPEN)
    report = draft_of(group)
    colleague = UserFactory(tutor=True)
    group.trainees.update(tutor=colleague)

    assert client_for(colleague).get(report.get_absolute_url()).status_code == 403
    assert not WeeklyReport.objects.visible_to(colleague).exists()


@pytest.mark.parametrize("place", ["desk", "report", "trainee"])
def test_pages_ask_the_same_for_one_and_for_three(client_for, today, place):
    counts = []
    for statuses in ([WeekStatus.SIGNED], [WeekStatus.SIGNED] * 3):
        report, _reader, school, desk = school_and_tutor(client_for, today, *statuses)
        group = report.group.public_id
        browser, path = {
            "desk": (desk, report.get_absolute_url()),
            "report": (school, reverse("sending:report", args=[group, report.monday])),
            "trainee": (
                school,
                reverse("sending:trainee", args=[group, report.content["trainees"][0]["id"]]),
            ),
        }[place]
        if place == "desk":
            releasing.correct(report)
        browser.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(path).status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1]
