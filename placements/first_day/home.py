"""The first day on the trainee's home page."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from trainees.models import Trainee

from .. import todo
from ..models import FirstDay, Placement
from ..todo import Said, Todo

AHEAD, BEHIND = timedelta(days=14), timedelta(days=14)


@todo.register
def first_days(trainee: Trainee, placement: Placement | None, today: date) -> Said:
    """Who brings one there and when; afterwards, whether one has found the way alone. One query."""
    near = FirstDay.objects.filter(
        placement__trainee=trainee,
        alone_on=None,
        placement__starts_on__range=(today - BEHIND, today + AHEAD),
    )
    said = Said()
    for row in near.select_related("accompanied_by"):
        at = timezone.localtime(row.meets_at)
        when = {"day": date_format(at, "l j E"), "time": f"{at:%H:%M}"}
        is_over = row.meets_at < timezone.now()
        title = _("Your way to work") if is_over else _("Your first day at the company")
        # Translators: day is like «Monday 2 March»
        note = _("Gone alone once? Say so") if is_over else _("%(day)s, %(time)s") % when
        said.todos.append(Todo(title, note, reverse("placements:first_day"), "bus"))
    return said
