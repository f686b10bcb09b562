"""Days of visits: wished for, planned, asked about, answered, and over."""

from datetime import timedelta

from django.utils import timezone

from accounts import links
from accounts.enums import Purpose
from imyportal.enums import Action
from placements.enums import ReportSide, StopAnswer
from placements.visits import asking, ending, planning, wishes
from placements.visits.ending import Seen
from placements.visits.planning import Changes, Day
from tests.factories import (
    CompanyTutorFactory,
    GroupFactory,
    SendingTutorFactory,
    VisitFactory,
    VisitStopFactory,
)
from tests.imyportal.deeds import deed, tutor


def wish():
    today = timezone.localdate()
    return wishes.ask_to_come(
        SendingTutorFactory(), wishes.Wish(today, today, "Petra", wish="canary-note")
    )


def stop(days=1):
    visit = VisitFactory(day=timezone.localdate() + timedelta(days=days))
    return VisitStopFactory(visit=visit)


@deed(Action.VISIT_WANTED)
def ask_to_come(browser):
    return wish().tutor.user


@deed(Action.VISIT_DECLINED)
def decline_a_visit(browser):
    wishes.decline(wish(), "canary-reason", by=(by := tutor()))
    return by


@deed(Action.VISIT_PLANNED)
def plan_visits(browser):
    group, one = GroupFactory(), stop()
    new = planning.Stop(CompanyTutorFactory(), one.starts_at, one.ends_at)
    day = Day(timezone.localdate(), by := tutor())
    planning.plan(group.organisation, group, day, [new], by=by)
    return by


@deed(Action.VISIT_ASKED)
def ask_companies(browser):
    asking.ask(stop().visit, by=(by := tutor()))
    return by


@deed(Action.VISIT_ANSWERED)
def answer_about_a_visit(browser):
    row = stop()
    link = links.create(Purpose.COMPANY, row.company_tutor)
    asking.answer(row, StopAnswer.NO, link=link, shown=row.when, note="canary-note")
    return link


@deed(Action.VISIT_CHANGED)
def change_visits(browser):
    visit = stop().visit
    planning.change(visit, Day(visit.day, by := tutor()), Changes(), by=by)
    return by


@deed(Action.VISIT_FIXED)
def fix_visits(browser):
    ending.fix(stop().visit, by=(by := tutor()))
    return by


@deed(Action.VISIT_CANCELLED)
def cancel_visits(browser):
    ending.cancel(stop().visit, "canary-reason", by=(by := tutor()))
    return by


@deed(Action.VISIT_REPORTED)
def report_visits(browser):
    row = stop(days=0)
    found = {row.pk: Seen("canary-note")}
    ending.report(row.visit, ReportSide.AGENCY, found, by=(by := tutor()))
    return by
