"""Findings follow the hours; exceptions, blocks, plans and pages that show them."""

from datetime import date, time, timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from imyportal.models import AuditEvent
from placements import hours, models, planning, signing
from placements.entries import DayEntry
from placements.enums import DayKind, LimitKind, LimitWeight, PlacementStatus, SignedHow, WeekStatus
from placements.models import (
    AgreedDay,
    HourWeek,
    WorkingTimeException,
    WorkingTimeFinding,
    WorkingTimeLimit,
    WorkingTimeRecheck,
    WorkingTimeRules,
)
from placements.worktime import exceptions, keeping, plans, showing, standard
from tests.factories import (
    MONDAY,
    GroupFactory,
    PlacementFactory,
    TraineeFactory,
    UserFactory,
)
from tests.lists import HEADER, as_csv
from trainees.importing import bring_in
from trainees.models import Trainee

pytestmark = pytest.mark.django_db

TUESDAY, SUNDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=6)
MINOR = date(2009, 6, 1)
ART = "L. 977/1967, art. 18"
TOO_LONG = f"Monday 2 March: 8:30 h of work, at most 8:00 h a day (for under-18s: {ART})"


@pytest.fixture(autouse=True)
def _later(today):
    today("2026-03-27")


@pytest.fixture
def by():
    return UserFactory(tutor=True)


@pytest.fixture
def placement(by):
    return PlacementFactory(full_time=True, trainee__birth_date=MINOR, trainee__tutor=by)


def work(placement, day, starts="08:30", ends="18:30", pause=90):
    starts, ends = map(time.fromisoformat, (starts, ends))
    entry = DayEntry(DayKind.WORKED, starts, ends, pause)
    return hours.save_day(placement, day, entry, by=placement.trainee.user)


def stored(**which):
    rows = WorkingTimeFinding.objects.filter(**which)
    return list(rows.values_list("kind", "date", "measured"))


def agree(placement, by, kind=LimitKind.DAY, **changes):
    fields = {"first": MONDAY, "last": SUNDAY, "reason": "A fair.", "by": by} | changes
    return exceptions.agree(placement, kind, **fields)


def block(kind="day"):
    WorkingTimeLimit.objects.filter(kind=kind).update(weight=LimitWeight.BLOCK)


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
    data = _posted(desk.get(url).context)

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


# --- Blocks -----------------------------------------------------------------------------------


def test_limit_that_blocks_refuses_the_day_at_its_field(placement, client_for):
    block()
    typed = {"starts_at": "08:30", "ends_at": "18:30", "break_minutes": "90", "version": "0"}

    response = client_for(placement.trainee.user).post(
        reverse("placements:day", args=[MONDAY]), typed
    )

    assert response.status_code == 422
    assert response.context["form"].errors == {"ends_at": [TOO_LONG]}
    assert response.context["form"]["ends_at"].value() == "18:30"
    assert not response.context["conflict"]
    assert stored() == []


def test_limit_that_blocks_lets_pass_what_is_agreed(placement, by):
    block()
    agree(placement, by)

    work(placement, MONDAY)

    assert stored() == [("day", MONDAY, 510)]


# --- Exceptions -------------------------------------------------------------------------------


def test_agree_and_take_back_are_noted_and_change_the_finding(placement, by):
    work(placement, MONDAY)

    row = agree(placement, by)
    again = agree(placement, by)

    assert again == row
    assert WorkingTimeFinding.objects.get().exception == row
    exceptions.withdraw(row, by=by)
    exceptions.withdraw(row, by=by)
    assert WorkingTimeFinding.objects.get().exception is None
    kept = AuditEvent.objects.filter(action__startswith="worktime.").order_by("pk")
    assert list(kept.values_list("action", flat=True)) == ["worktime.agreed", "worktime.withdrawn"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"last": MONDAY - timedelta(days=1)}, "last"),
        ({"first": MONDAY - timedelta(days=1)}, "first"),
    ],
)
def test_agree_refuses_what_is_no_exception(placement, by, changes, field):
    with pytest.raises(ValidationError) as caught:
        agree(placement, by, **changes)

    assert list(caught.value.error_dict) == [field]


@pytest.mark.parametrize(
    ("kind", "day", "is_covered"),
    [
        ("day", SUNDAY, True),
        ("day", SUNDAY + timedelta(days=1), False),
        ("week", MONDAY - timedelta(days=7), False),
        ("week", MONDAY, True),
        ("rest", SUNDAY, False),
    ],
)
def test_exception_covers_its_limit_on_its_days(kind, day, is_covered):
    kinds = {"day": "day", "week": "week", "rest": "day"}
    row = WorkingTimeException(kind=kinds[kind], first=TUESDAY, last=SUNDAY)

    assert keeping.covers(row, kind, day) is is_covered


@pytest.mark.parametrize(
    "fields",
    [{"reason": ""}, {"last": MONDAY - timedelta(days=1)}, {"withdrawn_at": "2026-03-31T00:00Z"}],
)
def test_exception_that_is_none_breaks_a_constraint(placement, by, fields):
    row = agree(placement, by)

    with pytest.raises(IntegrityError), transaction.atomic():
        WorkingTimeException.objects.filter(pk=row.pk).update(**fields)


@pytest.mark.parametrize(
    "fields",
    [{"article": ""}, {"days": 1}, {"minutes": None}, {"kind": "week"}],
)
def test_limit_that_is_none_breaks_a_constraint(fields):
    row = WorkingTimeLimit.objects.filter(kind="day").first()

    with pytest.raises(IntegrityError), transaction.atomic():
        WorkingTimeLimit.objects.filter(pk=row.pk).update(**fields)


