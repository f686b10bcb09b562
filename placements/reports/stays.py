"""Who goes home in the week that follows; no query of its own."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import ngettext

from ..models import Placement
from . import sources
from .lines import Line, Section, kind


def _ends(values: Mapping[str, Any], names: Mapping[str, str]) -> str:
    text = ngettext(
        "Last day of %(count)d trainee: %(day)s",
        "Last day of %(count)d trainees: %(day)s",
        values["count"],
    )
    return text % {"count": values["count"], "day": date_format(values["day"], "l j F")}


ENDS = kind("ends", Section.NEXT, _ends, day=date, count=int)


@sources.register
def stays(placements: Sequence[Placement], monday: date) -> Iterator[Line]:
    """On which days of the next week placements end."""
    first = monday + timedelta(weeks=1)
    days = Counter(each.ends_on for each in placements)
    for day in sorted(days):
        if first <= day < first + timedelta(weeks=1):
            yield Line(None, ENDS, values={"day": day, "count": days[day]}, about=day.isoformat())
