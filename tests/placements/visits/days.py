"""A day of visits, planned, and what came of it."""

from datetime import date

from accounts import links
from accounts.enums import Purpose
from imyportal.models import OutgoingMail
from placements.visits import asking, offering, planning
from placements.visits.planning import Day

DAY = date(2026, 3, 18)  # Wednesday of the third week


def planned(group, by, planned_by=None, **day):
    """With `by` of the agency along, or nobody."""
    planner = planned_by or by
    found = offering.offers(planner, group.organisation, group, DAY)
    stops = [planning.Stop(each.tutor, each.starts_at, each.ends_at) for each in found]
    return planning.plan(group.organisation, group, Day(DAY, by, **day), stops, by=planner)


def stops_of(visit):
    return list(visit.stops.select_related("company_tutor", "visit").order_by("company__name"))


def say(stop, said, **more):
    link = links.for_holder(Purpose.COMPANY, stop.company_tutor)
    return asking.answer(stop, said, link=link, shown=stop.when, **more)


def told(template="visit_company"):
    """Who got which mail, oldest first."""
    rows = OutgoingMail.objects.filter(template=f"placements/{template}").order_by("pk")
    return [(row.details["what"], row.to) for row in rows]
