"""Who was absent in a week, how long and whether somebody knew. Never why."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import absences as known
from ..absences.promptness import Said
from ..enums import ABSENCES, ReportLevel
from ..models import Correction, Placement
from . import sources
from .lines import Line, Section, kind

LONG = 2  # days in a week, from which on it is a concern
WORST = [Said.NOT, Said.LATE, Said.IN_TIME]


def _words(values: Mapping[str, Any], names: Mapping[str, str]) -> str:
    days = values["days"]
    text = ngettext("Absent for %d day", "Absent for %d days", days) % days
    if values.get("said") == Said.NOT:
        # Translators: after «Absent for 1 day»
        return _("%(absent)s, nobody was told") % {"absent": text}
    if values.get("said") == Said.LATE:
        # Translators: after «Absent for 1 day»
        return _("%(absent)s, told too late") % {"absent": text}
    return text


ABSENCE = kind("absence", Section.CONCERN, _words, days=int, first=date, last=date, said=Said)


@sources.register
def absences(placements: Sequence[Placement], monday: date) -> Iterator[Line]:
    """One line a trainee, whatever the number of absences; three queries."""
    found = known.of(placements, monday)
    settled = _corrected(placements, monday)
    for placement in placements:
        told = found[placement.pk]
        here = settled.get(placement.pk, {})
        days = {day for each in told for day in each.days} - {d for d in here if not here[d]}
        days |= {day for day in here if here[day]}
        if days:
            yield _line(placement, sorted(days), [each.said for each in told if each.said])


def _corrected(placements: Sequence[Placement], monday: date) -> dict[int, dict[date, bool]]:
    """Of each placement the days whose signed entry was corrected, and whether they are absences now."""
    found: dict[int, dict[date, bool]] = {}
    rows = Correction.objects.filter(
        week__placement__in=placements, date__range=(monday, monday + timedelta(days=6))
    )
    for pk, day, new in rows.order_by("at", "pk").values_list("week__placement", "date", "new"):
        found.setdefault(pk, {})[day] = new.get("kind") in ABSENCES
    return found


def _line(placement: Placement, days: list[date], said: list[Said]) -> Line:
    values: dict[str, Any] = {"days": len(days), "first": days[0], "last": days[-1]}
    if said:
        values["said"] = min(said, key=WORST.index)
    is_bad = len(days) >= LONG or Said.NOT in said
    return Line(placement, ABSENCE, ReportLevel.CONCERN if is_bad else ReportLevel.NOTE, values)
