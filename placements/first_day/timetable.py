"""First days at companies in the timetable of who comes with a group."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from trainees.accompanying import timetable
from trainees.accompanying.timetable import Line
from trainees.models import Group

from ..enums import LIVE_STATUSES
from ..models import FirstDay


@timetable.tells
def first_days(group: Group) -> Iterator[Line]:
    """When and where each trainee is introduced; one query."""
    rows = FirstDay.objects.filter(
        placement__trainee__group=group, placement__status__in=LIVE_STATUSES
    )
    for row in rows.select_related("placement__trainee", "placement__company"):
        # Translators: name is a trainee's, like «First day at the company: Lena Hoffmann»
        text = _("First day at the company: %(name)s") % {"name": row.placement.trainee}
        note = f"{row.placement.company}, {row.place}"
        yield Line(timezone.localtime(row.meets_at), text, note)
