"""Days of visits for calendar programs: iCalendar (RFC 5545), one event for each company.

What of a trainee leaves the portal this way is first name and initial. An event keeps its UID and gets a
higher SEQUENCE with every change; one that was called off stays, as CANCELLED, so that programs drop it.
The feed's address is an `AccessLink` that lasts two years.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import links
from accounts.enums import Purpose
from accounts.models import AccessLink, User
from imyportal import words

from ..enums import StopAnswer, VisitState
from ..models import Visit, VisitStop
from ..models.visits import VisitQuerySet
from . import offering, wording

ROME = ZoneInfo("Europe/Rome")
BACK = timedelta(days=60)  # what is longer ago leaves the feed
REFRESH = timedelta(hours=4)


def address(user: User) -> str:
    """The secret address of a person's own feed; the same until it is renewed or has ended."""
    link = links.for_holder(Purpose.CALENDAR, user)
    path = reverse("placements:calendar", args=[links.token_of(link)])
    return f"{settings.SITE_URL}{path}"


def renew(user: User) -> None:
    """A new address; programs that know the old one get nothing more."""
    links.revoke_all(Purpose.CALENDAR, user, by=user)
    links.create(Purpose.CALENDAR, user)


def owner(token: str) -> User | None:
    """Whose feed has this address; None for an unknown or renewed one, and once the account is closed."""
    link: AccessLink | None = links.find(Purpose.CALENDAR, token)
    holder = link.holder if link is not None and link.is_live else None
    return holder if isinstance(holder, User) and holder.is_active else None


def feed(user: User) -> bytes:
    """All visits of a person that are to come or were in the last two months; four queries."""
    since = timezone.localdate() - BACK
    return written(with_stops(Visit.objects.visible_to(user).filter(day__gte=since)), user)


def with_stops(visits: VisitQuerySet) -> list[Visit]:
    """`visits` in the order of their days, with all that a calendar shows of them."""
    stops = VisitStop.objects.select_related("company").order_by("starts_at", "pk")
    rows = visits.select_related("organisation", "group").prefetch_related(Prefetch("stops", stops))
    return list(rows.order_by("day", "pk"))


def written(visits: Sequence[Visit], user: User) -> bytes:
    """`visits` (of `with_stops`) as a calendar file in the language of its reader."""
    with translation.override(words.supported(user.language)):
        return _calendar(visits, user).to_ical()


def for_company(stop: VisitStop) -> bytes:
    """One visit as the visited company knows it, in the language of its tutor; no other stop of the day."""
    with translation.override(words.supported(stop.company_tutor.language)):
        calendar = _empty()
        names = offering.short_names(offering.at_company(stop))
        event = _bare_event(stop, [names, ", ".join(wording.visitors(stop.visit))])
        # Translators: read by a company: title of a date in its calendar program; names of who comes
        title = _("Visit of %(names)s") % {"names": ", ".join(wording.visitors(stop.visit))}
        event.add("summary", title)
        calendar.add_component(event)
        return calendar.to_ical()


def _empty() -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//{settings.AGENCY['name']}//IMY portal//EN")
    calendar.add("version", "2.0")
    calendar.add_component(rome())
    return calendar


def _calendar(visits: Sequence[Visit], user: User) -> icalendar.Calendar:
    calendar = _empty()
    calendar.add("x-wr-calname", _("Visits to companies"))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    stops = []
    for visit in visits:
        for stop in visit.stops.all():
            stop.visit = visit
            stops.append(stop)
    there = offering.there(stops, user)
    for stop in stops:
        calendar.add_component(_event(stop, offering.short_names(there[stop.pk]), user))
    return calendar


def _event(stop: VisitStop, names: str, user: User) -> icalendar.Event:
    visit, meeting = stop.visit, wording.meeting(stop.visit)
    lines = [
        names,
        _("You meet: %(meeting)s") % {"meeting": meeting} if meeting else "",
        stop.company.directions,
        stop.company.phone,
    ]
    event = _bare_event(stop, lines)
    # Translators: title of a date in a calendar program
    event.add("summary", _("Visit: %(company)s") % {"company": stop.company})
    page = "" if user.is_staff else reverse("sending:visit", args=[visit.public_id])
    event.add("url", settings.SITE_URL + (page or visit.get_absolute_url()))
    return event


def _bare_event(stop: VisitStop, lines: Sequence[str]) -> icalendar.Event:
    event = icalendar.Event()
    # A UUID alone, as RFC 7986, 5.3 asks for: a moved portal keeps it.
    event.add("uid", str(stop.public_id))
    event.add("dtstamp", stop.changed_at)
    event.add("last-modified", stop.changed_at)
    event.add("sequence", stop.sequence)
    event.add("dtstart", _in_rome(stop.begins))
    event.add("dtend", _in_rome(stop.finishes))
    event.add("status", _status(stop))
    if stop.company.address:
        event.add("location", stop.company.address)
    event.add("description", "\n".join(line for line in lines if line))
    event.add("class", "PRIVATE")
    return event


def _status(stop: VisitStop) -> str:
    if stop.visit.state == VisitState.CANCELLED or not wording.takes_place(stop):
        return "CANCELLED"
    return "CONFIRMED" if stop.answer == StopAnswer.YES else "TENTATIVE"


def _in_rome(moment: datetime) -> datetime:
    return moment.astimezone(ROME)


def rome() -> icalendar.Timezone:
    """The clock of Italy since 1996: last Sundays of March and October (directive 2000/84/EC)."""
    zone = icalendar.Timezone()
    zone.add("tzid", "Europe/Rome")
    for kind, month, first, hour, name, before, after in (
        (icalendar.TimezoneStandard, 10, date(1996, 10, 27), time(3), "CET", 2, 1),
        (icalendar.TimezoneDaylight, 3, date(1996, 3, 31), time(2), "CEST", 1, 2),
    ):
        part = kind()
        part.add("dtstart", datetime.combine(first, hour))
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzname", name)
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        zone.add_component(part)
    return zone
