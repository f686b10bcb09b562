"""Contacts, and the restricted register of incidents."""

from django.urls import reverse
from django.utils import timezone

from imyportal.enums import Action
from placements import contact_log, incidents
from tests.factories import TraineeFactory
from tests.imyportal.deeds import deed, tutor


def logged():
    said = contact_log.Said("call", "trainee", timezone.now(), "canary-note")
    return contact_log.log([TraineeFactory()], said, by=tutor())[0]


@deed(Action.CONTACT_LOGGED)
def log_a_contact(browser):
    return logged().by


@deed(Action.CONTACT_CHANGED)
def add_to_a_contact(browser):
    contact_log.add_note(logged(), "canary-note", by=(by := tutor()))
    return by


def reported():
    now = timezone.now()
    said = incidents.Report("conflict", 2, now, "canary-note", "canary-reason", now)
    return incidents.report(TraineeFactory(), said, by=tutor())


@deed(Action.INCIDENT_REPORTED)
def report_an_incident(browser):
    return reported().by


@deed(Action.INCIDENT_VIEWED)
def look_at_an_incident(browser):
    by = tutor(is_superuser=True)
    browser.force_login(by)
    assert (
        browser.get(reverse("admin:placements_incident_change", args=[reported().pk])).status_code
        == 200
    )
    return by


@deed(Action.INCIDENT_ADDED)
def add_a_step_of_mediation(browser):
    incidents.add_step(reported(), "canary-note", by=(by := tutor()))
    return by


@deed(Action.INCIDENT_CLOSED)
def close_an_incident(browser):
    incidents.close(reported(), "canary-reason", by=(by := tutor()))
    return by
