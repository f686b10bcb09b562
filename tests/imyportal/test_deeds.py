"""Every deed of the list is noted when it is done: once, and with who did it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group as AuthGroup
from django.urls import reverse
from django.utils import timezone

from accounts import links
from accounts.enums import Purpose
from helpdesk.callbacks import settling
from helpdesk.models import CallbackRequest
from imyportal import weeks
from imyportal.enums import Action, ActorKind
from imyportal.models import AuditEvent
from placements import exports, hours, on_behalf, paper, planning, requests, signing
from placements.absences import going, noticing, saying
from placements.cycle import check_ins, timetable
from placements.entries import DayEntry
from placements.enums import AbsenceKind, DayKind, LimitKind, PlacementStatus, SignedHow, WeekStatus
from placements.models import HourWeek
from placements.worktime import exceptions
from tests import uploaded
from tests.factories import MONDAY, GroupFactory, PlacementFactory, filled_week
from tests.imyportal.deeds import (  # noqa: F401 - these are read for the deeds they hold
    DEEDS,
    NEW,
    PASSWORD,
    PORTAL,
    accompanying,
    agreements,
    coming_in,
    contacts,
    deed,
    first_day,
    guests,
    guide,
    journey,
    learning,
    papers,
    privacy,
    reports,
    support,
    tickets,
    tutor,
    visits,
    wanted,
)

# What people wrote, and what is nobody's business: never in the trail.
CANARIES = ("canary-note", "canary-reason", "canary-guardian", "canary-emergency", PASSWORD, NEW)


# --- Placements and weeks ---------------------------------------------------------------------


@deed(Action.PLACEMENT_CONFIRMED)
def confirm(browser):
    placement = PlacementFactory(full_time=True, status=PlacementStatus.PROPOSED)
    planning.confirm(placement, by=(by := tutor()))
    return by


@deed(Action.PLACEMENT_INTERRUPTED)
def interrupt(browser):
    last = MONDAY + timedelta(days=4)
    planning.interrupt(
        PlacementFactory(), by=(by := tutor()), last_day=last, reason="canary-reason"
    )
    return by


@deed(Action.PLACEMENT_CANCELLED)
def cancel(browser):
    planning.cancel(PlacementFactory(), by=(by := tutor()), reason="canary-reason")
    return by


def agreed_exception():
    row = {"kind": LimitKind.DAY, "first": MONDAY, "last": MONDAY, "reason": "canary-reason"}
    return exceptions.agree(PlacementFactory(), **row, by=tutor())


@deed(Action.EXCEPTION_AGREED)
def agree_exception(browser):
    return agreed_exception().by


@deed(Action.EXCEPTION_WITHDRAWN)
def withdraw_exception(browser):
    exceptions.withdraw(agreed_exception(), by=(by := tutor()))
    return by


@deed(Action.CYCLE_CHANGED)
def change_the_weekly_cycle(browser):
    group = GroupFactory()
    timetable.change(group, [timetable.Rung("own_contact", days=9)], by=(by := tutor()))
    return by


def checked_in():
    today = timezone.localdate()
    placement = PlacementFactory(starts_on=today, ends_on=today)
    by = placement.trainee.user
    monday = weeks.monday_of(today)
    return check_ins.give_trainee(
        placement, monday, answers={}, text="canary-note", call_wanted=True, by=by
    )


@deed(Action.CHECK_IN_GIVEN)
def give_a_check_in(browser):
    return checked_in().user


@deed(Action.CALL_MADE)
def call_who_asked_for_it(browser):
    check_ins.called(checked_in(), by=(by := tutor()))
    return by


@deed(Action.HOURS_FILLED_FOR)
def fill_in_for(browser):
    placement = PlacementFactory(full_time=True)
    entries = {MONDAY: DayEntry(DayKind.OFF)}
    on_behalf.fill_week(placement, MONDAY, entries, by=(by := tutor()), version=0)
    return by


@deed(Action.WEEK_DECLARED)
def declare(browser):
    week = filled_week()
    by = week.placement.trainee.user
    hours.save_day(week.placement, MONDAY, DayEntry(DayKind.ILL, note="canary-note"), by=by)
    version = HourWeek.objects.get().version
    hours.declare_week(week.placement, MONDAY, by=by, version=version)
    return by


@deed(Action.WEEK_TAKEN_BACK)
def take_back(browser):
    week = filled_week(WeekStatus.DECLARED)
    hours.take_back(week, by=(by := week.placement.trainee.user))
    return by


@deed(Action.WEEK_RETURNED)
def send_back(browser):
    week = filled_week(WeekStatus.DECLARED)
    link = links.for_holder(Purpose.COMPANY, week.placement.company_tutor)
    reason = {"reason": "canary-reason", "version": week.version}
    signing.return_week(week, by_name="Marco", link=link, **reason)
    return link


def signed_week():
    week = filled_week(WeekStatus.DECLARED)
    link = links.for_holder(Purpose.COMPANY, week.placement.company_tutor)
    how = {"how": SignedHow.LINK, "button": "Firma", "version": week.version}
    signing.sign_week(week, name="Marco", role="Tutor", link=link, **how)
    return week, link


@deed(Action.WEEK_SIGNED)
def sign(browser):
    return signed_week()[1]


@deed(Action.WEEK_CORRECTED)
def correct(browser):
    week, _link = signed_week()
    entry = DayEntry(DayKind.ABSENT, note="canary-note")
    signing.correct(week, MONDAY, entry, by=(by := tutor()), reason="canary-reason")
    return by


def scanned_week():
    week = filled_week(WeekStatus.DECLARED)
    how = {"name": "Marco", "signed_on": MONDAY + timedelta(days=4), "button": "Mark"}
    sheet = uploaded.upload(uploaded.pdf(), "canary-note.pdf")
    shown = {MONDAY: week.version}
    return paper.mark_signed(week.placement, shown, file=sheet, by=tutor(), **how)[0]


@deed(Action.WEEK_MARKED)
def mark_as_signed_on_paper(browser):
    return scanned_week().user


@deed(Action.WEEK_SCANNED)
def add_scan(browser):
    sheet = uploaded.upload(uploaded.pdf(), "canary-note.pdf")
    paper.add_scan(scanned_week(), file=sheet, reason="canary-reason", by=(by := tutor()))
    return by


@deed(Action.FILE_DOWNLOADED)
def download_scan(browser):
    placement = scanned_week().week.placement
    browser.force_login(by := placement.trainee.user)
    path = reverse("placements:scan", args=[placement.public_id, MONDAY, 1])
    browser.get(path).getvalue()
    return by


@deed(Action.CHART_PRINTED)
def print_chart(browser):
    placement = filled_week().placement
    browser.force_login(by := placement.trainee.user)
    browser.post(reverse("placements:chart", args=[placement.public_id]))
    return by


def asked_correction():
    week, link = signed_week()
    entry = DayEntry(DayKind.ABSENT)
    return requests.ask(week, day=MONDAY, wanted=entry, by=link, reason="canary-reason"), link


@deed(Action.CORRECTION_ASKED)
def ask_for_correction(browser):
    return asked_correction()[1]


@deed(Action.CORRECTION_DECLINED)
def decline_correction(browser):
    requests.decline(asked_correction()[0], by=(by := tutor()), answer="canary-reason")
    return by


def away_today():
    """A placement with work today, the trainee's user, and what was said of today."""
    today = timezone.localdate()
    placement = PlacementFactory(starts_on=today, ends_on=today)
    placement.timetable.create(weekday=today.weekday(), starts_at="09:00", ends_at="17:00")
    said = saying.Saying(AbsenceKind.ILL, today, today, "canary-note")
    return placement, placement.trainee.user, said


