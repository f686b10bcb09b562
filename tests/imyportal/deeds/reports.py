"""Weekly reports: released, read, asked about, answered."""

from imyportal.enums import Action
from placements.models import WeeklyReport
from placements.reports import asking, releasing
from tests.factories import MONDAY, GroupFactory, SendingTutorFactory
from tests.imyportal.deeds import deed, tutor


def released(by):
    report = WeeklyReport.objects.create(group=GroupFactory(), monday=MONDAY, revision=1)
    return releasing.release(report, by=by, revision=1)


def reader():
    return SendingTutorFactory().user


@deed(Action.REPORT_RELEASED)
def release(browser):
    return released(tutor()).released_by


@deed(Action.REPORT_ACKNOWLEDGED)
def acknowledge(browser):
    asking.acknowledge(released(tutor()), by=(by := reader()))
    return by


@deed(Action.REPORT_ASKED)
def ask(browser):
    asking.ask(released(tutor()), text="canary-note", by=(by := reader()))
    return by


@deed(Action.REPORT_ANSWERED)
def answer(browser):
    asking.answer(released(tutor()), text="canary-note", by=(by := tutor()))
    return by
