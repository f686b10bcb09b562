"""What the trainee's home page says of evaluations and certificates."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from placements import todo
from placements.models import Placement
from placements.todo import Todo
from trainees.models import Trainee

from . import evaluations
from .models import Certificate
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


@todo.register_news
def certificate(trainee: Trainee, placement: Placement | None, today: date) -> list[Todo]:
    """The certificate, once it is made and not withdrawn; one query after the last day."""
    if placement is None or placement.holds(today) or placement.starts_on > today:
        return []
    made = Certificate.objects.valid().filter(placement=placement, rendered_at__isnull=False)
    return [
        Todo(
            title=_("Your certificate"),
            note=number,
            url=reverse("assessment:my_certificates"),
            icon="medal",
        )
        for number in made.values_list("number", flat=True)
    ]
