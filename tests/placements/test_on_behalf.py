"""placements/on_behalf.py and its page: the agency tutor fills in a trainee's week."""

from datetime import time, timedelta

import pytest
import time_machine
from django.core import mail as django_mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts import links
from accounts.enums import Purpose
from imyportal import mail
from imyportal.models import OutgoingMail
from placements import hours, on_behalf
from placements.entries import DayEntry
from placements.enums import DayKind, WeekStatus
from placements.models import HourWeek, WorkDay
from tests.conftest import Browser
from tests.factories import MONDAY, PlacementFactory

DAYS = [MONDAY + timedelta(days=n) for n in range(5)]
LONG = DayEntry(DayKind.WORKED, time(8), time(18), 60)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def now():
    with time_machine.travel("2026-03-20T10:00:00+01:00", tick=False):
        yield


@pytest.fixture
def placement():
    return PlacementFactory(full_time=True)


def fill(placement, entries, version=0, **more):
    by = placement.trainee.responsible
    return on_behalf.fill_week(placement, MONDAY, entries, by=by, version=version, **more).week


def test_fill_week_marks_each_day_and_tells_the_trainee_once(placement):
    week = fill(placement, {DAYS[0]: LONG, DAYS[1]: None})
    fill(placement, {DAYS[1]: DayEntry(DayKind.ABSENT)}, version=week.version)

    tutor = placement.trainee.responsible
    assert set(WorkDay.objects.values_list("date", "minutes", "filled_by")) == {
        (DAYS[0], 540, tutor.pk),
        (DAYS[1], 0, tutor.pk),
    }
    told = OutgoingMail.objects.get(template="placements/filled_for_you")
    text = mail.render(told).body
    assert f"{tutor}, IMY, filled in days of your hour chart" in text
    assert "change it: you can until the week is signed" in text


def test_fill_week_after_its_mail_was_sent_tells_the_week_as_it_is_then(placement):
    week = fill(placement, {DAYS[0]: LONG})
    with time_machine.travel("2026-03-20T10:09:00+01:00", tick=False):
        week = fill(placement, {DAYS[1]: LONG}, version=week.version)
        assert mail.deliver_due() == 0
    with time_machine.travel("2026-03-20T10:19:01+01:00", tick=False):
        assert mail.deliver_due() == 1
        fill(placement, {DAYS[0]: None, DAYS[1]: LONG}, version=week.version)
    with time_machine.travel("2026-03-20T10:30:00+01:00", tick=False):
        assert mail.deliver_due() == 1

    totals = [each.body.partition("Total: ")[2].split()[0] for each in django_mail.outbox]
    assert totals == ["18:00", "9:00"]


def test_fill_week_emptied_by_the_tutor_is_told(placement):
    hours.save_day(placement, DAYS[0], LONG, by=placement.trainee.user)

    fill(placement, {DAYS[0]: None}, version=HourWeek.objects.get().version)

    told = OutgoingMail.objects.get(template="placements/filled_for_you")
    assert str(placement.trainee.responsible) in mail.render(told).body


def test_fill_week_leaves_what_the_trainee_typed_theirs(placement):
    trainee = placement.trainee.user
    hours.save_day(placement, DAYS[0], LONG, by=trainee)

    week = HourWeek.objects.get()
    fill(placement, {DAYS[0]: LONG}, version=week.version)

    assert WorkDay.objects.get().filled_by == trainee
    assert not OutgoingMail.objects.exists()


def test_fill_week_day_changed_meanwhile_stores_nothing_and_says_which(placement):
    hours.save_day(placement, DAYS[0], LONG, by=placement.trainee.user)

    with pytest.raises(on_behalf.DaysRefused) as error:
        fill(placement, {DAYS[0]: DayEntry(DayKind.OFF), DAYS[1]: LONG}, version=1)

    assert (error.value.code, set(error.value.by_day)) == ("changed", {DAYS[0]})
    assert WorkDay.objects.count() == 1


