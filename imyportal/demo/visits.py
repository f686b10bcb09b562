"""Visits of the demo: one that was, with reports of both sides; one to come, half agreed; one asked for."""

from datetime import date, time, timedelta

from django.utils import timezone

from accounts import links
from accounts.enums import Purpose
from imyportal import weeks
from placements.enums import ReportSide, StopAnswer, VisitState
from placements.models import Visit, VisitGuest, VisitStop
from placements.visits import asking, ending, offering, planning, wishes
from placements.visits.ending import Seen
from placements.visits.planning import Day, Stop
from placements.visits.wishes import Wish
from trainees.models import Group, SendingTutor

SEEN = [
    Seen(
        "Serves on the terrace without help, and takes orders in Italian. The shifts end on time.",
        spoken_to="the head waiter",
        next_step="Talk about a day in the kitchen",
        is_shared=True,
    ),
    Seen("A calm house; the tutor would like more Italian at lunch.", is_shared=True),
    Seen("Tutor praises punctuality. Talked about the way home in the evening."),
]
SCHOOL = Seen("Our trainees are proud of what they do. Guests praise them.", spoken_to="the owner")


def build(today: date) -> None:
    """A day of the group that has just finished, and one of the group that is here."""
    monday = weeks.monday_of(today)
    gone = Group.objects.get(name__startswith="Sevilla")
    _past(gone, _guest(gone), weeks.monday_of(gone.leaves_on) - timedelta(days=5))
    here = Group.objects.get(name__startswith="Lindenhof")
    _coming(here, _guest(here), monday + timedelta(days=9))
    first = monday + timedelta(days=31)
    wish = Wish(
        first,
        first + timedelta(days=1),
        "Petra Scholz, Jörg Lindner",
        here,
        "We would like to see the workshops before the trainees go home.",
    )
    wishes.ask_to_come(_guest(here), wish)


def _guest(group: Group) -> SendingTutor:
    return SendingTutor.objects.get(organisation=group.organisation)


def _stops(group: Group, day: date) -> list[Stop]:
    found = offering.offers(group.lead_tutor, group.organisation, group, day)[:3]
    return [Stop(each.tutor, each.starts_at, each.ends_at) for each in found]


def _past(group: Group, guest: SendingTutor, day: date) -> None:
    visit = Visit.objects.create(
        organisation=group.organisation,
        group=group,
        day=day,
        agency_tutor=group.lead_tutor,
        planned_by=group.lead_tutor,
        meeting_at=time(9),
        meeting_point="Bar Italia, Stazione di Pistoia",
        state=VisitState.CONFIRMED,
        confirmed_at=timezone.now() - timedelta(days=12),
    )
    VisitGuest.objects.create(visit=visit, tutor=guest)
    for stop in _stops(group, day):
        visit.stops.create(
            company=stop.tutor.company,
            company_tutor=stop.tutor,
            starts_at=stop.starts_at,
            ends_at=stop.ends_at,
            answer=StopAnswer.YES,
            asked_at=visit.confirmed_at,
            answered_at=visit.confirmed_at,
        )
    keys = [stop.pk for stop in visit.stops.all()]
    step = day + timedelta(days=14)
    seen = [Seen(**vars(each) | {"next_on": step if each.next_step else None}) for each in SEEN]
    ours = dict(zip(keys, seen, strict=False))
    ending.report(visit, ReportSide.AGENCY, ours, by=group.lead_tutor)
    ending.report(visit, ReportSide.SCHOOL, {keys[0]: SCHOOL}, by=guest.user)


def _coming(group: Group, guest: SendingTutor, day: date) -> None:
    tutor = group.lead_tutor
    plan = Day(day, tutor, [guest], time(9), "Bar Italia, Stazione di Pistoia")
    visit = planning.plan(group.organisation, group, plan, _stops(group, day), by=tutor)
    if visit is None:
        return
    asking.ask(visit, by=tutor)
    first, second, *_rest = visit.stops.all()
    _say(first, StopAnswer.YES)
    _say(second, StopAnswer.OTHER, time(11, 30))


def _say(stop: VisitStop, said: StopAnswer, at: time | None = None) -> None:
    link = links.for_holder(Purpose.COMPANY, stop.company_tutor)
    note = "La mattina c'è il collaudo." if at else ""
    asking.answer(stop, said, link=link, shown=stop.when, at=at, note=note)
