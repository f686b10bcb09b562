"""What the trainee's home page says of evaluations."""

from datetime import date

from django.urls import reverse

from placements import todo
from placements.models import Placement
from placements.todo import Todo
from trainees.models import Trainee

from . import evaluations
from .progress import own_title, until


@todo.register
def self_evaluations(trainee: Trainee, placement: Placement | None, today: date) -> list[Todo]:
    """The self-evaluations that are open now; one query."""
    if placement is None:
        return []
    return [
        Todo(
            title=own_title(slot),
            note=until(slot, today),
            url=reverse("assessment:self_evaluation", args=[slot.key]),
            icon="chart",
        )
        for slot in evaluations.due_self(placement, today)
    ]
