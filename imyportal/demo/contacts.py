"""Contacts of the agency tutors in the last days, some with next steps, and one accident of yesterday."""

import random
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from placements.enums import (
    ContactKind,
    ContactWith,
    IncidentKind,
    IncidentSeverity,
    PartyTold,
)
from placements.models import Contact, Incident, IncidentNotice, IncidentStep, Placement
from trainees.enums import ToldHow

from .agency import SEED

CALL, MESSAGE, EMAIL = ContactKind.CALL, ContactKind.MESSAGE, ContactKind.EMAIL
VISIT, SURVEY = ContactKind.VISIT, ContactKind.SURVEY
TRAINEE, COMPANY = ContactWith.TRAINEE, ContactWith.COMPANY
SAID = [
    (CALL, TRAINEE, 10, "Feels at home in the team, wants to try the till next week."),
    (MESSAGE, TRAINEE, None, "Asked for the bus times on Sunday. Sent the timetable."),
    (VISIT, COMPANY, 40, "Seen at work: careful with customers, asks when unsure."),
    (CALL, COMPANY, 15, "Content. Would like more Italian at work; tried with the menu."),
    (EMAIL, COMPANY, None, "Agreed on Saturday mornings off until the end of the month."),
    (SURVEY, TRAINEE, None, "Answered the survey on the first week: 4 of 5."),
]
STEPS = [
    (-2, "Call the company about working shoes"),
    (0, "Ask how the talk with the team went"),
    (3, "Visit the company once more"),
]
SHARED = "Settled in well; we visited the company, which is content."
QUIET = 9  # every so many-th trainee nobody has called for long
STEP_OF, HURT = (4, 7, 14), 10  # which trainees, by their place


def build(placements: list[Placement], today: date) -> None:
    """One contact with each trainee who is at work, except for a few; and the accident."""
    chance = random.Random(SEED + 11)  # noqa: S311
    now = timezone.now()
    running = [each for each in placements if each.status == "confirmed" and each.holds(today)]
    rows = []
    for number, placement in enumerate(running):
        if number % QUIET == QUIET - 1:
            continue
        at = now - timedelta(days=1 + number % 5, minutes=chance.randrange(240))
        kind, with_whom, minutes, text = SAID[number % len(SAID)]
        person: Any = placement.trainee if with_whom == TRAINEE else placement.company_tutor
        row = Contact(
            trainee=placement.trainee,
            kind=kind,
            with_whom=with_whom,
            name=person.name,
            at=at,
            minutes=minutes,
            text=text,
            by=placement.trainee.responsible,
            logged_at=at,
        )
        if number in STEP_OF:
            days, row.next_step = STEPS[STEP_OF.index(number)]
            row.next_on, row.next_by = today + timedelta(days=days), row.by
        if kind == VISIT:
            row.is_shared, row.school_text = True, SHARED
        rows.append(row)
    Contact.objects.bulk_create(rows)
    if len(running) > HURT:
        _accident(running[HURT])


def _accident(placement: Placement) -> None:
    """Known for twenty hours: company and family know, INAIL is still to be told."""
    known = timezone.now() - timedelta(hours=20)
    by = placement.trainee.responsible
    incident = Incident.objects.create(
        trainee=placement.trainee,
        kind=IncidentKind.ACCIDENT,
        severity=IncidentSeverity.SERIOUS,
        happened_at=known - timedelta(minutes=40),
        place=f"{placement.company.name}, store room",
        text="Slipped on wet tiles, wrist sprained. First aid at Pistoia hospital, five days off.",
        known_at=known,
        by=by,
        reported_at=known + timedelta(minutes=20),
    )
    told = [
        (PartyTold.COMPANY, placement.company_tutor.name, ToldHow.PHONE),
        (PartyTold.GUARDIAN, placement.trainee.emergency_name or "Mother", ToldHow.PHONE),
    ]
    IncidentNotice.objects.bulk_create(
        IncidentNotice(
            incident=incident,
            party=party,
            name=name,
            how=how,
            told_at=known + timedelta(minutes=30 + 15 * number),
            by=by,
        )
        for number, (party, name, how) in enumerate(told)
    )
    IncidentStep.objects.create(
        incident=incident,
        text="The company lays mats in the store room and shows where the floor gets wet.",
        with_whom=placement.company_tutor.name,
        due_on=timezone.localdate() + timedelta(days=3),
        by=by,
    )