def test_rules_that_are_none_break_a_constraint():
    rules = WorkingTimeRules.objects.filter(age_below=18, country="IT")

    for fields in ({"age_below": 15}, {"country": ""}):
        other = {"valid_from": date(1996, 6, 22)} if "country" in fields else {}
        with pytest.raises(IntegrityError), transaction.atomic():
            rules.update(**fields, **other)


def test_limit_says_which_columns_it_needs():
    row = WorkingTimeLimit.objects.filter(kind="break").first()
    row.after_minutes, row.weeks = None, 4

    with pytest.raises(ValidationError) as caught:
        row.clean()

    assert set(caught.value.error_dict) == {"after_minutes", "weeks"}


def test_standard_limits_pass_their_own_check():
    for row in WorkingTimeLimit.objects.all():
        row.full_clean()
    before = WorkingTimeLimit.objects.count()

    standard.write(models=models)
    assert WorkingTimeLimit.objects.count() == before


# --- Plans ------------------------------------------------------------------------------------


@pytest.fixture
def proposal(placement):
    placement.status = PlacementStatus.PROPOSED
    placement.save(update_fields=["status"])
    AgreedDay.objects.filter(placement=placement, weekday=1).update(ends_at=time(18, 30))
    return placement


PLAN = f"Every Tuesday: 8:30 h of work, at most 8:00 h a day (for under-18s: {ART})"


def test_confirm_of_a_plan_that_breaks_a_limit_needs_a_reason(proposal, by):
    assert PLAN in planning.timetable_doubts(proposal)
    with pytest.raises(ValidationError) as caught:
        planning.confirm(proposal, by=by)
    assert caught.value.code == "worktime"

    planning.confirm(proposal, by=by, despite="The workshop closes later on Tuesdays.")

    row = WorkingTimeException.objects.filter(kind="day").get()
    assert (row.first, row.last, row.by) == (proposal.starts_on, proposal.ends_on, by)
    assert not any(each.asks for each in plans.doubts(proposal))


def test_plan_names_the_weekdays_of_one_limit_together(proposal, by, client_for):
    for weekdays, ends in (([0, 1, 2, 3, 4], time(19)), ([1], time(19, 30))):
        rows = AgreedDay.objects.filter(placement=proposal, weekday__in=weekdays)
        rows.update(ends_at=ends)

    texts = [each for each in planning.timetable_doubts(proposal) if "at most 8:00 h a day" in each]
    everyday = AgreedDay.objects.filter(placement=proposal)
    everyday.update(ends_at=time(19))
    together = planning.timetable_doubts(proposal)

    assert [each.partition(":")[0] for each in texts] == [
        "Monday, Wednesday, Thursday and Friday",
        "Every Tuesday",
    ]
    assert "Monday to Friday: 9:00 h of work" in " ".join(together)
    assert len(together) == len({each.partition(": ")[2] for each in together})


def test_findings_of_one_limit_in_a_week_are_one_notice(placement):
    for n in (0, 1, 2, 4):
        work(placement, MONDAY + timedelta(days=n))

    notices = [each for each in showing.of_week(placement, MONDAY) if len(each.days) > 1]

    assert [each.text.partition(":")[0] for each in notices] == [
        "Monday 2 March, Tuesday 3 March, Wednesday 4 March and Friday 6 March"
    ] * len(notices)
    assert notices
    assert showing.panel(placement, MONDAY, MONDAY).days == {MONDAY}


def test_confirm_of_a_plan_that_blocks_is_refused_whatever_the_reason(proposal, by):
    block()

    with pytest.raises(ValidationError) as caught:
        planning.confirm(proposal, by=by, despite="It is a pity.")

    assert caught.value.error_list[0].code in ("worktime_blocked", None)
    assert caught.value.messages == [PLAN]


def test_plan_asks_where_the_break_lies(proposal):
    AgreedDay.objects.filter(placement=proposal, weekday=0).update(break_starts_at=time(13, 1))

    texts = [each.text for each in plans.doubts(proposal)]

    assert (
        "Every Monday: 4:31 h without a break, at most 4:30 h (for under-18s: L. 977/1967, art. 20)"
        in texts
    )


def test_desk_leads_from_save_and_confirm_to_the_reason(proposal, by, client_for):
    desk, url = client_for(by), reverse("admin:placements_placement_worktime", args=[proposal.pk])
    form = desk.get(proposal.get_absolute_url()).context
    data = _posted(form)

    response = desk.post(proposal.get_absolute_url(), data | {"_confirm": "1"})

    assert response.headers["Location"] == url
    page = desk.get(url)
    assert PLAN in page.content.decode()
    refused = desk.post(url, {"confirm": "1", "plan-reason": " "})
    assert "plan-reason" in refused.content.decode()
    assert refused.context["sent"].errors
    desk.post(url, {"confirm": "1", "plan-reason": "The workshop closes later."})
    proposal.refresh_from_db()
    assert proposal.status == PlacementStatus.CONFIRMED


def _posted(context):
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.initial_forms]
    return {
        field.html_name: field.value()
        for form in forms
        for field in form
        if field.value() is not None and field.value() is not False
    }


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
    data = _posted(desk.get(url).context)
    asked = WorkingTimeRecheck.objects.count()

    new = {"name": "Italy from 2027", "valid_from": "2027-01-01", "_saveasnew": "1"}
    response = desk.post(url, data | new)

    assert response.status_code == 302
    copy = WorkingTimeRules.objects.get(name="Italy from 2027")
    assert copy.limits.count() == rules.limits.count() == 8
    assert WorkingTimeRecheck.objects.count() == asked + 1