@deed(Action.ABSENCE_SAID)
def say_an_absence(browser):
    placement, user, said = away_today()
    saying.say(placement, said, by=user)
    return user


@deed(Action.ABSENCE_LOGGED)
def write_an_absence_down(browser):
    placement, _user, said = away_today()
    saying.log(placement, said, by=(by := tutor()), said_at=None, tells_company=True)
    return by


@deed(Action.ABSENCE_OVER)
def come_after_all(browser):
    placement, user, said = away_today()
    going.go(saying.say(placement, said, by=user).absence, said.first_day, by=user)
    return user


def noticed():
    placement, _user, said = away_today()
    link = links.for_holder(Purpose.COMPANY, placement.company_tutor)
    return noticing.notice(placement, said.first_day, link=link)


@deed(Action.ABSENCE_NOTICED)
def notice_an_absence(browser):
    return noticed().link


@deed(Action.ABSENCE_SETTLED)
def clear_up_an_absence(browser):
    noticing.clear_up(noticed(), by=(by := tutor()))
    return by


@deed(Action.ABSENCE_RULE)
def change_the_rule_for_papers(browser):
    browser.force_login(by := tutor())
    group = GroupFactory(lead_tutor=by)
    browser.post("/admin/placements/absencerule/add/", {"group": group.pk, "paper_after": 5})
    return by


@deed(Action.OFFICE_CHANGED)
def close_the_office(browser):
    browser.force_login(by := tutor())
    by.groups.add(AuthGroup.objects.get(name="Coordinators"))
    days = {"first_day": "2026-08-10", "last_day": "2026-08-21"}
    browser.post("/admin/imyportal/closure/add/", days | {"reason": "Summer holidays"})
    return by


@deed(Action.CALLBACK_SETTLED)
def settle_a_call(browser):
    row = CallbackRequest.objects.create(
        name="canary-note",
        phone="+39 0573 1",
        about="canary-reason",
        language="en",
        due_at=timezone.now(),
    )
    settling.talked(row, "", by=(by := tutor()), now=timezone.now())
    return by


@deed(Action.STAND_IN_SET)
def let_a_colleague_stand_in(browser):
    browser.force_login(by := tutor())
    days = {"first_day": "2026-03-16", "last_day": "2026-03-20"}
    people = {"tutor": by.pk, "colleague": tutor().pk}
    browser.post("/admin/trainees/standin/add/", people | days)
    return by


@deed(Action.DATA_EXPORTED)
def export(browser):
    group = filled_week().placement.trainee.group
    how = {"form": "csv", "with_reasons": True}
    exports.answer(group, viewer=group.lead_tutor, **how)
    return group.lead_tutor


# --- All of them ------------------------------------------------------------------------------


@pytest.mark.parametrize("action", Action)
def test_deed_is_noted_once_with_who_did_it(
    db, client, action, settings, today, tmp_path, django_capture_on_commit_callbacks
):
    if not action.value.startswith(("certificate.", "factor.", "results.")):
        today("2026-03-06")
    settings.MEDIA_ROOT = str(tmp_path)
    settings.STAFF_MFA = action.value.startswith("factor.")

    with django_capture_on_commit_callbacks(execute=True):
        by = DEEDS[action](client)

    event = AuditEvent.objects.get(action=action)
    if by is None or by == PORTAL:
        assert event.actor_kind == (by or ActorKind.NOBODY)
    elif event.link_id:
        assert (event.link_id, event.actor) == (by.pk, str(by.holder))
    else:
        assert (event.user, event.actor) == (by, str(by))
    trail = str(list(AuditEvent.objects.values()))
    assert [word for word in CANARIES if word in trail] == []
