"""What tests of the hour chart say again and again: a filled, a sent, a signed week."""

import re
from datetime import date, time
from html import unescape

from imyportal import weeks
from placements import hours, signing
from placements.absences import saying
from placements.absences.saying import Saying
from placements.entries import DayEntry
from placements.enums import AbsenceKind, DayKind, SignedHow
from placements.models import HourWeek

MONDAY = date(2026, 3, 9)

TUESDAY = date(2026, 3, 10)

THURSDAY = date(2026, 3, 12)

HOME, HOURS, ABSENCE = "/me/", "/me/hours/", "/me/absence/"

WEEK, DAY = "/me/hours/2026-W11/", "/me/hours/2026-03-12/"

TIMES = {"starts_at": "08:30", "ends_at": "18:30", "break_minutes": "90", "kind": "worked"}

FREE_DAY = DayEntry(DayKind.OFF)


def text(response):
    """What a person reads: no tags, single blanks."""
    body = re.sub(r"(?s)<(style|script|head).*?</\1>|<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", unescape(body))


def said(response):
    return [str(message) for message in response.context["messages"]]


def worked(starts="08:30", ends="17:30", pause=90):
    return DayEntry(DayKind.WORKED, time.fromisoformat(starts), time.fromisoformat(ends), pause)


def code_of(error):
    return error.value.code


def fill(placement, monday=MONDAY, days=5):
    for day in weeks.days_of(monday)[:days]:
        hours.save_as_agreed(placement, day, by=placement.trainee.user)
    return HourWeek.objects.get(placement=placement, monday=monday)


def ill(placement, day, last=None, **more):
    """The trainee says now: I am ill on that day, or from that day on."""
    said = Saying(AbsenceKind.ILL, day, last or day, **more)
    return saying.say(placement, said, by=placement.trainee.user).absence


def declare(placement, monday=MONDAY):
    week = fill(placement, monday)
    return hours.declare_week(placement, monday, by=placement.trainee.user, version=week.version)


def sign(week):
    return signing.sign_week(
        week,
        name="Marco Bartolini",
        role="Owner",
        how=SignedHow.LINK,
        button="Firma",
        version=week.version,
    )
