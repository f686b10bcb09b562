"""What the trainee's home page says of the journey."""

from collections.abc import Collection

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from trainees.enums import StepTicker
from trainees.models import Group, JourneyStep

from .todo import Todo


def first_step(steps: Collection[JourneyStep], done: Collection[int], group: Group) -> list[Todo]:
    """The own step to do first, with how far the journey has come; `done` are keys of steps."""
    own = [each for each in steps if each.ticked_by == StepTicker.TRAINEE and each.pk not in done]
    if not own:
        return []
    first = min(
        own, key=lambda step: (step.is_past(group), step.due_on(group), step.position, step.pk)
    )
    begins_on = first.begins_on(group)
    # Translators: like «by 12 March · 9 of 15 steps done»
    pattern = _("by %(day)s · %(done)d of %(total)d steps done")
    day = first.due_on(group)
    if begins_on is not None and timezone.localdate() < begins_on:
        day = begins_on
        # Translators: like «from 12 March · 9 of 15 steps done»
        pattern = _("from %(day)s · %(done)d of %(total)d steps done")
    note = pattern % {"day": date_format(day, "j E"), "done": len(done), "total": len(steps)}
    return [Todo(first.name, note, reverse("trainees:journey"), "check-circle")]
