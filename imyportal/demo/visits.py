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
        "Works on her own at the fuse boxes and asks before she switches on. Safety shoes are there.",
        spoken_to="Marco Bartolini",
        next_step="Ask for the electrical drawings of the next site",
        is_shared=True,
    ),
    Seen("A calm workshop; the tutor would like more Italian at lunch.", is_shared=True),
    Seen("Tutor praises punctuality. Talked about the way home in the evening."),
]
SCHOOL = Seen("Our trainees are proud of what they build. The workshop is tidy.", spoken_to="Marco")


def build(today: date) -> None:
    """Of the group that is here in its third week, and a wish of another school."""
    group = Group.objects.get(name__startswith="Lindenhof")
    guest = SendingTutor.objects.get(organisation=group.organisation)
    monday = weeks.monday_of(today)
    _past(group, guest, monday - timedelta(days=5))
    _coming(group, guest, monday + timedelta(days=9))
    other = SendingTutor.objects.get(user__first_name="Ewa")
    first = monday + timedelta(days=16)
    wish = Wish(
        first,
        first + timedelta(days=1),
        "Ewa Zielińska, Tomasz Nowak",
        other.groups.first(),
        "We would like to see the print shops.",
    )
    wishes.ask_to_come(other, wish)


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
