"""From what to what: kept with each change of hours, evaluations and certificates, and shown."""

from datetime import time

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts import links
from accounts.enums import Purpose
from assessment import certificates
from assessment.models import Certificate
from imyportal import history
from imyportal.models import Change
from placements import hours, signing
from placements.entries import DayEntry
from placements.enums import DayKind, SignedHow, WeekStatus
from placements.models import HourWeek
from tests.assessment import observing
from tests.assessment.ready import ready_placement
from tests.factories import MONDAY, PlacementFactory, UserFactory, filled_week

pytestmark = pytest.mark.django_db

LONG = DayEntry(DayKind.WORKED, time(8), time(17), 60)
SHORT = DayEntry(DayKind.WORKED, time(8), time(12))


@pytest.fixture
def friday(today):
    today("2026-03-06")


def told(row):
    """(who, what, before, after), the oldest first."""
    return [
        (line.by.split(",")[0], line.part, line.before, line.after)
        for line in reversed(history.lines(row))
    ]


def test_days_of_a_week_are_told_from_what_to_what(friday):
    placement = PlacementFactory()
    by = placement.trainee.user
    hours.save_day(placement, MONDAY, LONG, by=by)
    hours.save_day(placement, MONDAY, SHORT, by=by)
    hours.save_day(placement, MONDAY, SHORT, by=by)
    hours.save_day(placement, MONDAY, DayEntry(DayKind.ILL, note="Fever"), by=by)
    hours.clear_day(placement, MONDAY, by=by)

    lines = told(HourWeek.objects.get())

    day, who = "Monday 2 March", str(by)
    assert lines == [
        (who, day, "nothing", "08:00–17:00, 8:00 h"),
        (who, day, "08:00–17:00, 8:00 h", "08:00–12:00, 4:00 h"),
        (who, f"{day}, note", "nothing", "changed"),
        (who, day, "08:00–12:00, 4:00 h", "ill"),
        (who, f"{day}, note", "nothing", "changed"),
        (who, day, "ill", "nothing"),
    ]
    assert "Fever" not in str(list(Change.objects.values()))


def test_states_of_a_week_and_its_corrections_are_told_with_who_did_it(friday):
    week = filled_week()
    by, tutor = week.placement.trainee.user, UserFactory(tutor=True)
    link = links.for_holder(Purpose.COMPANY, week.placement.company_tutor)
    hours.declare_week(week.placement, MONDAY, by=by, version=week.version)
    version = HourWeek.objects.get().version
    signing.return_week(week, by_name="Marco", reason="No.", version=version, link=link)
    version = HourWeek.objects.get().version
    hours.declare_week(week.placement, MONDAY, by=by, version=version)
    version = HourWeek.objects.get().version
    how = {"how": SignedHow.LINK, "button": "Firma", "version": version}
    signing.sign_week(week, name="Marco", role="Tutor", link=link, **how)
    signing.correct(week, MONDAY, SHORT, by=tutor, reason="Went home.")

    lines = told(week)

    company = str(week.placement.company_tutor)
    assert lines == [
        (str(by), "State", "not sent", "with company"),
        (company, "State", "with company", "sent back"),
        (str(by), "State", "sent back", "with company"),
        (company, "State", "with company", "signed"),
        (str(tutor), "Monday 2 March", "08:30–17:30, 7:30 h", "08:00–12:00, 4:00 h"),
    ]


def test_evaluation_tells_only_the_scores_that_changed():
    placement = PlacementFactory()
    first, *others = observing.standard_set().objectives
    scores = {first: 40} | dict.fromkeys(others, 60)
    evaluation = observing.give_agency(placement, scores=scores)
    tutor = UserFactory(tutor=True)
    observing.give_agency(placement, scores=scores | {first: None}, comment="Fine", by=tutor)

    lines = told(evaluation)

    given = {(part, after) for _, part, before, after in lines if before == "nothing"}
    assert {(each.name, "60 of 100") for each in others} | {(first.name, "40 of 100")} < given
    assert [line for line in lines if line[0] == str(tutor)] == [
        (str(tutor), first.name, "40 of 100", "not observed"),
        (str(tutor), "Comment", "nothing", "changed"),
    ]


def test_certificate_tells_its_states():
    tutor = UserFactory(tutor=True)
    certificates.request([ready_placement()], by=tutor)
    certificates.render_due()
    certificates.withdraw(Certificate.objects.get(), by=tutor, reason="Wrong name.")

    assert told(Certificate.objects.get()) == [
        (str(tutor), "State", "nothing", "in work"),
        ("the portal itself", "State", "in work", "valid"),
        (str(tutor), "State", "valid", "withdrawn"),
    ]


def test_history_page_of_a_week_shows_it_to_who_sees_the_week(friday, client_for):
    week = filled_week()
    hours.save_day(week.placement, MONDAY, SHORT, by=week.placement.trainee.user)
    path = reverse("admin:placements_hourweek_history", args=[week.pk])

    page = client_for(week.placement.trainee.group.lead_tutor).get(path).content.decode()

    assert "08:30–17:30, 7:30 h</td><td>08:00–12:00, 4:00 h" in page
    assert client_for(UserFactory(tutor=True)).get(path).status_code == 404


@pytest.mark.parametrize("statement", ["UPDATE {} SET actor = 'x'", "DELETE FROM {}"])
def test_change_that_was_kept_cannot_be_changed(statement):
    hours.take_back(filled_week(WeekStatus.DECLARED), by=UserFactory())

    with pytest.raises(IntegrityError, match="kept"), transaction.atomic():
        connection.cursor().execute(statement.format("imyportal_change"))
