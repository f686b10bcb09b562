"""The sending tutor's pages: their groups, hours and certificates, and no word more."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from assessment.models import Certificate
from imyportal import codes, sending
from placements.enums import PlacementStatus, WeekStatus
from placements.models import HourWeek, WorkDay
from tests.cast import TODAY
from tests.factories import (
    MONDAY,
    GroupFactory,
    PlacementFactory,
    SendingTutorFactory,
    TraineeFactory,
    UserFactory,
    WorkDayFactory,
    filled_week,
)
from trainees.models import Group

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(today):
    today(TODAY)
    return GroupFactory(name="Lindenhof, Mechatronics")


@pytest.fixture
def petra(group):
    return SendingTutorFactory(organisation=group.organisation).user


@pytest.fixture
def page(group, petra, client_for):
    """`page()`: what the sending tutor reads about the group."""
    browser = client_for(petra)
    path = reverse("sending:group", args=[group.public_id])

    def read():
        return browser.get(path).content.decode()

    return read


def with_hours(group, status=WeekStatus.SIGNED, **trainee):
    """A trainee of the group with one week of 37:30 h."""
    return filled_week(status, trainee=TraineeFactory(group=group, **trainee)).placement


def certificate(placement, number="IMY-2026-0001", *, made=True, withdrawn=False):
    now = timezone.now()
    row = Certificate(
        placement=placement,
        number=number,
        code=codes.new(),
        language="en",
        content={},
        content_digest="0" * 64,
        issued_on=now.date(),
        requested_by=UserFactory(tutor=True),
    )
    if made:
        row.rendered_at, row.pdf_digest = now, "0" * 64
        row.pdf.save("one.pdf", ContentFile(b"%PDF-1.7"), save=False)
    if withdrawn:
        row.withdrawn_at, row.withdraw_reason = now, "Wrong dates"
    row.save()
    return row


def lines(group, petra):
    return sending.trainees(group, petra, timezone.localdate())


# --- Who comes in -----------------------------------------------------------------------------


def test_pages_of_another_school_do_not_exist(group, client_for):
    stranger = client_for(SendingTutorFactory().user)

    page = stranger.get(reverse("sending:group", args=[group.public_id]))
    listed = stranger.get(reverse("sending:groups")).content.decode()

    assert page.status_code == 404
    assert group.name not in listed


@pytest.mark.parametrize("who", ["trainee", "agency tutor"])
def test_pages_exist_for_sending_tutors_only(group, client_for, who):
    user = TraineeFactory(group=group).user if who == "trainee" else group.lead_tutor
    browser = client_for(user)

    for path in (reverse("sending:groups"), reverse("sending:group", args=[group.public_id])):
        assert browser.get(path).status_code == 404


def test_pages_of_a_tutor_who_left_the_school_are_closed(group, petra, client_for):
    browser = client_for(petra)
    petra.is_active = False
    petra.save()

    assert browser.get(reverse("sending:groups")).status_code == 302


def test_groups_of_a_school_without_any_says_what_will_be_here(client_for):
    browser = client_for(SendingTutorFactory().user)

    assert "before they travel" in browser.get(reverse("sending:groups")).content.decode()


# --- Groups -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arrives", "day", "words"),
    [
        ("2026-02-28", "2026-02-27", "Not here yet"),
        ("2026-02-28", "2026-02-28", "Week 1 of 8"),  # a Saturday
        ("2026-02-28", "2026-03-08", "Week 1 of 8"),
        ("2026-02-28", "2026-03-09", "Week 2 of 8"),
        ("2026-03-04", "2026-03-09", "Week 2 of 8"),  # arrived on a Wednesday
        ("2026-02-28", "2026-04-25", "Week 8 of 8"),
        ("2026-02-28", "2026-04-26", "Finished"),
    ],
)
def test_when_counts_weeks_as_the_hour_chart_does(arrives, day, words):
    group = Group(arrives_on=date.fromisoformat(arrives), leaves_on=date(2026, 4, 25))

    assert sending.when(group, date.fromisoformat(day)) == words


def test_when_a_weekend_only_is_one_week():
    group = Group(arrives_on=date(2026, 3, 7), leaves_on=date(2026, 3, 8))

    assert sending.when(group, date(2026, 3, 7)) == "Week 1 of 1"


# --- One group --------------------------------------------------------------------------------


def test_trainee_who_changed_company_has_a_line_for_each(group, petra):
    first = with_hours(group)
    first.status, first.ends_on = PlacementStatus.INTERRUPTED, MONDAY + timedelta(days=6)
    first.save()
    second = PlacementFactory(trainee=first.trainee, starts_on=MONDAY + timedelta(weeks=1))

    found = lines(group, petra)

    assert [(line.company, line.period, line.signed) for line in found] == [
        (first.company.name, "2–8 March", "37:30"),
        (second.company.name, "9 March–24 April", "0:00"),
    ]


def test_trainee_without_placement_says_so(group, petra):
    TraineeFactory(group=group)

    [line] = lines(group, petra)

    assert (line.company, line.signed) == ("No placement yet", "0:00")


@pytest.mark.parametrize("status", [PlacementStatus.PROPOSED, PlacementStatus.CANCELLED])
def test_placement_that_is_not_agreed_is_not_shown(group, petra, page, status):
    PlacementFactory(
        trainee=TraineeFactory(group=group),
        status=status,
        cancelled_at=timezone.now() if status == PlacementStatus.CANCELLED else None,
        company_tutor__company__name="Kestrel S.r.l.",
    )

    assert lines(group, petra)[0].company == "No placement yet"
    assert "Kestrel" not in page()


@pytest.mark.parametrize(
    ("status", "signed", "weeks_signed", "weeks_sent"),
    [
        (WeekStatus.OPEN, "0:00", 0, 0),
        (WeekStatus.DECLARED, "0:00", 0, 1),
        (WeekStatus.SIGNED, "37:30", 1, 0),
    ],
)
def test_hours_count_once_they_are_signed(group, petra, status, signed, weeks_signed, weeks_sent):
    with_hours(group, status)

    [line] = lines(group, petra)

    assert (line.signed, line.weeks_signed, line.weeks_sent) == (signed, weeks_signed, weeks_sent)


def test_hours_include_what_was_corrected_later(group, petra):
    placement = with_hours(group)
    placement.weeks.get().corrections.create(
        date=MONDAY, old={}, new={"kind": "off"}, minutes_more=-90, reason="Left early",
        by=group.lead_tutor,
    )  # fmt: skip

    assert lines(group, petra)[0].signed == "36:00"


def test_page_tells_no_reason_of_an_absence_and_no_note(group, petra, page):
    placement = with_hours(group, WeekStatus.OPEN)
    week = placement.weeks.get()
    WorkDay.objects.filter(week=week, date=MONDAY).update(
        kind="ill", starts_at=None, ends_at=None, minutes=0, break_minutes=0, note="Migraine"
    )
    WorkDayFactory(week=week, date=MONDAY + timedelta(days=5), note="Argument with Marco")
    HourWeek.objects.update(status=WeekStatus.SIGNED, declared_at=timezone.now())

    text = page()

    assert "37:30" in text
    for word in (
        "Migraine",
        "Argument",
        "ill<",
        "absent",
        "Absent",
        "birth",
        placement.trainee.email,
    ):
        assert word not in text


def test_certificate_that_is_made_can_be_opened(group, petra, page, client_for):
    made = certificate(with_hours(group))

    assert f'href="{made.get_absolute_url()}"' in page()
    file = client_for(petra).get(made.get_absolute_url())
    assert b"".join(file.streaming_content) == b"%PDF-1.7"


@pytest.mark.parametrize("state", [{"made": False}, {"withdrawn": True}])
def test_certificate_in_work_or_withdrawn_is_not_offered(group, page, state):
    made = certificate(with_hours(group), **state)

    text = page()

    assert made.number not in text
    assert made.get_absolute_url() not in text
    assert ("Withdrawn on" if made.withdrawn_at else "Not yet") in text


def test_certificate_withdrawn_is_told_with_day_and_reason(group, page):
    made = certificate(with_hours(group), withdrawn=True)

    text = page()

    day = date_format(timezone.localdate(made.withdrawn_at), "j F")
    assert f"Withdrawn on {day}" in text
    assert "Wrong dates" in text


def test_certificate_withdrawn_with_a_new_one_is_told_no_more(group, page):
    placement = with_hours(group)
    certificate(placement, withdrawn=True)
    new = certificate(placement, "IMY-2026-0002")

    text = page()

    assert new.number in text
    assert "Withdrawn on" not in text


def test_pages_ask_the_database_as_often_for_three_as_for_one(group, petra, client_for):
    browser, counts = client_for(petra), []
    for extra in (1, 2):
        for _ in range(extra):
            certificate(with_hours(group), f"IMY-2026-{Certificate.objects.count() + 1:04}")
            GroupFactory(organisation=group.organisation)
        for path in (reverse("sending:groups"), reverse("sending:group", args=[group.public_id])):
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(path).status_code == 200
            counts.append(len(asked))

    assert counts[:2] == counts[2:]
    assert max(counts) <= 16
