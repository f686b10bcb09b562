"""What the trainee's home page says of evaluations."""

from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from placements import todo
from placements.models import Placement
from placements.todo import Todo
from trainees.models import Trainee

from . import evaluations
from .progress import own_title


@todo.register
def self_evaluations(trainee: Trainee, placement: Placement | None, today: date) -> list[Todo]:
    """The self-evaluations that are open now; one query."""
    if placement is None:
        return []
    return [
        Todo(
            title=own_title(slot),
            # Translators: day like Friday 13 March
            note=_("3 minutes, by %(day)s") % {"day": date_format(slot.due_on, _("l j F"))},
            url=reverse("assessment:self_evaluation", args=[slot.key]),
            icon="chart",
        )
        for slot in evaluations.due_self(placement, today)
    ]
