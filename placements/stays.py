"""A trainee's own placements, and which of them a page is about."""

import uuid
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from trainees.models import Trainee

from .cycle import todos as cycle_todos
from .models import Placement


@dataclass(frozen=True)
class Stays:
    """Live placements of one person, newest first, over all groups they came with."""

    trainee: Trainee  # of the current placement, else of the newest group
    placements: list[Placement]
    today: date

    @property
    def current(self) -> Placement | None:
        """Underway today, else the next one, else the last one."""
        return _nearest(self.placements, self.today)

    def during(self, first: date, last: date) -> Placement | None:
        """The placement with a day in `first`..`last`; of several the one nearest to today."""
        found = [
            each for each in self.placements if each.starts_on <= last and each.ends_on >= first
        ]
        return _nearest(found, self.today)

    def named(self, public_id: uuid.UUID) -> Placement | None:
        return next((each for each in self.placements if each.public_id == public_id), None)


def _nearest(placements: list[Placement], today: date) -> Placement | None:
    if underway := [each for each in placements if each.holds(today)]:
        return underway[0]
    if coming := [each for each in placements if each.starts_on > today]:
        return min(coming, key=lambda each: each.starts_on)
    return max(placements, key=lambda each: each.ends_on, default=None)


def of(user: User, *, today: date, with_check_in: bool = False) -> Stays | None:
    """The stays of `user`; None when they are no trainee. One query, two without a placement.

    Each placement `with_check_in` says of which week a check-in is asked for (`cycle.todos`).
    """
    rows = Placement.objects.visible_to(user)
    placements = list(
        (cycle_todos.with_asked(rows, today) if with_check_in else rows)
        .filter(trainee__user=user)
        .select_related("trainee__group__lead_tutor", "trainee__tutor", "company", "company_tutor")
        .order_by("-starts_on", "-pk")
    )
    if current := _nearest(placements, today):
        return Stays(current.trainee, placements, today)
    trainee = (
        Trainee.objects.visible_to(user)
        .filter(user=user)
        .select_related("group__lead_tutor", "tutor")
        .order_by("-group__arrives_on", "-pk")
        .first()
    )
    return Stays(trainee, [], today) if trainee else None
