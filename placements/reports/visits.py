"""Visits to companies: what took place in the week, what is fixed for the next. Never what was seen."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..enums import StopAnswer, VisitState
from ..models import Placement, VisitGuest, VisitStop
from . import sources
from .lines import Line, Section, kind

STATES = [VisitState.CONFIRMED, VisitState.DONE]


def _visited(values: Mapping[str, Any], names: Mapping[str, str]) -> str:
    details = {"company": names["company"], "day": date_format(values["day"], "l j F")}
    return _("Visit to %(company)s, %(day)s") % details


def _coming(values: Mapping[str, Any], names: Mapping[str, str]) -> str:
    count = values["companies"]
    if values["guests"]:
        text = ngettext(
            "Your visit to %(count)d company: %(day)s",
            "Your visit to %(count)d companies: %(day)s",
            count,
        )
    else:
        text = ngettext(
            "Visit to %(count)d company: %(day)s", "Visit to %(count)d companies: %(day)s", count
        )
    return text % {"count": count, "day": date_format(values["day"], "l j F")}


VISITED = kind("visited", Section.DONE, _visited, day=date)
# `guests`: how many sending tutors come along, 1 for some
COMING = kind("visit", Section.NEXT, _coming, day=date, companies=int, guests=int)


@sources.register
def visits(placements: Sequence[Placement], monday: date) -> Iterator[Line]:
    """A line a company that was visited, a line a day that is to come; one query."""
    by_company: dict[int, Placement] = {}
    for placement in placements:
        by_company.setdefault(placement.company_id, placement)
    coming: dict[int, list[VisitStop]] = defaultdict(list)
    following = monday + timedelta(weeks=1)
    for stop in _stops(placements, by_company, monday):
        day, state = stop.visit.day, stop.visit.state
        if day < following and state == VisitState.DONE:
            placement = by_company[stop.company_id]
            yield Line(placement, VISITED, values={"day": day}, about=str(stop.pk))
        elif day >= following and state == VisitState.CONFIRMED:
            coming[stop.visit_id].append(stop)
    for pk, stops in coming.items():
        values = {
            "day": stops[0].visit.day,
            "companies": len(stops),
            "guests": int(stops[0].has_guests),  # type: ignore[attr-defined]  # annotated
        }
        yield Line(None, COMING, values=values, about=str(pk))


def _stops(
    placements: Sequence[Placement], companies: Mapping[int, Placement], monday: date
) -> Sequence[VisitStop]:
    """Of this week and the next, at these companies, for the group of the placements."""
    if not placements:
        return []
    group = placements[0].trainee.group
    whose = Q(visit__group=group) | Q(visit__group=None, visit__organisation=group.organisation_id)
    return list(
        VisitStop.objects.holding()
        .filter(
            whose,
            company__in=list(companies),
            visit__state__in=STATES,
            visit__day__range=(monday, monday + timedelta(days=13)),
        )
        .exclude(answer=StopAnswer.NO)
        .annotate(has_guests=Exists(VisitGuest.objects.filter(visit=OuterRef("visit"))))
        .select_related("visit")
        .order_by("visit__day", "starts_at", "pk")
    )
