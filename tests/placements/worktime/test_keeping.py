"""Findings follow the hours, and pages show them."""

from datetime import time, timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from placements import hours, signing
from placements.entries import DayEntry
from placements.enums import DayKind, SignedHow, WeekStatus
from placements.models import (
    AgreedDay,
    HourWeek,
    WorkingTimeException,
    WorkingTimeFinding,
    WorkingTimeLimit,
    WorkingTimeRecheck,
    WorkingTimeRules,
)
from placements.worktime import keeping, showing
from tests.factories import MONDAY, GroupFactory, PlacementFactory, TraineeFactory, UserFactory
from tests.lists import HEADER, as_csv
from tests.placements.worktime.minors import (
    ART,
    MINOR,
    SUNDAY,
    TOO_LONG,
    agree,
    posted,
    stored,
    work,
)
from trainees.importing import bring_in
from trainees.models import Trainee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_weeks")]


# --- Findings follow the hours ----------------------------------------------------------------


def test_save_and_clear_a_day_bring_and_take_the_finding(placement):
    work(placement, MONDAY)

    assert stored() == [("day", MONDAY, 510)]

    work(placement, MONDAY, ends="18:45")
    assert stored() == [("day", MONDAY, 525)]

    hours.clear_day(placement, MONDAY, by=placement.trainee.user)
    assert stored() == []


def test_a_day_is_judged_with_the_weeks_beside_it(placement):
    work(placement, SUNDAY + timedelta(days=1), starts="06:00", ends="10:00", pause=0)

    work(placement, SUNDAY, starts="15:00", ends="19:00", pause=0)

    assert stored() == [("sunday", SUNDAY, 240), ("rest", SUNDAY + timedelta(days=1), 660)]


def test_correction_of_a_signed_day_is_judged(placement, by):
    work(placement, MONDAY)
    week = HourWeek.objects.get()
    HourWeek.objects.update(status=WeekStatus.DECLARED, declared_at=timezone.now())
    about = {"name": "Marco", "role": "Tutor", "how": SignedHow.ACCOUNT, "button": "Sign"}
    signing.sign_week(week, version=week.version, user=by, **about)

    entry = DayEntry(DayKind.WORKED, time(8, 30), time(17, 30), 90)
    signing.correct(week, MONDAY, entry, by=by, reason="Left at half past five.")

    assert stored() == []


def test_companies_of_one_person_count_together(placement):
    other = PlacementFactory(
        trainee=TraineeFactory(birth_date=MINOR, user=placement.trainee.user, group=GroupFactory())
    )
    work(placement, MONDAY, "08:00", "12:30", 0)

    work(other, MONDAY, "14:00", "17:31", 0)

    assert stored(week__placement=placement) == stored(week__placement=other)
    assert stored(week__placement=other) == [("day", MONDAY, 481)]
    [notice] = showing.of_week(placement, MONDAY)
    assert "at most 8:00 h a day, all companies together (" in notice.text


def test_recheck_after_a_change_of_the_rules_is_background_work(placement):
    work(placement, MONDAY)
    WorkingTimeLimit.objects.filter(kind="day").update(minutes=540)

    keeping.ask_for_recheck()

    assert keeping.recheck_due() == 1
    assert stored() == []
    assert keeping.recheck_due() == 0
    WorkingTimeLimit.objects.filter(kind="day").update(minutes=480)
    call_command("check_working_time", stdout=StringIO())
    assert stored() == [("day", MONDAY, 510)]


def test_recheck_goes_on_with_the_next_people(placement, monkeypatch):
    monkeypatch.setattr(keeping, "AT_ONCE", 1)
    work(placement, MONDAY)
    other = PlacementFactory(trainee__birth_date=MINOR)
    work(other, MONDAY)
    WorkingTimeFinding.objects.all().delete()

    keeping.ask_for_recheck()
    keeping.recheck_due()

    assert len(stored()) == 2
    assert set(WorkingTimeRecheck.objects.values_list("after", flat=True)) == {
        0,
        placement.trainee.pk,
        other.trainee.pk,
    }


def test_saving_costs_the_same_after_weeks(placement):
    def cost(n):
        with CaptureQueriesContext(connection) as captured:
            work(placement, MONDAY + timedelta(days=n), ends="17:30")
        return len(captured)

    work(placement, MONDAY)
    first = cost(1)
    for n in range(2, 15):
        work(placement, MONDAY + timedelta(days=n))

    assert cost(15) == first


def test_another_birth_date_means_other_limits(placement, client_for, by):
    work(placement, MONDAY)
    url, desk = placement.trainee.get_absolute_url(), client_for(by)
    data = posted(desk.get(url).context)

    response = desk.post(url, data | {"birth_date": "2000-01-01"})

    assert response.status_code == 302
    assert stored() == []


