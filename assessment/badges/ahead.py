"""When a trainee's next level comes, if the stay goes on as planned."""

from dataclasses import dataclass
from datetime import date, timedelta

from imyportal import weeks
from placements.models import Placement
from trainees.models import Trainee

from ..models import BadgeLevel
from . import earning


@dataclass(frozen=True)
class Ahead:
    """The next level, how many weeks are signed, and about when it comes."""

    level: BadgeLevel
    signed: int
    on: date | None  # None: the placements planned so far are too short for it


def next_level(trainee: Trainee, *, has: int, today: date) -> Ahead | None:
    """The level above `has` placement weeks; None above the highest. Four queries.

    Every week of a placement that is not signed yet counts as one that will be: those gone by may still
    be signed, those to come are worked in. A level comes with the end of its last week, never before
    `today`.
    """
    level = BadgeLevel.objects.filter(weeks__gt=has).order_by("weeks").first()
    if level is None:
        return None
    stay = earning.stays([trainee]).get(trainee.pk)
    signed = {weeks.monday_of(day) for day in stay.days} if stay else set()
    planned = sorted(_planned(trainee) - signed)
    missing = level.weeks - len(signed)
    if missing > len(planned):
        return Ahead(level, len(signed), None)
    last = planned[missing - 1] + timedelta(days=6) if missing > 0 else today
    return Ahead(level, len(signed), max(last, today))


def _planned(trainee: Trainee) -> set[date]:
    """Mondays of all weeks of the trainee's live placements."""
    placements = Placement.objects.live().filter(trainee=trainee)
    return {
        monday
        for first, last in placements.values_list("starts_on", "ends_on")
        for monday in weeks.mondays(first, last)
    }
