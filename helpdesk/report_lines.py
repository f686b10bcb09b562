"""What the help desk tells in a group's weekly report: how many requests, about what, how many are solved.

Of each topic one number for the whole group; who asked and what was written is told by no line.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import ngettext

from placements.models import Placement
from placements.reports import sources
from placements.reports.lines import Line, Section, kind

from .enums import DELICATE, TicketState, Topic
from .models import Ticket


def _asked(values: Mapping[str, Any], names: Mapping[str, str]) -> str:
    count = values["count"]
    # Translators: topic is like «Transport and taxi»; solved is a number
    text = ngettext(
        "Help desk, %(topic)s: %(count)d request, %(solved)d solved",
        "Help desk, %(topic)s: %(count)d requests, %(solved)d solved",
        count,
    )
    words = {"topic": values["topic"].label, "count": count, "solved": values["solved"]}
    return text % words


ASKED = kind("help_asked", Section.DONE, _asked, topic=Topic, count=int, solved=int)


@sources.register
def requests(placements: Sequence[Placement], monday: date) -> Iterator[Line]:
    """A line a topic about which somebody of the group asked in the week; one query.

    Health and safety go out only when the tutor says so: in a small group even the number tells.
    """
    if not placements:
        return
    start = timezone.make_aware(datetime.combine(monday, time()))
    end = timezone.make_aware(datetime.combine(monday + timedelta(weeks=1), time()))
    rows = (
        Ticket.objects.requests()
        .filter(
            trainee__in={each.trainee_id for each in placements},
            opened_at__gte=start,
            opened_at__lt=end,
            merged_into=None,
        )
        .values_list("topic")
        .annotate(count=Count("pk"), solved=Count("pk", filter=Q(state=TicketState.SOLVED)))
        .order_by("topic")
    )
    for topic, count, solved in rows:
        values = {"topic": Topic(topic), "count": count, "solved": solved}
        yield Line(None, ASKED, values=values, about=topic, is_shown=topic not in DELICATE)
