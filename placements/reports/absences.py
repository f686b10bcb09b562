"""Who was absent in a week, how long and whether somebody knew. Never why."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import absences as known
from ..absences.promptness import Said
from ..enums import ABSENCES, ReportLevel
from ..models import Absence, Correction, Placement
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


def _coming_words(values: Mapping[str, Any], names: Mapping[str, str]) -> str:
    first, last = values["first"], values["last"]
    details = {"name": names["trainee"], "first": date_format(first, "l j F")}
    if first == last:
        # Translators: a trainee, and a day like «Thursday 12 March»
        return _("%(name)s is absent on %(first)s, as announced") % details
    # Translators: a trainee, and days like «Thursday 12 March»
    text = _("%(name)s is absent from %(first)s to %(last)s, as announced")
    return text % (details | {"last": date_format(last, "l j F")})


ABSENCE = kind("absence", Section.CONCERN, _words, days=int, first=date, last=date, said=Said)
COMING = kind("absence_coming", Section.NEXT, _coming_words, first=date, last=date)


@sources.register
def absences(placements: Sequence[Placement], monday: date) -> Iterator[Line]:
    """One line a trainee and week, whatever the number of absences; four queries."""
    found = known.of(placements, monday)
    settled = _corrected(placements, monday)
    for placement in placements:
        told = found[placement.pk]
        here = settled.get(placement.pk, {})
        days = {day for each in told for day in each.days} - {d for d in here if not here[d]}
        days |= {day for day in here if here[day]}
        if days:
            yield _line(placement, sorted(days), [each.said for each in told if each.said])
    yield from _coming(placements, monday + timedelta(weeks=1))


def _coming(placements: Sequence[Placement], monday: date) -> Iterator[Line]:
    """What is known of the week after."""
    sunday = monday + timedelta(days=6)
    rows = Absence.objects.holding().filter(
        placement__in=placements, first_day__lte=sunday, last_day__gte=monday
    )
    told: dict[int, list[Absence]] = {}
    for row in rows.order_by("first_day", "pk"):
        told.setdefault(row.placement_id, []).append(row)
    for placement in placements:
        if own := told.get(placement.pk):
            values = {"first": max(own[0].first_day, monday), "last": min(own[-1].last_day, sunday)}
            yield Line(placement, COMING, values=values)


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