@pytest.mark.parametrize("others", [0, 1])
def test_list_with_another_birth_date_means_other_limits(placement, others):
    group, trainee = placement.trainee.group, placement.trainee
    people = [trainee, *TraineeFactory.create_batch(others, group=group)]
    for number, person in enumerate(people):
        Trainee.objects.filter(pk=person.pk).update(email=f"someone{number}@x.example")
    work(placement, MONDAY)
    rows = [
        [person.last_name, person.first_name, "01.01.2000", f"someone{number}@x.example"]
        for number, person in enumerate(people)
    ]

    bring_in(group, as_csv([HEADER, *rows]), "list.csv")
    keeping.recheck_due()

    assert stored() == []


def test_findings_of_one_limit_in_a_week_are_one_notice(placement):
    for n in (0, 1, 2, 4):
        work(placement, MONDAY + timedelta(days=n))

    notices = [each for each in showing.of_week(placement, MONDAY) if len(each.days) > 1]

    assert [each.text.partition(":")[0] for each in notices] == [
        "Monday 2 March, Tuesday 3 March, Wednesday 4 March and Friday 6 March"
    ] * len(notices)
    assert notices
    assert showing.panel(placement, MONDAY, MONDAY).days == {MONDAY}


# --- Pages ------------------------------------------------------------------------------------


def test_trainee_and_company_read_it_and_only_tutors_read_the_reason(
    placement, by, client_for, company_client
):
    work(placement, MONDAY)
    HourWeek.objects.update(status=WeekStatus.DECLARED, declared_at=placement.trainee.added_at)
    me, company = client_for(placement.trainee.user), company_client(placement.company_tutor)
    desk = client_for(by)
    pages = [
        (me, reverse("placements:week", args=[MONDAY])),
        (me, reverse("placements:day", args=[MONDAY])),
        (company, reverse("company:week", args=[placement.public_id, "2026-W10"])),
        (desk, reverse("admin:placements_hourweek_change", args=[HourWeek.objects.get().pk])),
        (desk, reverse("admin:placements_placement_worktime", args=[placement.pk])),
    ]

    before = [browser.get(url).content.decode() for browser, url in pages]
    agree(placement, by, reason="Quokkas need feeding.")
    after = [browser.get(url).content.decode() for browser, url in pages]

    assert [ART in page for page in before] == [True] * 5
    assert ["Limit not kept" in page for page in before] == [True] + [False] * 4
    assert [ART in page for page in after] == [True] * 5
    assert ["Quokkas" in page for page in after] == [False, False, False, True, True]


def test_board_tells_of_past_weeks_until_it_is_agreed(placement, by, client_for):
    work(placement, MONDAY)
    desk = client_for(by)

    before = desk.get("/admin/").content.decode()
    agree(placement, by)
    after = desk.get("/admin/").content.decode()

    assert (ART in before, ART in after) == (True, False)


def test_board_waits_until_the_running_week_is_sent(placement, by, today):
    today("2026-03-03")
    work(placement, MONDAY)

    assert list(showing.signals(by, timezone.now())) == []
    HourWeek.objects.update(status=WeekStatus.DECLARED, declared_at=timezone.now())
    assert [each.text for each in showing.signals(by, timezone.now())] == [TOO_LONG]


def test_exception_is_agreed_and_taken_back_on_its_page(placement, by, client_for):
    work(placement, MONDAY)
    desk, url = client_for(by), reverse("admin:placements_placement_worktime", args=[placement.pk])

    data = {"agree": "1", "kind": "day", "first": MONDAY, "last": SUNDAY, "reason": "A fair."}
    wrong = desk.post(url, data | {"last": MONDAY - timedelta(days=1)})
    assert wrong.context["sent"].errors == {"last": ["The last day is before the first day."]}
    desk.post(url, data)
    row = WorkingTimeException.objects.get()
    desk.post(url, {"withdraw": row.pk})

    row.refresh_from_db()
    assert row.withdrawn_by == by
    assert desk.post(url, {"withdraw": "x"}).status_code == 404


def test_one_tap_at_home_says_what_is_not_kept(placement, client_for, today):
    today("2026-03-02")
    AgreedDay.objects.filter(placement=placement).update(ends_at=time(18, 30))

    response = client_for(placement.trainee.user).post(
        reverse("placements:day_as_agreed", args=[MONDAY]), {"back": "home"}, follow=True
    )

    assert TOO_LONG in [str(message) for message in response.context["messages"]]


def test_coordinators_edit_the_rules_and_hours_are_judged_anew(client_for):

    boss = UserFactory(tutor=True)
    boss.groups.add(Group.objects.get(name="Coordinators"))
    desk = client_for(boss)
    rules = WorkingTimeRules.objects.get(country="IT", age_from=15)
    url = reverse("admin:placements_workingtimerules_change", args=[rules.pk])
    data = posted(desk.get(url).context)
    asked = WorkingTimeRecheck.objects.count()

    new = {"name": "Italy from 2027", "valid_from": "2027-01-01", "_saveasnew": "1"}
    response = desk.post(url, data | new)

    assert response.status_code == 302
    copy = WorkingTimeRules.objects.get(name="Italy from 2027")
    assert copy.limits.count() == rules.limits.count() == 8
    assert WorkingTimeRecheck.objects.count() == asked + 1