def test_fill_week_that_was_sent_is_locked(placement):
    week = fill(placement, dict.fromkeys(DAYS, LONG))
    hours.declare_week(placement, MONDAY, by=placement.trainee.user, version=week.version)

    with pytest.raises(ValidationError) as error:
        fill(placement, {DAYS[0]: DayEntry(DayKind.OFF)}, version=99)

    assert {each.code for each in error.value.by_day.values()} == {"locked"}


# --- The page ---------------------------------------------------------------------------------


@pytest.fixture
def desk(placement):
    browser = Browser()
    browser.force_login(placement.trainee.responsible)
    return browser


def address(placement):
    return reverse("admin:placements_placement_fill", args=[placement.pk, MONDAY])


def test_fill_page_fills_the_rest_as_agreed_with_one_press(placement, desk):
    data = {"version": 0, "do": "agreed", "d20260304-kind": "ill"}

    answer = desk.post(address(placement), data)

    assert answer.status_code == 302
    assert dict(WorkDay.objects.values_list("date", "minutes")) == {
        day: 0 if day == DAYS[2] else 450 for day in DAYS
    }


def test_fill_page_sends_the_week_and_everybody_reads_who_did(placement, desk):
    fill(placement, dict.fromkeys(DAYS, LONG))
    form = desk.get(address(placement)).context["form"]
    typed = {
        f"{row.prefix}-{name}": row[name].value() or "" for row in form.rows for name in row.fields
    }

    desk.post(address(placement), typed | {"version": form["version"].value(), "do": "send"})

    week = HourWeek.objects.get()
    tutor = placement.trainee.responsible
    assert (week.status, week.declared_by) == (WeekStatus.DECLARED, tutor)
    trainee, company = Browser(), Browser()
    trainee.force_login(placement.trainee.user)
    company.come_in(links.create(Purpose.COMPANY, placement.company_tutor))
    seen = trainee.get(reverse("placements:week", args=[MONDAY])).content.decode()
    signing = company.get(reverse("company:week", args=[placement.public_id, "2026-W10"]))
    assert f"Sent by {tutor} (IMY)." in seen
    assert f"Filled in by {tutor} (IMY)" in seen
    assert f"{tutor} (IMY)" in signing.content.decode()


def test_fill_page_changed_meanwhile_keeps_what_was_typed_beside_what_is_stored(placement, desk):
    hours.save_day(placement, DAYS[0], LONG, by=placement.trainee.user)
    data = {
        "version": 1,
        "do": "save",
        "d20260302-starts_at": "09:00",
        "d20260302-ends_at": "12:00",
    }

    answer = desk.post(address(placement), data)

    text = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="09:00"' in text
    assert "9:00 h, 08:00–18:00, break 1:00 h" in text
    again = desk.post(
        address(placement), data | {"version": answer.context["form"].data["version"]}
    )
    assert again.status_code == 302
    assert WorkDay.objects.get().minutes == 180


def test_fill_page_says_whether_a_mail_goes_out_and_which_limits_are_not_kept(placement, desk):
    data = {
        "version": 0,
        "do": "save",
        "d20260302-starts_at": "06:00",
        "d20260302-ends_at": "18:00",
    }

    first = desk.post(address(placement), data, follow=True)
    again = desk.post(address(placement), data | {"version": 1}, follow=True)

    assert first.redirect_chain == [(address(placement), 302)]
    assert "gets one mail about them in 10 minutes." in first.text
    assert "Working-time limits" in first.text
    assert "Nothing was changed, so no mail goes out." in again.text
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"starts_at": "9 o'clock"}, "Enter a time, like 08:30."),
        ({"starts_at": "12:00", "ends_at": "09:00"}, "Mon 2: "),
        ({"starts_at": "09:00"}, "Enter a time, like 08:30."),
        ({"starts_at": "09:00", "ends_at": "10:00", "kind": "ill"}, "Either times or a reason"),
    ],
)
def test_fill_page_says_at_the_day_what_is_wrong(placement, desk, typed, words):
    data = {f"d20260302-{name}": value for name, value in typed.items()}

    answer = desk.post(address(placement), data | {"version": 0, "do": "save"})

    assert words in answer.content.decode()
    assert not WorkDay.objects.exists()
