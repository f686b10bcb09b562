"""How the last weeks were, as trainees and company tutors say."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from accounts import links
from accounts.enums import Purpose
from imyportal import weeks
from placements.enums import CheckInBy, CycleKind, ReminderOutcome
from placements.models import CheckIn, Placement, Reminder
from placements.models.cycle import OF_TRAINEE

from .agency import SEED
from .stay import at

# Which trainees are in trouble, by their place; the first has this week's still to give.
FIRST, SILENT, LOW, CALL, COMPANY_CALL = 0, 3, 8, 5, 11
TEXTS = [
    "I may do a lot on my own now.",
    "The bus in the morning is always late.",
    "Marco explains everything twice. Very patient.",
]
LOW_TEXT = "My room mates are loud until two at night."
COMPANY_TEXT = "Da lunedì lavora in un altro reparto, vorrei parlarne."


def build(placements: list[Placement], today: date) -> None:
    """Check-ins of the last three weeks and of this one from Friday on, and that they were asked for."""
    chance = random.Random(SEED + 7)  # noqa: S311
    monday = weeks.monday_of(today)
    rows: list[CheckIn] = []
    reminders: list[Reminder] = []
    for number, placement in enumerate(placements):
        for back in (3, 2, 1, 0):
            week = monday - timedelta(weeks=back)
            thursday = week + timedelta(days=3)
            if thursday < today and placement.holds(thursday) and placement.trainee.user:
                reminders.append(_asked(placement, week))
                rows += _said(placement, number, week, back, chance)
    CheckIn.objects.bulk_create(rows)
    Reminder.objects.bulk_create(reminders)


def _asked(placement: Placement, monday: date) -> Reminder:
    thursday = at(monday + timedelta(days=3), 12)
    return Reminder(
        kind=CycleKind.CHECK_IN,
        monday=monday,
        placement=placement,
        due_at=thursday,
        laid_at=thursday,
        done_at=thursday,
        attempts=1,
        useful_until=at(monday + timedelta(days=4), 18),
        outcome=ReminderOutcome.MAILED,
    )


def _said(
    placement: Placement, number: int, monday: date, back: int, chance: random.Random
) -> Iterator[CheckIn]:
    is_last = back == 1
    if back == 0 and number in (FIRST, LOW):
        return
    answers = {name: chance.choice([3, 4, 4, 5, 5]) for name in OF_TRAINEE}
    text = chance.choice([*TEXTS, "", "", ""])
    if number == LOW and is_last:
        answers |= {"mood": 2, "home": 1}
        text = LOW_TEXT
    if not (number == SILENT and is_last):
        yield CheckIn(
            placement=placement,
            monday=monday,
            said_by=CheckInBy.TRAINEE,
            said_at=at(monday + timedelta(days=3), 12 + chance.randrange(9), chance.randrange(60)),
            user=placement.trainee.user,
            text=text,
            call_wanted=number == CALL and is_last,
            **answers,
        )
    if number == COMPANY_CALL and is_last:
        yield CheckIn(
            placement=placement,
            monday=monday,
            said_by=CheckInBy.COMPANY,
            said_at=at(monday + timedelta(days=4), 17),
            link=links.for_holder(Purpose.COMPANY, placement.company_tutor),
            punctual=4,
            work=2,
            text=COMPANY_TEXT,
            call_wanted=True,
        )
