"""What the trainee's home page says of the journey."""

from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from trainees.enums import StepTicker
from trainees.models import JourneyStep, StepDone, Trainee

from . import todo
from .models import Placement
from .todo import Todo


@todo.register
def journey(trainee: Trainee, placement: Placement | None, today: date) -> list[Todo]:
    """The own step that is due first, with how far the journey has come; one query."""
    done = StepDone.objects.filter(trainee=trainee, step=OuterRef("pk"))
    steps = list(JourneyStep.objects.filter(group=trainee.group_id).annotate(is_done=Exists(done)))
    own = [step for step in steps if step.ticked_by == StepTicker.TRAINEE and not step.is_done]
    if not own:
        return []
    first = min(own, key=lambda step: (step.due_on(trainee.group), step.position))
    count = sum(step.is_done for step in steps)
    # Translators: like «by 12 March · 9 of 15 steps done»
    note = _("by %(day)s · %(done)d of %(total)d steps done") % {
        "day": date_format(first.due_on(trainee.group), "j E"),
        "done": count,
        "total": len(steps),
    }
    return [Todo(first.name, note, reverse("trainees:journey"), "check-circle")]
