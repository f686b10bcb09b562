"""What follows from a plan in the rooms above: agreed hours and evaluations. They register when they are ready."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from ..models import SupportPlan, Trainee

ADJUSTS = ("contact_days", "day_minutes", "evaluation_days")


@dataclass(frozen=True)
class Adjustments:
    """The numbers of a plan that the learner agreed to."""

    day_minutes: int | None = None
    evaluation_days: int | None = None


# Called with who it is about and who did it (`by`), in the transaction of the deed.
followers: list[Callable[[Trainee, Any], object]] = []

# Pages of rooms above where more of a plan is written: what the button says, and the name of the address, which
# takes the key of the trainee.
pages: list[tuple[str | Promise, str]] = []


@dataclass(frozen=True)
class Speaker:
    """Says in sentences what follows: what holds by now, and what would become of it if the permission ended today."""

    said: Callable[[Trainee], Iterable[str]]
    if_it_ends: Callable[[Trainee], Iterable[str]]


speakers: list[Speaker] = []


def said(trainee: Trainee) -> list[str]:
    """What follows by now, or followed until it ended; never why."""
    return [line for each in speakers for line in each.said(trainee)]


def if_it_ends(trainee: Trainee) -> list[str]:
    """What would follow if the permission ended today."""
    return [line for each in speakers for line in each.if_it_ends(trainee)]


def follow(trainee: Trainee, *, by: Any) -> None:
    """Tell everybody that the numbers of a plan are in force, or are not any more."""
    for each in followers:
        each(trainee, by)


def adjustments(trainee: Trainee) -> Adjustments | None:
    """What is in force: nothing without a plan; None while a plan waits for the learner, for nothing changes then."""
    plan = SupportPlan.objects.filter(trainee=trainee).first()
    if plan is None or plan.agreed_at is None:
        return Adjustments()
    if not plan.is_agreed:
        return None
    return Adjustments(plan.day_minutes, plan.evaluation_days)
