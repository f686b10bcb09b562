"""When what is due: rows of the group, the agency's, the standard; and the page that changes them."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from placements.cycle import timetable
from placements.cycle.timetable import Rung
from placements.models import CheckIn, CycleTime, Reminder
from tests.factories import MONDAY, GroupFactory, PlacementFactory, UserFactory

SATURDAY_EVENING = Rung("hours", 1, 5, time(19))


def standard(kind):
    return [each for each in timetable.STANDARD if each.kind == kind]


@pytest.mark.parametrize(
    ("agency", "group", "hours", "check_in"),
    [
        ([], [], standard("hours"), standard("check_in")),
        ([SATURDAY_EVENING], [], [SATURDAY_EVENING], standard("check_in")),
        ([], [SATURDAY_EVENING], [SATURDAY_EVENING], standard("check_in")),
        ([SATURDAY_EVENING], [Rung("check_in")], [SATURDAY_EVENING], []),
        ([Rung("hours")], [], [], standard("check_in")),
        ([Rung("hours")], [SATURDAY_EVENING], [SATURDAY_EVENING], standard("check_in")),
    ],
)
def test_timetable_is_the_groups_else_the_agencys_kind_by_kind(db, agency, group, hours, check_in):
    row, other, by = GroupFactory(), GroupFactory(), UserFactory(tutor=True)
    if agency:
        timetable.change(None, agency, by=by)
    timetable.change(row, group, by=by)

    tables = timetable.of_groups()

    assert tables.of(row.pk).of("hours") == hours
    assert tables.of(row.pk).of("check_in") == check_in
    assert tables.of(other.pk) == tables.agency


def test_timetable_like_the_agencys_goes_on_following_it(db):
    group, by = GroupFactory(), UserFactory(tutor=True)
    timetable.change(group, [SATURDAY_EVENING, Rung("sign", days=4)], by=by)

    timetable.change(group, [*timetable.of_groups([]).agency.rungs], by=by)

    assert not CycleTime.objects.exists()


def test_timetable_at_night_is_refused(db):
    with pytest.raises(ValidationError, match="from 8:00 to 20:00"):
        timetable.change(None, [Rung("hours", 1, 5, time(23))], by=UserFactory(tutor=True))

    assert not CycleTime.objects.exists()


@pytest.mark.parametrize(
    ("monday", "hour"),
    [
        (date(2026, 3, 16), 17),  # winter time: an hour before UTC
        (date(2026, 3, 23), 16),  # the clocks were changed in the night before
        (date(2026, 10, 12), 16),
        (date(2026, 10, 19), 17),
        (date(2026, 12, 28), 17),  # week 53, whose Sunday lies in the next year
    ],
)
def test_moment_is_the_hour_on_clocks_here(monday, hour):
    sunday = standard("hours")[1].moment(monday)

    day = date.fromordinal(monday.toordinal() + 6)
    assert sunday.astimezone(UTC) == datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


# --- The page ---------------------------------------------------------------------------------


def posted(**changes):
    """What the page sends when nothing is changed but this."""
    data = {}
    for each in timetable.STANDARD:
        data[f"{each.kind}-asked"] = "on"
        if each.days:
            data[f"{each.kind}-days"] = each.days
        else:
            data[f"{each.kind}-weekday{each.step}"] = each.weekday
            data[f"{each.kind}-at{each.step}"] = f"{each.at:%H:%M}"
    return data | {name.replace("__", "-"): value for name, value in changes.items()}


def test_page_gives_a_hotels_group_its_own_days(db, client_for):
    group = GroupFactory()
    client = client_for(group.lead_tutor)
    url = reverse("admin:trainees_group_cycle", args=[group.pk])

    client.post(url, posted(hours__weekday1="0", hours__weekday2="1", report_due__asked=""))

    assert set(CycleTime.objects.values_list("group", "kind", "step", "weekday", "at")) == {
        (group.pk, "hours", 1, 0, time(16)),
        (group.pk, "hours", 2, 1, time(18)),
        (group.pk, "report_due", 1, None, None),
    }
    client.post(url, {"follow": "1"})
    assert not CycleTime.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"hours__at1": "23:00"}, "Mails go out from 8:00 to 20:00. Choose a time then."),
        ({"hours__weekday2": "1"}, "“once more” comes after the first mail"),
        ({"hours__at2": ""}, "A weekday and a time belong together. Give both."),
        ({"sign__days": "0"}, "Enter a number of days from 1 to 60."),
        ({"own_contact__days": ""}, "Say after how many days, like 7."),
        ({"check_in__weekday1": "", "check_in__at1": ""}, "take the tick away"),
    ],
)
def test_page_refuses_in_words_and_keeps_what_was_typed(db, client_for, changes, words):
    group = GroupFactory()
    url = reverse("admin:trainees_group_cycle", args=[group.pk])

    page = client_for(group.lead_tutor).post(url, posted(check_in__weekday2="6", **changes))

    assert words in page.content.decode()
    assert page.context["form"]["check_in-weekday2"].value() == "6"
    assert not CycleTime.objects.exists()


# --- What can never be ------------------------------------------------------------------------

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
FIVE = dict.fromkeys(["mood", "work", "people", "home", "learning"], 3)
TIMES = [
    ("once_for_all", {"kind": "sign", "days": 2}, {"kind": "sign", "days": 3}),
    ("moment_or_days", {"kind": "hours", "days": 2}),
    ("moment_or_days", {"kind": "sign", "weekday": 2, "at": time(9)}),
    ("moment_or_days", {"kind": "hours", "weekday": 2}),
    ("in_the_daytime", {"kind": "hours", "weekday": 2, "at": time(20)}),
    ("is_a_weekday", {"kind": "hours", "weekday": 7, "at": time(9)}),
    ("days_are_some", {"kind": "sign", "days": 0}),
    ("second_only_of_some", {"kind": "report_due", "step": 2, "weekday": 2, "at": time(9)}),
]
REMINDERS = [
    ("about_one", {"company_tutor": True}),
    ("starts_on_a_monday", {"monday": date(2026, 3, 3)}),
    ("step_one_or_two", {"step": 3}),
    ("done_says_what", {"done_at": NOON}),
    ("done_says_what", {"outcome": "mailed"}),
    ("once_a_placement", {}, {}),
]
CHECK_INS = [
    ("starts_on_a_monday", {"monday": date(2026, 3, 3)}),
    ("one_to_five", {"mood": 6}),
    ("trainee_answers_five", {"home": None}),
    ("trainee_answers_five", {"user": None}),
    ("company_says_something", {"said_by": "company"}),
    ("called_by_somebody", {"called_at": NOON}),
    ("once", {}, {}),
]


@pytest.mark.parametrize(("rule", "row", "other"), [(*each, None)[:3] for each in TIMES])
def test_time_that_cannot_be_is_refused(db, rule, row, other):
    refused(CycleTime, f"placements_cycletime_{rule}", [each for each in (row, other) if each])


@pytest.mark.parametrize(("rule", "rows"), [(rule, rows) for rule, *rows in REMINDERS])
def test_reminder_that_cannot_be_is_refused(db, rule, rows):
    placement = PlacementFactory()
    given = {"kind": "hours", "monday": MONDAY, "placement": placement, "useful_until": NOON}
    rows = [given | row for row in rows]
    for row in rows:
        row["company_tutor"] = placement.company_tutor if "company_tutor" in row else None
    refused(Reminder, f"placements_reminder_{rule}", rows)


@pytest.mark.parametrize(("rule", "rows"), [(rule, rows) for rule, *rows in CHECK_INS])
def test_check_in_that_cannot_be_is_refused(db, rule, rows):
    placement = PlacementFactory()
    by = placement.trainee.user
    given = {"placement": placement, "monday": MONDAY, "said_by": "trainee", "user": by, **FIVE}
    refused(CheckIn, f"placements_checkin_{rule}", [given | row for row in rows])


def refused(model, rule, rows):
    *first, last = rows
    for row in first:
        model.objects.create(**row)
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        model.objects.create(**last)
    # SQLite names the columns of a unique rule instead.
    assert rule in str(error.value) or "UNIQUE" in str(error.value)
